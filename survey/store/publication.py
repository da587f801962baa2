"""Questions about publications: the cells and whole-organisation figures of published waves."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import col

from survey.settings import Settings
from survey.store.opened import Clock, Opened, utc_now
from survey.tables import DiagnosticRow, PublishedCellRow, UnitRow


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
