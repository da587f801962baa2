"""What one wave published about many units at once: the figures of wave_cells, in columns.

Rows are statements, columns are units, everywhere. A figure that is not shown is NaN, and NaN is
all that can be worked out from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import ceil
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.figures.wave_cells import PARTICIPATION, ClosedWave, Measure
from analytics.published.cells import MeasureKind
from analytics.statistics.intervals import (
    cautious_reliability,
    usual_reliability,
    usual_spread,
    variance,
)
from survey.store import CellColumns

BAND_BASE = 1_000_000
"""A band as one number that sorts as bands do: by its low end, then by its high one."""


class Estimates(NamedTuple):
    """Scores on 0-100 and their sampling variances, a unit each; NaN where not shown."""

    scores: Floats
    variances: Floats


class _Figures(NamedTuple):
    """Figures of one measure, a unit each, with how many statements they are means of."""

    tenths: Floats
    low: Floats
    high: Floats
    step: Floats
    asked: Ints
    coarsened: Ints


@dataclass(frozen=True, eq=False, slots=True)
class ManyCells:
    """The shown figures of many units in one wave: measures x units, in the order of `rows`.

    `low` and `high` are bands of people, of the last row (participation) in per cent; `areas` says
    which units are seen as areas.
    """

    wave: ClosedWave
    rows: dict[str, int]
    areas: Bools
    tenths: Floats
    low: Floats
    high: Floats
    step: Floats

    def only(self, units: Ints | Bools) -> "ManyCells":
        """The same of some of the units."""
        kept = [getattr(self, field.name)[..., units] for field in fields(self)[2:]]
        return ManyCells(self.wave, self.rows, *kept)

    @property
    def any_shown(self) -> Bools:
        """Of which units anything at all is shown."""
        return np.asarray(~np.isnan(self.tenths).all(axis=0))

    @property
    def held_inside(self) -> Bools:
        """What wave_cells.WaveCells.held_inside gives."""
        found = np.zeros(len(self.areas), dtype=np.bool_)
        for composite in self.wave.of_kind(MeasureKind.COMPOSITE):
            whole, behind = self.low[self.rows[composite.id]], self.shown(composite.items)
            few = 2 * behind.sum(axis=0) < len(composite.items)
            at = [self.rows[item] for item in composite.items]
            lowest = np.where(behind, self.low[at], np.inf).min(axis=0)
            found |= ~np.isnan(whole) & (few | (whole > lowest))
        return found & self.areas

    def shown(self, items: Sequence[str]) -> Bools:
        """Which of these statements are shown, statements x units; one not asked never is."""
        found = np.zeros((len(items), self.tenths.shape[1]), dtype=np.bool_)
        for at, item in enumerate(items):
            if item in self.rows:
                found[at] = ~np.isnan(self.tenths[self.rows[item]])
        return found

    def estimates(self, measure: Measure) -> Estimates:
        """What wave_cells.WaveCells.estimate gives."""
        behind = self.shown(measure.items)
        count = behind.sum(axis=0)
        asked = np.where(count > 0, count, len(measure.items))
        if measure.kind is MeasureKind.COMPOSITE:
            return self._estimates(measure, self._own(measure.id, asked, np.maximum(count, 1)))
        enough = count >= ceil(len(measure.items) / 2)
        mean = self._mean(measure.items, behind & enough)
        return self._estimates(measure, mean._replace(tenths=np.rint(mean.tenths), asked=asked))

    def over(self, measure: Measure, items: Sequence[str], use: Bools) -> Estimates:
        """The estimate over some of a measure's statements, not rounded to tenths."""
        return self._estimates(measure, self._mean(items, use))

    def people(self, measure: str) -> tuple[Floats, Floats]:
        """The band behind a composite or participation, both ends, a unit each."""
        own = self.rows[measure]
        return self.low[own], self.high[own]

    def band(self, measure: Measure) -> tuple[Floats, Floats]:
        """The band behind any measure, of a construct its lowest, both ends, a unit each."""
        if measure.kind is not MeasureKind.CONSTRUCT:
            return self.people(measure.id)
        behind = self.shown(measure.items)
        enough = behind.sum(axis=0) >= ceil(len(measure.items) / 2)
        mean = self._mean(measure.items, behind & enough)
        return mean.low, mean.high

    @property
    def took_part(self) -> tuple[Floats, Floats]:
        """The band of those who answered, in per cent, both ends, a unit each."""
        return self.people(PARTICIPATION)

    def _own(self, measure: str, asked: Ints, coarsened: Ints) -> _Figures:
        at = self.rows[measure]
        low, high, step = self.low[at], self.high[at], self.step[at]
        return _Figures(self.tenths[at], low, high, step, asked, coarsened)

    def _mean(self, items: Sequence[str], use: Bools) -> _Figures:
        """constructs.mean_of: the mean, the lowest band, the widest step, of those in use."""
        at = [self.rows.get(item, 0) for item in items]
        count = use.sum(axis=0)
        some = np.where(count > 0, count, np.nan)
        bands = np.where(use, self.low[at] * BAND_BASE + self.high[at], np.inf).min(axis=0)
        bands = np.where(np.isfinite(bands), bands, np.nan)
        low, high = np.divmod(bands, BAND_BASE)
        return _Figures(
            tenths=np.where(use, self.tenths[at], 0).sum(axis=0) / some,
            low=low,
            high=high,
            step=np.where(use, self.step[at], 0).max(axis=0),
            asked=np.maximum(count, 1),
            coarsened=np.maximum(count, 1),
        )

    def _estimates(self, measure: Measure, found: _Figures) -> Estimates:
        n, unanswered = self._answered(found)
        spread, reliability = _by_count(self.wave, measure)
        each = spread[found.asked]
        if measure.kind is MeasureKind.SIGN:
            each = np.sqrt(found.tenths / 10 * (100 - found.tenths / 10))
        variances = variance(
            n=n,
            unanswered=unanswered,
            spread=each,
            reliability=reliability[found.asked],
            step=found.step,
            items=found.coarsened.astype(np.float64),
        )
        hidden = np.isnan(found.tenths)
        return Estimates(found.tenths / 10, np.where(hidden, np.nan, variances))

    def _answered(self, found: _Figures) -> tuple[Floats, Floats]:
        """intervals.answered_at_least and unanswered_share."""
        turnout = self.rows[PARTICIPATION]
        invited = np.where(np.isnan(self.tenths[turnout]), 0, self.tenths[turnout])
        share = np.where(invited > 0, self.low[turnout], 0)
        by_share = np.ceil(invited * share / 100)
        n = np.minimum(np.maximum(found.low, by_share), found.high)
        n = np.where(invited > 0, n, found.low)
        left = np.maximum(0, 1 - n / np.where(invited > 0, invited, np.inf))
        return n, left


