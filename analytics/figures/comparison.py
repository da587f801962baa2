"""What changed since when, how surely, and if nothing can be said, why? The one comparison.

Every page, paper and file says of a change what stands here (statistics.md, second version): the
waves of a line that can be compared (analytics.figures.pieces) are told as levels
(analytics.statistics.levels), and the verdict is the step between the last two; where there is
none, that a figure goes slowly up or down (analytics.statistics.drift).
"""

from collections.abc import Sequence
from math import erf, sqrt
from typing import NamedTuple

import numpy as np

from analytics.arrays import NOWHERE, Bools, Floats, Ints
from analytics.figures.cells import Cells
from analytics.figures.followed import Followed, Series
from analytics.figures.lines import Lines
from analytics.figures.verdicts import (
    FALLING,
    FELL,
    NONE,
    NOT_COMPARABLE,
    RISING,
    ROSE,
    STEADY,
    WITHHELD,
)
from analytics.statistics.drift import Drift, drifting
from analytics.statistics.intervals import LEVEL, quantile
from analytics.statistics.levels import Said, picture, said

POWER = 0.80
CLEAR = 0.6
"""How near to 0, in points, a range comes that leaves it out, so that it does when rounded."""
AT_ONCE = 1 << 12
"""How many lines are worked on together, so that memory does not grow with the organisation."""


class Compared(NamedTuple):
    """What is said of one measure at each wave, waves x lines; NaN, NOWHERE and 0 where nothing.

    `since` is the first wave of the newest level, which stands at `now` after one `before`; where a
    figure goes slowly, the wave since which it does. A
    `difference` is between those two where a change is said, else of the newest wave against its
    level, with an interval of `confidence` per cent that holds 0; `smallest` is the change that
    would be told apart four times in five. `over` counts the statements behind it where the waves
    share fewer than the published figures rest on.
    """

    difference: Floats
    low: Floats
    high: Floats
    confidence: Floats
    smallest: Floats
    before: Floats
    now: Floats
    since: Ints
    over: Ints
    verdict: Ints
    reason: Ints

    def at(self, line: Ints) -> "Compared":
        """The same of other lines: `line` is waves x places."""
        if (line == np.arange(self.since.shape[1])[: line.shape[1]]).all():
            return Compared._make(part[:, : line.shape[1]] for part in self)
        wave = np.arange(len(line))[:, np.newaxis]
        return Compared._make(part[wave, line] for part in self)


def compared(cells: Sequence[Cells], lines: Lines, measure: str) -> Compared:
    """What is said of a measure at each wave along all lines."""
    count = lines.place.shape[1]
    parts = [
        follow(Followed(cells, lines, measure, np.arange(at, min(at + AT_ONCE, count))).series())
        for at in range(0, max(count, 1), AT_ONCE)
    ]
    return Compared._make(np.hstack(column) for column in zip(*parts, strict=True))


def follow(series: Series) -> Compared:
    """What is said of a measure at each wave along the lines it is followed on."""
    told = _nothing(series.withheld)
    found = said(series.scores, series.variances, measures=series.measures, noise=series.noise)
    slow = _slow(series, found.verdict)
    for at, ends in enumerate(series.ends):
        here = (at, np.flatnonzero(ends))
        where = (at, series.lines[here[1]])
        newest = series.scores[here], series.variances[here] * series.noise[at]
        verdict, alone = _worded(found.verdict[here], slow.way[here]), series.verdict[here]
        _write(told, where, Said._make(part[here] for part in found), newest)
        told.verdict[where] = np.where(alone == NONE, verdict, alone)
        told.reason[where] = series.reason[here]
        told.over[where] = series.fewer[here]
        goes = (alone == NONE) & (slow.way[here] != 0)
        told.since[where] = np.where(goes, slow.since[here], told.since[where])
    return told


def follow_together(several: Sequence[Series]) -> list[Compared]:
    """What is said of some measures on the same lines; all take hardly longer than one."""
    count = several[0].withheld.shape[1]
    apart = (one._replace(lines=one.lines + count * at) for at, one in enumerate(several))
    whole = Series._make(np.hstack(part) for part in zip(*apart, strict=True))
    told = follow(whole._replace(noise=several[0].noise))
    parts = (np.split(part, len(several), axis=1) for part in told)
    return [Compared._make(one) for one in zip(*parts, strict=True)]


