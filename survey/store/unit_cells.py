"""What do one or a few units show over all waves? Read as Arrow columns."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from sqlalchemy import BindParameter, Connection, CursorResult, bindparam, select
from sqlmodel import col

from survey.settings import Settings
from survey.storage.cell_copy import COPY, ORIGINAL, CellCopy
from survey.storage.people_tables import UnitRow
from survey.store.opened import Clock, Opened, utc_now
from survey.store.report_cells import arrow_of

NAMED = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("wave", pa.int64()),
        ("unit", NAMED),
        ("area", pa.bool_()),
        ("measure", NAMED),
        ("kind", NAMED),
        ("shown", pa.bool_()),
        ("tenths", pa.int64()),
        ("people_low", pa.int64()),
        ("people_high", pa.int64()),
        ("step", pa.int64()),
        ("shares", pa.string()),
        ("invited", pa.int64()),
        ("answered_low", pa.int64()),
        ("answered_high", pa.int64()),
    ]
)
KEPT = pa.schema(
    [
        field.with_type(field.type.value_type if field.type == NAMED else field.type)
        for field in SCHEMA
    ]
)
KEPT = KEPT.set(1, pa.field("unit", pa.int64())).set(2, pa.field("scope", pa.string()))
"""The columns as they are kept, in the order of a CellRow."""

UNITS: BindParameter[Sequence[int]] = bindparam("units", expanding=True)
WAVES: BindParameter[Sequence[int]] = bindparam("waves", expanding=True)
OF_ORIGINAL = select(ORIGINAL).where(ORIGINAL.c.unit.in_(UNITS))
OF_COPY = select(COPY).where(COPY.c.unit.in_(UNITS))
OF_BOTH = OF_COPY.where(COPY.c.wave.not_in(WAVES)).union_all(
    OF_ORIGINAL.where(ORIGINAL.c.wave.in_(WAVES))
)


class UnitCells(Opened):
    """The part of the store that reads published cells unit by unit."""

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        super().__init__(settings, clock=clock)
        self._copy = CellCopy(self.engine) if self.engine.dialect.name == "duckdb" else None
        self.renew_copy()

    def renew_copy(self) -> None:
        """After a publication, and at a start: bring the copy by unit up to what is published."""
        if self._copy:
            self._copy.renew()

    def unit_cells(self, units: Sequence[str]) -> Any:
        """Every published cell of these units, shown or not, unordered: columns as in SCHEMA.

        Null is what a cell does not have; of a unit that is not there, no row.
        """
        numbers = self.unit_numbers_of(units)
        with self.reading() as connection:
            found = arrow_of(self._of_units(connection, numbers.values()), KEPT)
        place = pc.index_in(found["unit"], pa.array(numbers.values(), pa.int64()))
        unit = pa.DictionaryArray.from_arrays(
            place.combine_chunks(), pa.array(numbers, pa.string())
        )
        found = found.set_column(1, "unit", unit)
        return found.set_column(2, "area", pc.equal(found["scope"], "area")).cast(SCHEMA)

    def _rows_of_units(self, units: Sequence[str]) -> list[tuple[Any, ...]]:
        """The same as tuples in the order of a CellRow."""
        numbers = self.unit_numbers_of(units)
        keys = {number: key for key, number in numbers.items()}
        with self.reading() as connection:
            found = self._of_units(connection, keys).cursor.fetchall()
        return [(wave, keys[unit], *rest) for wave, unit, *rest in found]

    def _of_units(self, connection: Connection, numbers: Iterable[int]) -> CursorResult[Any]:
        """The rows of units, with their numbers, from wherever they are found fast."""
        asked: dict[str, object] = {"units": list(numbers)}
        if self._copy is None:
            return connection.execute(OF_ORIGINAL, asked)
        if missing := self._copy.missing(connection):
            return connection.execute(OF_BOTH, asked | {"waves": missing})
        return connection.execute(OF_COPY, asked)

    def unit_numbers_of(self, units: Sequence[str]) -> dict[str, int]:
        """The numbers of units that are there; one taken out may come back under another."""
        known = self.remembered("unit numbers", dict[str, int])
        new = [unit for unit in units if unit not in known]
        if new:
            query = select(col(UnitRow.key), col(UnitRow.id)).where(col(UnitRow.key).in_(new))
            known.update(self.found(query))
        return {unit: known[unit] for unit in units if unit in known}
