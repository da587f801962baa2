"""Questions about publications: the cells and whole-organisation figures of published waves."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from survey.storage.people_tables import UnitRow
from survey.storage.published_tables import (
    DiagnosticRow,
    OtherPeopleRow,
    PublishedCellRow,
    ReceiptRow,
    UnreadRow,
    WithdrawnRow,
)
from survey.store.unit_cells import UnitCells


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


class OtherPeople(NamedTuple):
    """That a set of people (`unit`, `scope`) was not in the very same unit in wave `other`.

    `was` is the key of the unit that has the same people there, None where none has. Of two waves
    that were compared (the diagnostic `compared:` and the key of the other) and a set that is not
    told, the unit has the same people in both.
    """

    wave: int
    other: int
    unit: str
    scope: str
    was: str | None


class PublicationQuestions(UnitCells):
    """The part of the store that holds what was published."""

    def cells(
        self,
        *,
        waves: Sequence[int] | None = None,
        units: Sequence[str] | None = None,
        kinds: Sequence[str] | None = None,
    ) -> list[CellRow]:
        """Published cells of some waves, units and kinds of measure (all when None), unordered."""
        if units is not None and (waves is None or len(units) < len(waves)):
            rows = map(CellRow._make, self._rows_of_units(units))
            return [row for row in rows if _among(row.wave, waves) and _among(row.kind, kinds)]
        cell = PublishedCellRow
        columns = (col(getattr(cell, name)) for name in CellRow._fields[2:])
        query = select(col(cell.wave), col(UnitRow.key), *columns).join(
            UnitRow, col(UnitRow.id) == col(cell.unit)
        )
        if waves is not None:
            query = query.where(col(cell.wave).in_(waves))
        if units is not None:
            query = query.where(col(cell.unit).in_(self.unit_numbers_of(units).values()))
        if kinds is not None:
            query = query.where(col(cell.kind).in_(kinds))
        return [CellRow._make(row) for row in self.found(query)]

    def withdrawn(self) -> frozenset[int]:
        """The waves that nothing shows any more."""
        query = select(col(WithdrawnRow.wave))
        return self.remembered("withdrawn", lambda: frozenset(self.scalars(query)))

    def unread(self) -> frozenset[int]:
        """The past waves of which nobody but HR has been shown anything."""
        query = select(col(UnreadRow.wave))
        return self.remembered("unread", lambda: frozenset(self.scalars(query)))

    def receipts(self, wave: int) -> list[str]:
        """The hashes of receipts of a publication, unordered."""
        query = select(col(ReceiptRow.hash)).where(col(ReceiptRow.wave) == wave)
        return list(self.scalars(query))

    def wave_of_receipt(self, hashes: Collection[str]) -> int | None:
        """The wave in which one of these hashes of a receipt was counted, or None."""
        query = select(col(ReceiptRow.wave)).where(col(ReceiptRow.hash).in_(hashes))
        with self.reading() as connection:
            return connection.execute(query).scalar()

    def other_people(self, waves: Iterable[int] | None = None) -> list[OtherPeople]:
        """The sets of some waves (all when None) that are other people elsewhere, unordered."""
        row, unit, was = OtherPeopleRow, aliased(UnitRow), aliased(UnitRow)
        query = (
            select(col(row.wave), col(row.other), col(unit.key), col(row.area), col(was.key))
            .join(unit, col(unit.id) == col(row.unit))
            .outerjoin(was, col(was.id) == col(row.was))
        )
        if waves is not None:
            query = query.where(col(row.wave).in_(list(waves)))
        return [
            OtherPeople(wave, other, key, "area" if area else "team", before)
            for wave, other, key, area, before in self.found(query)
        ]

    def diagnostics(self, wave: int) -> dict[str, float]:
        """The whole-organisation figures of a publication, by name."""
        query = select(col(DiagnosticRow.figure), col(DiagnosticRow.value)).where(
            col(DiagnosticRow.wave) == wave
        )
        return dict(self.found(query))

    def compared_with(self, wave: str) -> frozenset[int]:
        """The waves whose publication was compared with another, by the key of that one."""
        return frozenset(self.waves_with_figure(f"compared:{wave}"))

    def waves_with_figure(self, figure: str) -> dict[int, float]:
        """A whole-organisation figure of every publication that has it, by the wave's number."""
        query = select(col(DiagnosticRow.wave), col(DiagnosticRow.value)).where(
            col(DiagnosticRow.figure) == figure
        )
        return dict(self.found(query))


def _among(value: object, wanted: Collection[object] | None) -> bool:
    return wanted is None or value in wanted
