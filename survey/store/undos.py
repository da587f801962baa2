"""Questions about imports of people that can still be undone."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import func, select
from sqlmodel import col

from survey.organisation.structure import Person, Unit
from survey.storage.people_tables import ImportUndoRow, UndoKind
from survey.store.opened import Opened

Thing = TypeVar("Thing", Unit, Person)


@dataclass(frozen=True, slots=True)
class Noted(Generic[Thing]):
    """Something as it was before an import, None where it was new, and as the import left it."""

    before: Thing | None
    after: Thing


class Imported(NamedTuple):
    """An import of people: its number, when it was, and how many people it made or changed."""

    number: int
    moment: datetime
    people: int


class UndoQuestions(Opened):
    """The part of the store that knows how people stood before an import."""

    def imports_of_people(self) -> list[Imported]:
        """Those of which it is still known how things stood before, the latest first."""
        row = ImportUndoRow
        people = func.count().filter(col(row.kind) == UndoKind.PERSON.value)
        query = select(col(row.number), func.max(col(row.moment)), people)
        query = query.group_by(col(row.number)).order_by(col(row.number).desc())
        return [Imported(*found) for found in self.found(query)]

    def before_import(self, number: int) -> tuple[list[Noted[Person]], list[Noted[Unit]]]:
        """The people and units of an import, as they were before and after it."""
        query = select(ImportUndoRow).where(col(ImportUndoRow.number) == number)
        people: list[Noted[Person]] = []
        units: list[Noted[Unit]] = []
        with self.rows() as session:
            for row in session.execute(query).scalars():
                before = json.loads(row.before) if row.before else None
                after = json.loads(row.after)
                if row.kind == UndoKind.PERSON:
                    people.append(Noted(before and Person(**before), Person(**after)))
                else:
                    units.append(Noted(before and Unit(**before), Unit(**after)))
        return people, units
