"""What does an export bring, once everything that says who somebody is has been dropped?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from survey.errors import BadInput, Problem
from survey.imports.history.averages import check_answers
from survey.imports.history.dates import first_and_last, spanning
from survey.imports.history.habits import Skip, Tool, Why
from survey.imports.history.header import Header, header_of
from survey.imports.history.identity import identity_within, named_identity
from survey.imports.history.long import turned
from survey.imports.history.persons import persons
from survey.imports.history.reading import Reading
from survey.imports.history.records import read_records
from survey.imports.history.waves import check_one_wave, chosen_rows
from survey.imports.table import Row
from survey.imports.words import fold, words
from survey.organisation.values import clean
from survey.text import sentence

_COPY = re.compile(r" \(\d{1,4}\)$")
"""What a name has behind it that stands twice in a header."""
MOST_TOTALS = 5
MOST_NAMED = 20
LONGEST_WAVE = 120


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
    the last day people answered on; `empty` counts rows without a cell. `told` are sentences on how
    the file was read, `reading` what was said of that; `turned` tells that it had a row for each
    answer.
    """

    tool: Tool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(repr=False)
    people: tuple[int, ...] = field(repr=False)
    dropped: tuple[Dropped, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    empty: int = 0
    days: tuple[date, date] | None = None
    told: tuple[str, ...] = ()
    reading: Reading = field(default_factory=Reading)
    turned: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def repeated(self) -> int:
        """How many rows are those of somebody who has an earlier one."""
        return len(self.rows) - len(set(self.people))

    @property
    def is_spread(self) -> bool:
        """Whether people answered over so many days that it may be several waves."""
        return self.days is not None and (self.days[1] - self.days[0]).days > LONGEST_WAVE

    def cells(self, name: str) -> list[str]:
        """The cells of one column, from the top."""
        place = self.names.index(name)
        return [clean(row.cells[place]) for row in self.rows]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Rows under the names of columns, and what has been left of them so far."""

    header: Header
    rows: tuple[Row, ...]
    skipped: list[Skipped]
    empty: int


def read_export(file: bytes, reading: Reading = Reading()) -> Export:  # noqa: B008
    """The answers of an export, identities dropped. Errors: BadInput; Choose where one must."""
    records = read_records(file, sheet=reading.sheet)
    sheet = _whole_rows(header_of(records.rows))
    names, habits = sheet.header.names, sheet.header.habits
    taken = _finished(sheet)
    chosen = chosen_rows(names, taken, reading.only)
    sheet.skipped.extend(_others(taken, chosen))
    check_one_wave(names, chosen)
    dropped = _dropped(sheet.header, sheet.rows) | dict.fromkeys(reading.only, Why.CHOSEN_BY)
    people = persons(names, chosen, dropped)
    days = _days(sheet.header, chosen)
    told = [*records.told, *_told(sheet.header)]
    if long := turned(names, chosen, habits, dropped):
        people = _numbered_anew([people[place] for place in long.places])
        names, wordings, rows, dropped = long.names, long.wordings, long.rows, dict(long.dropped)
        told.append(long.told)
    else:
        names, wordings, rows = _in_one_column(names, sheet.header.wordings, chosen, dropped)
    kept = [place for place, name in enumerate(names) if name not in dropped]
    if not kept:
        raise BadInput(sentence("history.only_identity"))
    check_answers(names, rows, kept)
    return Export(
        tool=habits.tool,
        columns=tuple(Column(names[place], wordings[place]) for place in kept),
        rows=tuple(Row(row.number, tuple(row.cells[at] for at in kept)) for row in rows),
        people=people,
        dropped=tuple(Dropped(name, why) for name, why in dropped.items()),
        skipped=tuple(sorted(sheet.skipped, key=lambda one: one.row)),
        empty=sheet.empty,
        days=days,
        told=tuple(told),
        reading=reading,
        turned=long is not None,
    )


def _whole_rows(header: Header) -> _Sheet:
    """The rows with a cell for each column; what stands below the answers is none."""
    width = len(header.names)
    filled = [row for row in header.rows if any(map(str.strip, row.cells))]
    whole = [row for row in filled if len(row.cells) == width]
    if filled and not whole:
        raise _all_broken(filled, width)
    if not whole:
        raise BadInput(sentence("history.no_rows"))
    totals = list(_totals(whole))
    skipped = [Skipped(row.number, Skip.BROKEN) for row in filled if len(row.cells) != width]
    skipped += [Skipped(row.number, Skip.TOTAL) for row in totals]
    rows = tuple(whole[: len(whole) - len(totals)])
    if not rows:
        raise BadInput(sentence("history.no_rows"))
    return _Sheet(header, rows, skipped, len(header.rows) - len(filled))


def _all_broken(rows: Sequence[Row], width: int) -> BadInput:
    problems = [
        Problem(sentence("history.cells_are", count=len(row.cells), wanted=width), row.number)
        for row in rows[:MOST_NAMED]
    ]
    return BadInput(sentence("history.all_broken", count=len(rows)), problems)


def _totals(rows: Sequence[Row]) -> list[Row]:
    """The last rows, where they are sums or means of those above."""
    found: list[Row] = []
    for row in reversed(rows[-MOST_TOTALS:]):
        first = next((cell for cell in row.cells if cell.strip()), "")
        if fold(first).rstrip(":") not in words("totals", "values"):
            break
        found.append(row)
    return found


def _finished(sheet: _Sheet) -> list[Row]:
    """The rows that count, as the tool says; those that do not are noted."""
    places = _places(sheet.header)
    asked = {name for one in sheet.header.habits.unwanted for name in one.columns if name in places}
    taken = []
    for row in sheet.rows:
        why = sheet.header.habits.skip({name: fold(row.cells[places[name]]) for name in asked})
        if why is None:
            taken.append(row)
        else:
            sheet.skipped.append(Skipped(row.number, why))
    return taken


def _places(header: Header) -> dict[str, int]:
    """Where each column stands, by its folded name, else by its folded wording."""
    by_wording = {fold(wording): place for place, wording in enumerate(header.wordings)}
    return by_wording | {fold(name): place for place, name in enumerate(header.names)}


def _others(taken: Sequence[Row], chosen: Sequence[Row]) -> list[Skipped]:
    kept = {row.number for row in chosen}
    return [Skipped(row.number, Skip.OTHER_WAVE) for row in taken if row.number not in kept]


def _told(header: Header) -> list[str]:
    """How the names of the columns were found, where they are not simply the first row."""
    above = [sentence("history.titles", count=header.above)] if header.above else []
    return [*above, *([sentence("history.second_header")] if header.second else [])]


def _dropped(header: Header, rows: Sequence[Row]) -> dict[str, Why]:
    found: dict[str, Why] = {}
    for place, name in enumerate(header.names):
        said = _COPY.sub("", fold(name)), fold(header.wordings[place])
        why = next((why for one in said if (why := header.habits.why_dropped(one))), None)
        why = why or next((why for one in said if (why := named_identity(one))), None)
        why = why or identity_within(row.cells[place] for row in rows)
        if why:
            found[name] = why
    return found


def _days(header: Header, rows: Sequence[Row]) -> tuple[date, date] | None:
    places = _places(header)

    def within(wanted: Sequence[str]) -> tuple[date, date] | None:
        place = next((places[name] for name in wanted if name in places), None)
        return None if place is None else first_and_last(row.cells[place] for row in rows)

    return spanning([within(header.habits.begun), within(header.habits.ended)])


def _numbered_anew(people: Sequence[int]) -> tuple[int, ...]:
    """The same people, each with the place of the first of their rows."""
    first: dict[int, int] = {}
    return tuple(first.setdefault(person, place) for place, person in enumerate(people))


def _in_one_column(
    names: Sequence[str], wordings: Sequence[str], rows: Sequence[Row], dropped: Mapping[str, Why]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Row, ...]]:
    """A question that stands twice, where nobody answered both, is one column.

    Forms ask it in two sections, each for some of the people.
    """
    first: dict[str, int] = {}
    into: dict[int, int] = {}
    for place, name in enumerate(names):
        plain = _COPY.sub("", name)
        twin = first.setdefault(plain, place)
        if twin != place and name not in dropped and not _both(rows, twin, place):
            into[place] = twin
    if not into:
        return tuple(names), tuple(wordings), tuple(rows)
    kept = [place for place in range(len(names)) if place not in into]
    return (
        tuple(names[place] for place in kept),
        tuple(wordings[place] for place in kept),
        tuple(Row(row.number, _merged(row.cells, into, kept)) for row in rows),
    )


def _both(rows: Sequence[Row], one: int, other: int) -> bool:
    return any(row.cells[one].strip() and row.cells[other].strip() for row in rows)


def _merged(cells: Sequence[str], into: Mapping[int, int], kept: Sequence[int]) -> tuple[str, ...]:
    found = list(cells)
    for place, twin in into.items():
        found[twin] = found[twin] if found[twin].strip() else cells[place]
    return tuple(found[place] for place in kept)
