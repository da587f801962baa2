"""What does an export bring, once everything that says who somebody is has been dropped?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from survey.errors import BadInput
from survey.imports.history.dates import first_and_last, spanning
from survey.imports.history.habits import Habits, Skip, Tool, Why, fold
from survey.imports.history.identity import identity_within, named_identity
from survey.imports.history.persons import persons
from survey.imports.history.qualtrics import IMPORT_ID
from survey.imports.history.records import Records, read_records
from survey.imports.history.rounds import check_one_wave
from survey.imports.history.tools import recognise
from survey.imports.table import Row
from survey.organisation.values import clean
from survey.text import sentence as text

_COPY = re.compile(r" \(\d{1,4}\)$")
"""What a name has behind it that stands twice in a header."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that may hold answers: its name, and the wording of its question."""

    name: str
    wording: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A column of which nothing is kept, and why."""

    name: str
    why: Why


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not taken, by its number in the file, and why."""

    row: int
    why: Skip


@dataclass(frozen=True, slots=True)
class Export:
    """The answers of an export: rows of finished people with a cell for each column.

    `people` has a number for each row, the same for rows of one person. `days` are the first and
    the last day people answered on; `empty` counts rows without a cell.
    """

    tool: Tool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(repr=False)
    people: tuple[int, ...] = field(repr=False)
    dropped: tuple[Dropped, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    empty: int = 0
    days: tuple[date, date] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def repeated(self) -> int:
        """How many rows are those of somebody who has an earlier one."""
        return len(self.rows) - len(set(self.people))

    def cells(self, name: str) -> list[str]:
        """The cells of one column, from the top."""
        place = self.names.index(name)
        return [clean(row.cells[place]) for row in self.rows]


def read_export(file: bytes) -> Export:
    """The answers of an export, identities dropped. Errors: BadInput."""
    records = read_records(file)
    habits = recognise(records.columns)
    wordings, rows = _below_the_header(records, habits)
    if not rows:
        raise BadInput(text("history.no_rows"))
    dropped = _dropped(records.columns, rows, habits)
    kept = [place for place, name in enumerate(records.columns) if name not in dropped]
    if not kept:
        raise BadInput(text("history.only_identity"))
    places = {fold(name): place for place, name in enumerate(records.columns)}
    asked = {name: place for name, place in places.items() if name in habits.dropped}
    # For each row why the tool says that it does not count, if so.
    whys = [
        habits.skip({name: fold(row.cells[place]) for name, place in asked.items()}) for row in rows
    ]
    taken = [row for row, why in zip(rows, whys, strict=True) if why is None]
    check_one_wave(records.columns, taken)
    found = [Skipped(row.number, why) for row, why in zip(rows, whys, strict=True) if why]
    found += [Skipped(number, Skip.BROKEN) for number in records.broken]
    return Export(
        tool=habits.tool,
        columns=tuple(Column(records.columns[place], wordings[place]) for place in kept),
        rows=tuple(Row(row.number, tuple(row.cells[at] for at in kept)) for row in taken),
        people=persons(records.columns, taken, dropped),
        dropped=tuple(Dropped(name, why) for name, why in dropped.items()),
        skipped=tuple(sorted(found, key=lambda one: one.row)),
        empty=records.empty,
        days=_days(records.columns, taken, habits),
    )


def _below_the_header(records: Records, habits: Habits) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The wording of each column, and the rows of answers: Qualtrics has two more header rows."""
    rows, wordings = records.rows, records.columns
    if habits.tool is not Tool.QUALTRICS:
        return wordings, rows
    if rows and not _has_import_ids(rows[0]) and _is_wordings(rows, records.columns):
        wordings, rows = tuple(map(clean, rows[0].cells)), rows[1:]
    if rows and _has_import_ids(rows[0]):
        rows = rows[1:]
    return wordings, rows


def _has_import_ids(row: Row) -> bool:
    return any(IMPORT_ID in cell for cell in row.cells)


def _is_wordings(rows: Sequence[Row], columns: Sequence[str]) -> bool:
    """Whether the first row repeats the names as words: "Start Date" below StartDate."""
    if len(rows) > 1 and _has_import_ids(rows[1]):
        return True
    said = [fold(cell).replace(" ", "") for cell in rows[0].cells]
    return any(fold(name) == words for name, words in zip(columns, said, strict=True))


def _dropped(columns: Sequence[str], rows: Sequence[Row], habits: Habits) -> dict[str, Why]:
    found: dict[str, Why] = {}
    for place, name in enumerate(columns):
        folded = _COPY.sub("", fold(name))
        why = habits.why_dropped(folded) or named_identity(folded)
        why = why or identity_within(row.cells[place] for row in rows)
        if why:
            found[name] = why
    return found


def _days(columns: Sequence[str], rows: Sequence[Row], habits: Habits) -> tuple[date, date] | None:
    names = [fold(name) for name in columns]

    def within(wanted: Sequence[str]) -> tuple[date, date] | None:
        place = next((names.index(name) for name in wanted if name in names), None)
        return None if place is None else first_and_last(row.cells[place] for row in rows)

    return spanning([within(habits.begun), within(habits.ended)])
