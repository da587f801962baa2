"""What did one wave publish about many units at once: its shown figures, and how sure they are?

Rows are what has cells of its own, columns are places: a unit in a scope. A figure that is not
shown is NaN, and NaN is all that can be worked out from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from analytics.arrays import NOWHERE, Bools, Floats, Ints
from analytics.figures.measures import MADE_HERE, PARTICIPATION, ClosedWave, Measure
from analytics.published.cells import MeasureKind
from analytics.statistics.intervals import (
    answering,
    cautious_reliability,
    share_spread,
    unanswered,
    usual_reliability,
    usual_spread,
    variance,
)

BAND_BASE = 1_000_000
"""A band as one number that sorts as bands do: by its low end, then by its high one."""
SOURCES = (
    ("tenths", "invited"),
    ("people_low", "answered_low"),
    ("people_high", "answered_high"),
    ("step",),
)
"""Where each table of Cells comes from: the parts of a score, else those of participation."""


class Found(NamedTuple):
    """Figures of one measure, a place each: points, band of people, step, statements behind them.

    `coarsened` counts what was made coarse one by one: a composite without a shown statement
    behind it was made coarse as a whole.
    """

    points: Floats
    low: Floats
    high: Floats
    step: Floats
    asked: Ints
    coarsened: Ints


class Sampled(NamedTuple):
    """What the variance of a figure is made of: about how many answered, and how far apart."""

    n: Floats
    spread: Floats
    variance: Floats


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of a wave by row and place; `there` has the withheld ones too, `areas` the scopes.

    `low` and `high` are bands of people, of participation in per cent, and its `tenths` are how
    many were invited. `shares` are places in `distributions`, NOWHERE where there is none.
    """

    wave: ClosedWave
    rows: Mapping[str, int]
    distributions: Sequence[str]
    areas: Bools
    there: Bools
    tenths: Floats
    low: Floats
    high: Floats
    step: Floats
    shares: Ints

    def in_language(self, language: str) -> "Cells":
        """The same with the words of a reader's language for all that was asked."""
        return replace(self, wave=self.wave.in_language(language))

    def of(self, measure: Measure, places: Ints) -> "Cells":
        """What one measure needs, at other places; NOWHERE is a place without cells."""
        names = dict.fromkeys([measure.id, *measure.items, PARTICIPATION])
        rows = [self.rows[name] for name in names if name in self.rows]
        kept = {name: at for at, name in enumerate(name for name in names if name in self.rows)}
        tables: tuple[Any, ...] = (
            *(self.there, self.tenths, self.low, self.high, self.step, self.shares),
        )
        part = self._side_by_side(places)
        if part is not None:
            there = (table[rows, part] for table in tables)
            return Cells(self.wave, kept, self.distributions, self.areas[part], *there)
        taken = (_taken(table[rows], places) for table in tables)
        areas = self.areas[places] & (places != NOWHERE)
        return Cells(self.wave, kept, self.distributions, areas, *taken)

    def _side_by_side(self, places: Ints) -> slice | None:
        """These places as a part of the tables, where NOWHERE stands at places without cells."""
        start = int((places - np.arange(len(places))).max(initial=0))
        part = slice(start, start + len(places))
        if part.stop > len(self.areas):
            return None
        alike = places == np.arange(part.start, part.stop)
        return part if (alike | ((places == NOWHERE) & ~self.places[part])).all() else None

    @cached_property
    def places(self) -> Bools:
        """Of which places there is any cell, shown or withheld."""
        return np.asarray(self.there.any(axis=0))

    def present(self, measure: Measure) -> Bools:
        """In which places the wave has this measure; one made here where it has a statement."""
        of = measure.items if measure.kind in MADE_HERE else (measure.id,)
        return np.asarray(self.there[[self.rows[item] for item in of]].any(axis=0))

    def shown(self, items: Sequence[str]) -> Bools:
        """Which of these statements are shown, statements x places; one not asked never is."""
        found = np.zeros((len(items), self.tenths.shape[1]), dtype=np.bool_)
        for at, item in enumerate(items):
            if item in self.rows:
                found[at] = ~np.isnan(self.tenths[self.rows[item]])
        return found

    def found(self, measure: Measure) -> Found:
        """The published figure of a measure; one made here of the statements that are shown."""
        if measure.kind in MADE_HERE:
            mean = self.over(measure.items, self.shown(measure.items), needs=measure.needs)
            return mean._replace(points=np.rint(mean.points * 10) / 10)
        at = self.rows[measure.id]
        behind = self.shown(measure.items).sum(axis=0)
        return Found(
            points=self.tenths[at] / 10,
            low=self.low[at],
            high=self.high[at],
            step=self.step[at],
            asked=np.where(behind > 0, behind, max(1, len(measure.items))),
            coarsened=np.maximum(behind, 1),
        )

    def over(self, items: Sequence[str], use: Bools, *, needs: int = 1) -> Found:
        """The mean of the statements in use, where they are enough; the lowest band, widest step.

        Not rounded. `use` is statements x places.
        """
        at = [self.rows.get(item, 0) for item in items]
        count = use.sum(axis=0)
        use = use & (count >= needs)
        some = np.where(use.any(axis=0), count, np.nan)
        bands = np.where(use, self.low[at] * BAND_BASE + self.high[at], np.inf).min(axis=0)
        low, high = np.divmod(np.where(np.isfinite(bands), bands, np.nan), BAND_BASE)
        points = np.where(use, self.tenths[at], 0).sum(axis=0) / some / 10
        step = np.where(use, self.step[at], 0).max(axis=0)
        return Found(points, low, high, step, np.maximum(count, 1), np.maximum(count, 1))

    def sampled(self, measure: Measure, found: Found) -> Sampled:
        """How sure figures of a measure are (analytics.statistics.intervals), NaN where none is."""
        turnout = self.rows[PARTICIPATION]
        invited = self.tenths[turnout]
        n = answering(found.low, found.high, invited, self.low[turnout], self.high[turnout])
        known = self.wave.spreads.get(measure.id), self.wave.omegas.get(measure.id)
        spreads, reliability = _by_count(*known, max(1, len(measure.items)))
        spread = spreads[found.asked]
        if measure.kind is MeasureKind.SIGN:
            spread = share_spread(found.points)
        variances = variance(
            n=n,
            unanswered=unanswered(n, invited),
            spread=spread,
            reliability=reliability[found.asked],
            step=found.step,
            items=found.coarsened.astype(np.float64),
        )
        return Sampled(n, spread, np.where(np.isnan(found.points), np.nan, variances))

    @cached_property
    def held_inside(self) -> Bools:
        """Which areas leave out the statements of teams that were held, as rules up to 3 had it.

        Known from their own cells: only the composites of held teams make a composite stand on more
        people than its statements do, or on fewer than half of them.
        """
        inside = np.zeros(self.tenths.shape[1], dtype=np.bool_)
        for composite in self.wave.of_kind(MeasureKind.COMPOSITE):
            whole, behind = self.low[self.rows[composite.id]], self.shown(composite.items)
            at = [self.rows[item] for item in composite.items]
            lowest = np.where(behind, self.low[at], np.inf).min(axis=0)
            few = 2 * behind.sum(axis=0) < len(composite.items)
            inside |= ~np.isnan(whole) & (few | (whole > lowest))
        return inside & self.areas


