"""For every place and measure: since which earlier wave may a figure be said to have changed?

The same as timeline.steps over tidy.rows says of one unit, for all places at once.
"""

from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Ints
from analytics.figures.grid import NOWHERE, Grid
from analytics.figures.many_cells import Estimates
from analytics.figures.unit_changes import compare_many
from analytics.figures.wave_cells import Measure


class Ends(NamedTuple):
    """Two estimates that may be compared, a place each; NaN where there is nothing to compare."""

    before: Estimates
    after: Estimates


class _Last(NamedTuple):
    """The last wave that showed a measure: which one, its estimate, what was behind it, and whether
    teams inside were held in it."""

    wave: Ints
    found: Estimates
    behind: Ints
    held_inside: Bools


class LastShown:
    """What each wave leaves for the next, over `count` places."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._grids: list[Grid] = []
        self._last: dict[str, _Last] = {}
        self._sets: dict[frozenset[str], int] = {}

    def begin(self, now: Grid) -> None:
        """Take up the next wave."""
        self._grids.append(now)
        self._held_inside = now.cells.held_inside

    def ends(self, measure: Measure, found: Estimates) -> Ends:
        """The latest wave against the last that showed the measure; it is then the last itself."""
        now, shown = self._grids[-1], ~np.isnan(found.scores)
        held_inside = self._held_inside
        behind = self._behind(now, measure)
        last = self._last.get(measure.id) or self._nothing()
        known = last._replace(wave=np.where(held_inside | last.held_inside, NOWHERE, last.wave))
        ends = self._compared(measure, known, found, behind)
        self._last[measure.id] = _Last(
            np.where(shown, len(self._grids) - 1, last.wave),
            _either(shown, found, last.found),
            np.where(shown, behind, last.behind),
            np.where(shown, held_inside, last.held_inside),
        )
        return ends

    def _nothing(self) -> _Last:
        never, nan = np.full(self._count, NOWHERE), np.full(self._count, np.nan)
        return _Last(never, Estimates(nan, nan), never, np.zeros(self._count, dtype=np.bool_))

    def _behind(self, now: Grid, measure: Measure) -> Ints:
        """The statements behind a figure as a number; those asked, where none of them is shown."""
        shown = now.cells.shown(measure.items)
        weights = 1 << np.arange(len(measure.items), dtype=np.int64)
        which, back = np.unique(weights @ shown, return_inverse=True)
        numbers = [self._number(measure, int(one)) for one in which]
        return np.array(numbers, dtype=np.int64)[back]

    def _number(self, measure: Measure, which: int) -> int:
        names = [item for at, item in enumerate(measure.items) if which >> at & 1]
        held = [] if which else ["", *measure.items]
        return self._sets.setdefault(frozenset(names or held), len(self._sets))

    def _compared(self, measure: Measure, last: _Last, found: Estimates, behind: Ints) -> Ends:
        both = (last.wave != NOWHERE) & ~np.isnan(found.scores)
        alike = both & (last.behind == behind)
        ends = Ends(_only(alike, last.found), _only(alike, found))
        for wave in np.unique(last.wave[both & ~alike]).tolist():
            self._otherwise(measure, both & ~alike & (last.wave == wave), wave, ends)
        return ends

    def _otherwise(self, measure: Measure, which: Bools, wave: int, ends: Ends) -> None:
        """Where other statements are behind the two: over those that both show, if enough."""
        then, now = (self._grids[at].cells.only(which) for at in (wave, -1))
        for end, found in zip(ends, compare_many(then, now, measure), strict=True):
            end.scores[which], end.variances[which] = found


def _either(first: Bools, one: Estimates, other: Estimates) -> Estimates:
    return Estimates(*(np.where(first, a, b) for a, b in zip(one, other, strict=True)))


def _only(which: Bools, found: Estimates) -> Estimates:
    return Estimates(*(np.where(which, part, np.nan) for part in found))
