"""How sure is a score: its variance and its interval."""

from functools import lru_cache
from math import floor, sqrt
from statistics import NormalDist
from typing import NamedTuple, TypeVar

import numpy as np

from analytics.arrays import Floats

Number = TypeVar("Number", float, Floats)

LEVEL = 0.95

ITEM_SPREAD = 27.0
"""Within-unit SD of one statement in points, used where an organisation publishes none of its own.

Pooled within-company SDs of the eleven leadership statements in bhr2000 and lq2002 (R package
multilevel; Bliese 2000): 26.7 and 28.0 points, which is 1.1 on the five-point scale.
"""

ITEM_CORRELATION = 0.4
"""Correlation of two statements within a unit; .40 and .44 in the same two data sets."""

ITEM_RELIABILITY = 0.6
"""Reliability of one statement: Wanous & Hudy (2001), Organizational Research Methods 4, 361-375,
find .57 as the average lower bound and .70 as realistic; a lower value makes wider intervals."""

RELIABILITY_CAP = 0.7
"""The most reliability ever assumed, and the default for a mean of two or more statements.

The omega of one wave holds the mood of its day too, which is another one in the next wave.
"""


class Estimate(NamedTuple):
    """A score on 0-100 and its sampling variance in squared points."""

    score: float
    variance: float


class Interval(NamedTuple):
    """Where the score would lie if everybody invited had answered, and again another day."""

    low: float
    high: float


@lru_cache(maxsize=1024)
def quantile(probability: float) -> float:
    """The standard normal deviate below which `probability` lies."""
    return NormalDist().inv_cdf(probability)


@lru_cache
def usual_spread(items: int) -> float:
    """The documented within-unit SD, in points, of the mean of `items` statements."""
    return ITEM_SPREAD * sqrt((1 + (items - 1) * ITEM_CORRELATION) / items)


def share_spread(share: Floats) -> Floats:
    """The SD, in points, of a yes or no that `share` per cent of people said yes to."""
    found: Floats = np.sqrt(share * (100 - share))
    return found


@lru_cache
def usual_reliability(items: int) -> float:
    """The assumed reliability of the mean of `items` statements (Spearman-Brown, capped)."""
    stepped_up = items * ITEM_RELIABILITY / (1 + (items - 1) * ITEM_RELIABILITY)
    return min(RELIABILITY_CAP, stepped_up)


def cautious_reliability(omega: float) -> float:
    """A published omega rounded down to .05 and kept within 0 to .7."""
    return min(RELIABILITY_CAP, max(0.0, floor(round(omega * 20, 9)) / 20))


def answering(
    low: float | Floats,
    high: float | Floats,
    invited: float | Floats,
    share_low: float | Floats,
    share_high: float | Floats,
) -> Floats:
    """How many answered: the middle of the numbers that two published bands both allow.

    `low` to `high` is the band of people behind a figure; of `invited` people, `share_low` to
    `share_high` per cent took part, banded as in disclosure.rounding. Where invited is 0 or NaN, or
    the share NaN, the first band alone counts. Where the two do not meet, as some may skip a
    statement, it is the nearer end of the first. Numbers, or arrays that fit each other.
    """
    known = (np.asarray(invited) > 0) & ~np.isnan(share_low)
    everybody = np.where(known, invited, 0.0)
    fewest = np.ceil(everybody * share_low / 100)
    most = np.minimum(np.ceil(everybody * (np.asarray(share_high) + 1) / 100) - 1, everybody)
    least = np.where(known, np.clip(fewest, low, high), low)
    found: Floats = (least + np.where(known, np.clip(most, low, high), high)) / 2
    return found


def unanswered(n: float | Floats, invited: float | Floats) -> Floats:
    """The share 1 - n/N of those invited who did not answer, 0 to 1; 1 where N is not known."""
    known = np.nan_to_num(invited) > 0
    found: Floats = np.where(known, np.maximum(0.0, 1 - n / np.where(known, invited, 1.0)), 1.0)
    return found


def variance(  # noqa: PLR0913  (the formula has six quantities; each is named where it is given)
    *,
    n: Number,
    unanswered: Number,
    spread: Number,
    reliability: Number,
    step: Number,
    items: Number,
) -> Number:
    """V = s²/n [ r (1 - n/N) + (1 - r) ] + g²/(12 m), in squared points.

    `unanswered` is 1 - n/N: only the lasting part of an answer (r) shrinks with it, because people
    also answer a little differently another day. The last term is the coarsening to steps of
    `step` points, averaged over `items` statements.
    """
    sampling = spread**2 / n * (reliability * unanswered + (1 - reliability))
    return sampling + step**2 / (12 * items)


def interval(estimate: Estimate, *, level: float = LEVEL) -> Interval:
    """Score ± z √V kept within 0-100; there is always room between the two ends."""
    assert estimate.variance > 0, "a published score is never certain"
    reach = quantile((1 + level) / 2) * sqrt(estimate.variance)
    return Interval(max(0.0, estimate.score - reach), min(100.0, estimate.score + reach))