def _taken(table: Any, places: Ints) -> Any:
    nothing = {"b": False, "i": NOWHERE}.get(table.dtype.kind, np.nan)
    return np.where(places == NOWHERE, nothing, table[:, places])


def rows_of(wave: ClosedWave) -> dict[str, int]:
    """Everything that has cells of its own, and in which row it stands."""
    kept = (m.id for m in wave.measures.values() if m.kind not in MADE_HERE)
    return {measure: at for at, measure in enumerate(kept)}


def cells_of(wave: ClosedWave, table: Any, places: Ints, count: int) -> Cells:
    """Arrow columns as survey.store.report_cells gives them, as tables of `count` places.

    `places`, unit numbers x 2, gives the place of a unit's team and of its area, NOWHERE for none.
    """
    rows = rows_of(wave)
    row, place = _row(table["measure"], rows), _place(table, places)
    kept = (row != NOWHERE) & (place != NOWHERE)
    taken, at = table.filter(pa.array(kept)), (row[kept], place[kept])
    shape = (len(rows), count)
    there = np.zeros(shape, dtype=np.bool_)
    there[at] = True
    encoded = taken["shares"].combine_chunks().dictionary_encode()
    shares = np.full(shape, NOWHERE)
    shares[at] = _numbers(encoded.indices, NOWHERE)
    areas = np.zeros(count, dtype=np.bool_)
    areas[places[:, 1][places[:, 1] != NOWHERE]] = True
    tenths, low, high, step = (_filled(taken, names, at, shape) for names in SOURCES)
    said = encoded.dictionary.to_pylist()
    return Cells(wave, rows, said, areas, there, tenths, low, high, step, shares)


def _row(measures: Any, rows: Mapping[str, int]) -> Ints:
    encoded = measures.combine_chunks().dictionary_encode()
    known = np.array([rows.get(name, NOWHERE) for name in encoded.dictionary.to_pylist()], int)
    return np.append(known, NOWHERE)[_numbers(encoded.indices, NOWHERE)]


def _place(table: Any, places: Ints) -> Ints:
    units, areas = _numbers(table["unit"], 0), _numbers(table["area"].cast(pa.int8()), 0)
    known = units < len(places)
    return np.where(known, places[np.where(known, units, 0), areas], NOWHERE)


def _numbers(column: Any, missing: int) -> Ints:
    found: Ints = pc.fill_null(column, missing).to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def _filled(
    taken: Any, names: Sequence[str], at: tuple[Ints, Ints], shape: tuple[int, int]
) -> Floats:
    table = np.full(shape, np.nan)
    column = pc.coalesce(*(taken[name] for name in names)).cast(pa.float64())
    # Null becomes NaN, which is what a hidden figure is here.
    table[at] = pc.fill_null(column, float("nan")).to_numpy(zero_copy_only=False)
    return table


@lru_cache(maxsize=1024)
def _by_count(of_all: float | None, omega: float | None, most: int) -> tuple[Floats, Floats]:
    """Spread and reliability of a mean of so many of `most` statements, known of all of them."""
    counts = [max(count, 1) for count in range(most + 1)]
    usual = usual_spread(most)
    spread = (of_all or usual) / usual
    at_most = 1.0 if omega is None else cautious_reliability(omega)
    return (
        np.array([spread * usual_spread(count) for count in counts]),
        np.array([min(at_most, usual_reliability(count)) for count in counts]),
    )
