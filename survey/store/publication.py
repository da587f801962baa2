"""Questions about publications: the cells and whole-organisation figures of published waves."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, TextClause, select, text
from sqlmodel import col

from survey.settings import Settings
from survey.storage.tables import DiagnosticRow, PublishedCellRow, UnitRow
from survey.store.opened import Clock, Opened, utc_now


class CellRow(NamedTuple):
    """A published cell as it is kept, with the unit's key in place of its number."""

    wave: int
    unit: str
    scope: str
    measure: str
    kind: str
    shown: bool
    tenths: int | None
    people_low: int | None
    people_high: int | None
    step: int | None
    shares: str | None
    invited: int | None
    answered_low: int | None
    answered_high: int | None


class CellColumns(NamedTuple):
    """Shown cells of one wave, a column for each of their parts.

    `unit` and `measure` are places in what was asked for, `area` tells the scope; of participation
    `value` is how many were invited, and the band is in per cent.
    """

    unit: NDArray[np.int64]
    measure: NDArray[np.int64]
    area: NDArray[np.bool_]
    value: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    step: NDArray[np.int64]


NO_UNIT = -1
FEW = 1000
SHOWN = """
    SELECT unit, array_position(CAST(:measures AS text[]), measure) - 1 AS measure,
        scope = 'area' AS area,
        coalesce(tenths, invited) AS value, coalesce(people_low, answered_low) AS low,
        coalesce(people_high, answered_high) AS high, coalesce(step, 0) AS step
    FROM published_cell
    WHERE wave = :wave AND shown AND measure IN (SELECT unnest(CAST(:measures AS text[])))
"""
SHOWN_OF_MANY = text(SHOWN)
SHOWN_OF_FEW = text(f"{SHOWN} AND unit IN (SELECT unnest(CAST(:units AS bigint[])))")


class PublicationQuestions(Opened):
    """The part of the store that holds what was published."""

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        super().__init__(settings, clock=clock)
        self._known: dict[str, int] = {}

    def cells(
        self,
        *,
        waves: Sequence[int] | None = None,
        units: Sequence[str] | None = None,
        kinds: Sequence[str] | None = None,
    ) -> list[CellRow]:
        """Published cells of some waves, units and kinds of measure (all when None), unordered."""
        cell = PublishedCellRow
        columns = (col(getattr(cell, name)) for name in CellRow._fields[2:])
        query = select(col(cell.wave), col(UnitRow.key), *columns).join(
            UnitRow, col(UnitRow.id) == col(cell.unit)
        )
        if waves is not None:
            query = query.where(col(cell.wave).in_(waves))
        if units is not None:
            query = query.where(col(cell.unit).in_(self._numbers(units)))
        if kinds is not None:
            query = query.where(col(cell.kind).in_(kinds))
        with self.reading() as connection:
            return [CellRow._make(row) for row in connection.execute(query).all()]

    def shown_cells(
        self, *, wave: int, units: Sequence[str], measures: Sequence[str]
    ) -> CellColumns:
        """What one wave shows of many units at once, unordered; of a unit not there, nothing."""
        self._numbers(units)
        numbers = np.array([self._known.get(unit, NO_UNIT) for unit in units], dtype=np.int64)
        asked: dict[str, object] = {"wave": wave, "measures": list(measures)}
        # Looking for thousands of units takes longer than leaving out some of all of them.
        few = len(units) <= FEW
        with self.reading() as connection:
            if few:
                found = _columns(connection, SHOWN_OF_FEW, asked | {"units": numbers.tolist()})
            else:
                found = _columns(connection, SHOWN_OF_MANY, asked)
        return _placed(found, numbers)

    def _numbers(self, units: Sequence[str]) -> list[int]:
        """The numbers of units, remembered because a unit keeps its number for ever."""
        new = [unit for unit in units if unit not in self._known]
        if new:
            query = select(col(UnitRow.key), col(UnitRow.id)).where(col(UnitRow.key).in_(new))
            with self.reading() as connection:
                self._known.update(connection.execute(query).all())
        return [self._known[unit] for unit in units if unit in self._known]

    def diagnostics(self, wave: int) -> dict[str, float]:
        """The whole-organisation figures of a publication, by name."""
        query = select(col(DiagnosticRow.figure), col(DiagnosticRow.value)).where(
            col(DiagnosticRow.wave) == wave
        )
        with self.reading() as connection:
            return dict(connection.execute(query).all())

    def waves_with_figure(self, figure: str) -> dict[int, float]:
        """A whole-organisation figure of every publication that has it, by the wave's number."""
        query = select(col(DiagnosticRow.wave), col(DiagnosticRow.value)).where(
            col(DiagnosticRow.figure) == figure
        )
        with self.reading() as connection:
            return dict(connection.execute(query).all())


def _columns(connection: Connection, query: TextClause, asked: Mapping[str, object]) -> CellColumns:
    """As columns right away where the database can: rows take seven times as long."""
    found = connection.execute(query, asked)
    if connection.dialect.name == "duckdb":
        return CellColumns(**found.cursor.fetchnumpy())
    rows = np.array(found.fetchall(), dtype=np.int64).reshape(-1, len(CellColumns._fields))
    unit, measure, area, *rest = rows.T
    return CellColumns(unit, measure, area.astype(bool), *rest)


def _placed(found: CellColumns, numbers: NDArray[np.int64]) -> CellColumns:
    """Of units among these, with their places in it instead of their numbers."""
    known = np.append(numbers, NO_UNIT)
    order = np.argsort(known)
    nearest = np.searchsorted(known, found.unit, sorter=order)
    places = order[np.minimum(nearest, len(numbers))]
    wanted = known[places] == found.unit
    found = found._replace(unit=places)
    return found if wanted.all() else CellColumns(*(column[wanted] for column in found))
