"""What did one wave publish, as tables of measures x places: the cells of a long report at once.

A place is a unit in a scope, numbered alike in all waves. NaN is a figure that is not shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from analytics.arrays import Bools, Floats, Ints
from analytics.figures.many_cells import ManyCells
from analytics.figures.wave_cells import ClosedWave, Measure
from analytics.published.cells import MeasureKind

NOWHERE = -1
SOURCES = (
    ("tenths", "invited"),
    ("people_low", "answered_low"),
    ("people_high", "answered_high"),
    ("step",),
)
"""Where each table of ManyCells comes from: the parts of a score, else those of participation."""


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """The cells of a wave by measure and place; `there` has the withheld ones too.

    `shares` are places in `distributions`; -1 is a figure without one.
    """

    wave: ClosedWave
    cells: ManyCells
    there: Bools
    shares: Ints
    distributions: list[str]

    @property
    def places(self) -> Bools:
        """Of which places there is any cell."""
        found: Bools = np.logical_or.reduce(self.there, axis=0)
        return found

    def present(self, measure: Measure) -> Bools:
        """In which places the wave has this measure; a construct where it has a statement of it."""
        if measure.kind is MeasureKind.CONSTRUCT:
            behind = [self.cells.rows[item] for item in measure.items]
            some: Bools = np.logical_or.reduce(self.there[behind], axis=0)
            return some
        found: Bools = self.there[self.cells.rows[measure.id]]
        return found

    def shares_of(self, measure: Measure) -> Ints:
        """Which distribution goes with a measure; a construct has none."""
        if measure.kind is MeasureKind.CONSTRUCT:
            return np.full(self.shares.shape[1], NOWHERE)
        found: Ints = self.shares[self.cells.rows[measure.id]]
        return found


class _At(NamedTuple):
    """Where each cell stands in the tables."""

    row: Ints
    place: Ints


def grid(wave: ClosedWave, found: Any, places: Mapping[tuple[int, bool], int], count: int) -> Grid:
    """The columns of survey.store.report_cells as tables of `count` places.

    `places` gives the place of a unit's number in either scope (True for an area).
    """
    rows = _rows_of(wave)
    row = _row(found["measure"], rows)
    taken = found.filter(pa.array(row != NOWHERE))
    at = _At(row[row != NOWHERE], _place(taken, places))
    shape = (len(rows), count)
    there = np.zeros(shape, dtype=np.bool_)
    there[at] = True
    encoded = taken["shares"].combine_chunks().dictionary_encode()
    shares = np.full(shape, NOWHERE)
    shares[at] = _numbers(encoded.indices, NOWHERE)
    filled = [_filled(taken, names, at, shape) for names in SOURCES]
    cells = ManyCells(wave, rows, _areas(places, count), *filled)
    return Grid(wave, cells, there, shares, encoded.dictionary.to_pylist())


def _rows_of(wave: ClosedWave) -> dict[str, int]:
    """Everything that has cells of its own; constructs are made from them."""
    kept = (m.id for m in wave.measures.values() if m.kind is not MeasureKind.CONSTRUCT)
    return {measure: at for at, measure in enumerate(kept)}


def _row(measures: Any, rows: Mapping[str, int]) -> Ints:
    encoded = measures.combine_chunks().dictionary_encode()
    known = np.array([rows.get(name, NOWHERE) for name in encoded.dictionary.to_pylist()], int)
    return np.append(known, NOWHERE)[_numbers(encoded.indices, NOWHERE)]


def _place(taken: Any, places: Mapping[tuple[int, bool], int]) -> Ints:
    most = max((unit for unit, _ in places), default=0)
    table = np.full((most + 1, 2), NOWHERE)
    for (unit, area), place in places.items():
        table[unit, int(area)] = place
    return table[_numbers(taken["unit"], 0), _numbers(taken["area"].cast(pa.int8()), 0)]


def _areas(places: Mapping[tuple[int, bool], int], count: int) -> Bools:
    """Which places are those of areas."""
    found = np.zeros(count, dtype=np.bool_)
    found[[place for (_, area), place in places.items() if area]] = True
    return found


def _numbers(column: Any, missing: int) -> Ints:
    found: Ints = pc.fill_null(column, missing).to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def _filled(taken: Any, names: Sequence[str], at: _At, shape: tuple[int, int]) -> Floats:
    table = np.full(shape, np.nan)
    column = pc.coalesce(*(taken[name] for name in names)).cast(pa.float64())
    # Null becomes NaN, which is what a hidden figure is here.
    table[at] = pc.fill_null(column, float("nan")).to_numpy()
    return table
