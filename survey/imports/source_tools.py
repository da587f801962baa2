"""Which tool does a people file come from, and what does each of its columns mean?

The words stand in data/imports: for any tool in words.toml, for each in people, with where they
come from.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from survey.errors import BadInput, Problem
from survey.imports.problems import visible
from survey.imports.table import Table
from survey.imports.words import FOLDER, data, fold, words
from survey.organisation.values import clean
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
    ENABLED = "enabled"
    END = "end date"
    UNIT = "unit"
    PATH = "unit path"
    MANAGER_ID = "manager id"
    MANAGER_EMAIL = "manager email"
    MANAGER = "manager"
    DIVISION = "division"
    DEPARTMENT = "department"
    LEADS = "leads"


CALLED = frozenset({Means.NAME, Means.PREFERRED, Means.FIRST, Means.LAST})
TELLING = frozenset({Means.ID, Means.EMAIL, Means.UNIT, Means.DEPARTMENT})


@dataclass(frozen=True, slots=True)
class Source:
    """A tool whose people files are understood; each set of `known_by` tells it by itself.

    `columns` are its own words, tried before those of any tool; all names are folded. A list that
    no tool wrote has no name.
    """

    name: str
    sources: tuple[str, ...] = ()
    known_by: tuple[frozenset[str], ...] = ()
    columns: Mapping[Means, tuple[str, ...]] | None = None


ANY_LIST = Source("")


@cache
def tools() -> tuple[Source, ...]:
    """The tools that are known, by name."""
    found = (_tool(file.stem) for file in (FOLDER / "people").glob("*.toml"))
    return tuple(sorted(found, key=lambda source: source.name))


def _tool(name: str) -> Source:
    said = data(f"people/{name}")
    return Source(
        name=said["name"],
        sources=tuple(said["sources"]),
        known_by=tuple(frozenset(map(fold, names)) for names in said["known_by"]),
        columns={
            Means(means): tuple(map(fold, names))
            for means, names in said.get("columns", {}).items()
        },
    )


def source_of(table: Table) -> Source | None:
    """Where a people file comes from; None for our own, or one that nobody can read."""
    names = frozenset(map(fold, table.columns))
    if "person_id" in names:
        return None
    marked = [(len(m), source) for source in tools() for m in source.known_by if m <= names]
    if marked:
        return max(marked, key=lambda pair: pair[0])[1]
    said = {means for means in Means if _candidates(names, means, ANY_LIST)}
    return ANY_LIST if said & CALLED and said & TELLING else None


def meanings(table: Table, source: Source, *, called: str) -> dict[Means, str]:
    """The column that says each thing. Errors: BadInput where two say the same and differ."""
    folded: dict[str, list[str]] = {}
    for column in table.columns:
        folded.setdefault(fold(column), []).append(column)
    found: dict[Means, str] = {}
    problems: list[Problem] = []
    for means in Means:
        own = (column for name in _candidates(folded, means, source) for column in folded[name])
        columns = [column for column in own if column not in found.values()]
        if columns:
            found[means] = _best(table, columns)
            if means not in (source.columns or {}):
                problems += _said_twice(table, found[means], columns)
    if problems:
        raise BadInput(sentence("refused.file.means_twice", called=called), problems)
    return found


def chosen(table: Table, columns: Mapping[Means, str]) -> dict[Means, str]:
    """The columns somebody said. Errors: BadInput for one that is not there."""
    problems = [
        Problem(sentence("refused.file.not_there"), 1, visible(column))
        for column in columns.values()
        if column not in table.columns
    ]
    if problems:
        raise BadInput(sentence("refused.file.columns_said"), problems)
    return dict(columns)


def _candidates(names: Container[str], means: Means, source: Source) -> list[str]:
    own = (source.columns or {}).get(means, ())
    return [name for name in dict.fromkeys((*own, *words("people", means))) if name in names]


def _best(table: Table, columns: Sequence[str]) -> str:
    """Of columns that mean the same the first that has anything."""
    return next((column for column in columns if any(_cells(table, column))), columns[0])


def _said_twice(table: Table, taken: str, columns: Sequence[str]) -> Iterator[Problem]:
    own = _cells(table, taken)
    for column in columns:
        pairs = zip(own, _cells(table, column), strict=True)
        if column != taken and any(one and other and one != other for one, other in pairs):
            yield Problem(
                sentence("refused.file.means_same", column=visible(taken)), 1, visible(column)
            )


def _cells(table: Table, column: str) -> list[str]:
    place = table.columns.index(column)
    return [clean(row.cells[place]) for row in table.rows]
