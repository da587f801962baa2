"""Which tool does a people file come from? Its column names say so, and what each column means."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from survey.errors import BadInput, Problem
from survey.imports.problems import visible
from survey.imports.table import Table
from survey.text import sentence


class Means(StrEnum):
    """What a column of a people file says, whatever the file calls it."""

    ID = "id"
    NAME = "name"
    PREFERRED = "preferred name"
    FIRST = "first name"
    LAST = "last name"
    EMAIL = "email"
    LANGUAGE = "language"
    STATUS = "status"
    END = "end date"
    MANAGER_ID = "manager id"
    MANAGER_EMAIL = "manager email"
    UNIT = "unit"
    DIVISION = "division"
    DEPARTMENT = "department"


ALIASES = {means.value: means for means in Means if means is not Means.ID} | {
    "employee id": Means.ID,
    "firstname": Means.FIRST,
    "lastname": Means.LAST,
    "team": Means.UNIT,
}
"""What a column means, by its name in small letters."""


@dataclass(frozen=True, slots=True)
class Source:
    """A tool whose people files are understood, and the columns by which they are known."""

    name: str
    known_by: tuple[str, ...]


SOURCES = (
    Source("LimeSurvey", ("firstname", "lastname", "email")),
    Source("Viva Glint", ("Status", "First Name", "Last Name", "Employee ID", "Email")),
    Source("Workday Peakon", ("First name", "Last name", "Email")),
    Source("Culture Amp", ("Name", "Email")),
)
"""Ours is known by `person_id`; of the others the first that fits is meant."""


def source_of(table: Table) -> Source | None:
    """The other tool a people file comes from; None for our own, or one that nobody knows."""
    if "person_id" in table.columns:
        return None
    return next((s for s in SOURCES if set(s.known_by) <= set(table.columns)), None)


def meanings(table: Table, *, called: str) -> dict[Means, str]:
    """The column that says each thing. Errors: BadInput where two columns say the same."""
    found: dict[Means, str] = {}
    problems = list(_said_twice(table, found))
    if problems:
        raise BadInput(sentence("refused.file.means_twice", called=called), problems)
    return found


def _said_twice(table: Table, found: dict[Means, str]) -> Iterator[Problem]:
    for column in table.columns:
        means = ALIASES.get(column.casefold())
        if means and found.setdefault(means, column) != column:
            yield Problem(
                sentence("refused.file.means_same", column=visible(found[means])),
                1,
                visible(column),
            )