def _slow(series: Series, verdict: Ints) -> Drift:
    """Where no step is told, which series go slowly and have no level that says otherwise."""
    found = drifting(series.scores, series.variances, series.noise)
    found.way[verdict != STEADY] = 0
    for at in np.flatnonzero(found.way.any(axis=1)).tolist():
        those = np.flatnonzero(found.way[at])
        scores, variances = (one[: at + 1, those] for one in series[2:4])
        many, noise = series.measures[those], float(series.noise[at])
        means = picture(scores, variances, measures=many, noise=noise).means.T
        for column, levels in zip(those.tolist(), means, strict=True):
            steps = np.diff(levels[~np.isnan(levels)]) * found.way[at, column]
            if (steps < 0).any():
                found.way[at, column] = 0
    found.since[found.way == 0] = NOWHERE
    return found


def _worded(verdict: Ints, way: Ints) -> Ints:
    return np.where(way == 0, verdict, np.where(way > 0, RISING, FALLING))


def _nothing(withheld: Bools) -> Compared:
    """Nothing said yet, but that a figure is withheld."""
    shape = withheld.shape
    numbers = [np.full(shape, np.nan) for _ in range(7)]
    since, over = np.full(shape, NOWHERE), np.zeros(shape, dtype=np.int64)
    said = np.where(withheld, NOT_COMPARABLE, NONE), np.where(withheld, WITHHELD, NONE)
    return Compared._make([*numbers, since, over, *said])


def _write(
    told: Compared,
    where: tuple[int, Ints],
    found: Said,
    newest: tuple[Floats, Floats],
) -> None:
    """What is said at one wave along some lines; `newest` are its scores and their variances."""
    stepped = (found.verdict == ROSE) | (found.verdict == FELL)
    alone = np.isnan(found.rest)
    rested = np.where(alone, found.before, found.rest)
    apart = np.where(alone, found.before_variance, found.rest_variance)
    difference = np.where(stepped, found.level - found.before, newest[0] - rested)
    steps = found.level_variance + found.before_variance
    error = np.sqrt(np.where(stepped, steps, newest[1] + apart))
    usual = quantile((1 + LEVEL) / 2)
    sure = np.where(stepped, usual, found.threshold)
    reach = sure * error
    ends = difference - reach, difference + reach
    low, high = _agreeing(difference, ends, stepped)
    told.difference[where] = difference
    told.low[where] = np.maximum(-100.0, low)
    told.high[where] = np.minimum(100.0, high)
    told.confidence[where] = np.where(np.isnan(difference), np.nan, _in_per_cent(sure))
    smallest = (found.threshold + quantile(POWER)) * error
    # What is not told apart is smaller than what would be.
    told.smallest[where] = np.where(stepped, smallest, np.maximum(smallest, np.abs(difference)))
    told.before[where] = np.where(stepped, found.before, np.nan)
    told.now[where] = found.level
    told.since[where] = found.since


def _agreeing(
    difference: Floats, ends: tuple[Floats, Floats], stepped: Bools
) -> tuple[Floats, Floats]:
    """The ends of a range as they may stand beside a verdict: it never says the contrary."""
    low, high = ends
    clear = np.minimum(CLEAR, np.abs(difference))
    low = np.where(stepped & (low > 0), np.maximum(low, clear), low)
    high = np.where(stepped & (high < 0), np.minimum(high, -clear), high)
    return (
        np.where(stepped, low, np.minimum(0.0, low)),
        np.where(stepped, high, np.maximum(0.0, high)),
    )


def _in_per_cent(z: Floats) -> Floats:
    """How likely so many errors either way hold a difference; few of them are different."""
    found, left = np.full(z.shape, np.nan), ~np.isnan(z)
    while left.any():
        one = float(z[left.argmax()])
        found[z == one] = 100 * erf(one / sqrt(2))
        left &= z != one
    return found
