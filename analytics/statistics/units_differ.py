"""Do units differ by more than chance, and which of them stands apart from the others?

A function of published scores and their bands alone, asked about the units and not about the people
who happen to be in them now: so nobody who answered makes a figure surer just because few are left
(no finite population correction).
"""

from math import erfc, exp, lgamma, log, sqrt
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.statistics.false_discovery import FALSE_DISCOVERIES, benjamini_hochberg
from analytics.statistics.intervals import Number, quantile

FROM_UNITS = 2
CHANCE = 0.05
WIDER = 1.15
"""How much more figures of units vary than s²/n: units have spreads of their own, and of n only a
band is known. Measured under random allotment, 2 to 60 units (tests/statistics)."""


class UnitsDiffer(NamedTuple):
    """Cochran's Q over so many `units`, and the p of it where units do not differ at all."""

    differ: bool
    q: float
    p: float
    units: int


def unit_variance(*, n: Number, spread: Number, step: Number, items: Number) -> Number:
    """V = 1.15 s²/n + g²/(12 m), in squared points: how far a unit's score lies off by chance.

    As intervals.variance, for another question: `n` people (intervals.answering), `spread` s within
    units, coarsened to steps of `step` points over `items` statements.
    """
    return WIDER * spread**2 / n + step**2 / (12 * items)


def differ(scores: Floats, variances: Floats) -> UnitsDiffer | None:
    """Whether units differ in one measure by more than chance; None where fewer than two show it.

    `scores` in points and their `unit_variance`s, one each per unit, NaN where not shown. Q = sum
    of (y - weighted mean)²/V against chi² with a degree of freedom less than units: Cochran (1954),
    Biometrics 10, 101-129.
    """
    shown = _shown(scores, variances)
    units = int(shown.sum())
    if units < FROM_UNITS:
        return None
    weights = 1 / variances[shown]
    off = scores[shown] - weights @ scores[shown] / weights.sum()
    q = float(weights @ np.square(off))
    p = chi2_tail(q, freedom=units - 1)
    return UnitsDiffer(p < CHANCE, q, p, units)


def surely(away: Floats) -> Ints:
    """Which of some figures, so many standard errors away, stand below (-1) or above (1); else 0.

    NaN where not shown. They are one family: of those told, one in ten may be chance.
    """
    told = benjamini_hochberg(_two_sided(away)) <= FALSE_DISCOVERIES
    found: Ints = np.where(told, np.sign(np.nan_to_num(away)), 0).astype(np.int64)
    return found


def perhaps(away: Floats) -> Ints:
    """Which lie so far off that each alone would be told with one in ten by chance."""
    far = np.abs(np.nan_to_num(away)) > quantile(1 - FALSE_DISCOVERIES / 2)
    found: Ints = np.where(far, np.sign(np.nan_to_num(away)), 0).astype(np.int64)
    return found


def away_from_others(scores: Floats, variances: Floats) -> Floats:
    """How many standard errors each unit lies off the others of its measure; NaN for nothing.

    Measures x units. Each is compared with the mean of the others, weighted by 1/V; that says the
    same as against the mean of all, of which it is itself a part.
    """
    shown = _shown(scores, variances)
    weights = np.where(shown, 1 / np.where(shown, variances, 1.0), 0.0)
    whole = weights.sum(axis=-1, keepdims=True)
    others = shown & (shown.sum(axis=-1, keepdims=True) >= FROM_UNITS)
    total = (weights * np.where(shown, scores, 0.0)).sum(axis=-1, keepdims=True)
    safe = np.where(whole > 0, whole, 1.0)
    error = np.sqrt(np.where(others, variances - 1 / safe, np.nan))
    found: Floats = np.where(others, scores - total / safe, np.nan) / error
    return found


def away_from_whole(
    scores: Floats, variances: Floats, whole: Floats, whole_variances: Floats
) -> Floats:
    """How many standard errors each unit lies off the whole: measures x units; NaN for nothing.

    `whole` and its variances are one per measure, NaN where not shown. A unit is a part of the
    whole, which brings the two nearer: left out, that makes the answer careful.
    """
    found: Floats = (scores - whole[:, None]) / np.sqrt(variances + whole_variances[:, None])
    return found


def _shown(scores: Floats, variances: Floats) -> Bools:
    return np.asarray(~(np.isnan(scores) | np.isnan(variances)))


def chi2_tail(x: float, *, freedom: int) -> float:
    """The chance of x or more from chi² with `freedom` degrees, 1 and up, without loading scipy.

    Q(a + 1, y) = Q(a, y) + y^a e^-y / Gamma(a + 1): NIST Digital Library of Mathematical Functions,
    8.8.6, from Q(1/2, y) = erfc(√y) or Q(1, y) = e^-y on.
    """
    half = x / 2
    if half <= 0:
        return 1.0
    start = (0.5, erfc(sqrt(half))) if freedom % 2 else (1.0, exp(-half))
    steps = (freedom - 1) // 2
    degrees = start[0] + np.arange(1, steps)
    first = start[0] * log(half) - half - lgamma(start[0] + 1)
    terms = first + np.append(0.0, np.cumsum(np.log(half / degrees)))[:steps]
    return min(1.0, start[1] + float(np.exp(terms).sum()))


def _two_sided(z: Floats) -> Floats:
    """How often chance lies at least so far off, on either side; NaN stays.

    1 where it does so more often than is ever said to be more than chance.
    """
    found = np.where(np.isnan(z), np.nan, 1.0)
    far = np.abs(z) > quantile(1 - FALSE_DISCOVERIES / 2)
    found[far] = [erfc(abs(one) / sqrt(2)) for one in z[far].tolist()]
    return found