def many_cells(wave: ClosedWave, found: CellColumns, areas: Bools) -> ManyCells:
    """Columns as the store gives them, put into rows; `areas` says which scope each unit has."""
    rows = rows_of(wave)
    right = found.area == areas[found.unit]
    at = (found.measure[right], found.unit[right])
    filled = []
    for part in (found.value, found.low, found.high, found.step):
        table = np.full((len(rows), len(areas)), np.nan)
        table[at] = part[right]
        filled.append(table)
    return ManyCells(wave, rows, areas, *filled)


def rows_of(wave: ClosedWave) -> dict[str, int]:
    """What is read of a wave, and in which row it stands: statements, composites, participation."""
    composites = wave.of_kind(MeasureKind.COMPOSITE)
    items = [item.id for item in wave.of_kind(MeasureKind.ITEM)]
    names = [*items, *(measure.id for measure in composites), PARTICIPATION]
    return {name: at for at, name in enumerate(names)}


def _by_count(wave: ClosedWave, measure: Measure) -> tuple[Floats, Floats]:
    """Spread and reliability of a mean of so many of a measure's statements (wave_cells)."""
    counts = range(len(measure.items) + 1)
    of_all = usual_spread(len(measure.items))
    spread = (wave.spreads.get(measure.id) or of_all) / of_all
    omega = wave.omegas.get(measure.id)
    most = 1.0 if omega is None else cautious_reliability(omega)
    return (
        np.array([spread * usual_spread(max(count, 1)) for count in counts]),
        np.array([min(most, usual_reliability(max(count, 1))) for count in counts]),
    )
