"""What do a people file and a units file ask for, row by row?"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from survey.errors import BadInput
from survey.imports.columns import check_columns, named_cells
from survey.imports.foreign import ForeignFile, read_foreign
from survey.imports.problems import Found, Problems, quoted
from survey.imports.source_tools import ANY_LIST, Means, chosen, meanings, source_of, tools
from survey.imports.table import Table, read_table
from survey.imports.workbook import has_sheet
from survey.organisation.structure import Person, Unit
from survey.organisation.values import (
    language,
    unmarked,
    wrong_address,
    wrong_id,
    wrong_language,
    wrong_name,
    wrong_yes_or_no,
    yes,
)
from survey.text import sentence


def people_file() -> str:
    """What the file is called in a sentence."""
    return sentence("told.file.people")


def units_file() -> str:
    """What the file is called in a sentence."""
    return sentence("told.file.units")


UNITS_SHEET = "units"
LANGUAGE_OTHERWISE = "en"

Cells = Mapping[str, str]
_SHORTENED = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?E\+?\d{1,3}", re.IGNORECASE)
Rule = Callable[[str], str | None]

_PEOPLE_NEEDED = ("person_id", "name", "email", "unit")
_PEOPLE_OPTIONAL = ("language", "leads", "active")
_UNITS_NEEDED = ("unit", "name", "parent")


class Placing(StrEnum):
    """How the people file says where somebody belongs."""

    UNIT = "the id of a unit"
    MANAGER = "who they report to"
    NAMES = "the names of units"
    NOWHERE = "not at all"


@dataclass(frozen=True, slots=True)
class WantedPerson:
    """One row of the people file; `above` is what it says of a manager, or the names of units."""

    row: int
    person: Person
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WantedUnit:
    """One row of the units file, or a unit made for a row of the people file."""

    row: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """All rows of both files; `units` is None when no units file came.

    `says_leads`, `says_active` and `says_language` tell whether the people file has such a column.
    `problems` are those the files show by themselves: `plan` says them together with those that
    only the organisation shows, so that everything can be corrected in one go. `columns` are those
    of ours that the people file calls otherwise. `told` are sentences on how it was read.
    """

    people: tuple[WantedPerson, ...]
    units: tuple[WantedUnit, ...] | None
    says_leads: bool
    says_active: bool
    problems: tuple[Found, ...]
    says_language: bool = True
    placing: Placing = Placing.UNIT
    by_address: bool = False
    made: tuple[WantedUnit, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()


def read_people(
    file: bytes,
    units: bytes | None,
    *,
    today: date,
    columns: Mapping[Means, str] | None = None,
    sheet: str | None = None,
) -> Wanted:
    """What the people file and the units file ask for.

    A people file may be ours, that of another tool or any list with people; a workbook may hold the
    units on a sheet of that name. `columns` is what somebody said the columns mean, `sheet` the one
    to read. BadInput when a file is no table or its columns are not the right ones, WhichSheet when
    a sheet has to be chosen; problems in the rows travel in the result, and `plan` refuses them.
    """
    table = people_table(file, sheet=sheet)
    units_table = _units_table(file, units)
    problems = Problems()
    wanted_units = None if units_table is None else tuple(_units(units_table, problems))
    source = source_of(table) or (None if columns is None else ANY_LIST)
    if source:
        if columns is None:
            columns = meanings(table, source, called=people_file())
        said = chosen(table, columns)
        foreign = read_foreign(table, source, said, today=today, problems=problems)
        return _of_foreign(foreign, table, wanted_units, problems)
    table = _check_ours(table)
    return Wanted(
        people=tuple(_people(_ours(table), problems)),
        units=wanted_units,
        says_leads="leads" in table.columns,
        says_active="active" in table.columns,
        problems=problems.found(),
        says_language="language" in table.columns,
        told=tuple(_told_of_guess(table)),
    )


def people_table(file: bytes, *, sheet: str | None = None) -> Table:
    """The rows of a people file. Errors: BadInput; WhichSheet where several sheets hold rows."""
    return read_table(file, called=people_file(), sheet=sheet, others={UNITS_SHEET})


def wanted_person(person: Person) -> Wanted:
    """What somebody changed by hand asks for, as one row of a people file would."""
    problems = Problems()
    cells = {"person_id": person.key, "name": person.name, "email": person.email}
    cells |= {"language": person.language, "unit": person.unit, "leads": person.leads or ""}
    _check_person(1, cells, problems, placed=True)
    if not person.name.strip():
        problems.add(sentence("refused.people.no_name"), row=1, column="name")
    asked = WantedPerson(1, replace(_person(cells), active=person.active))
    return Wanted((asked,), None, True, True, problems.found())


def _of_foreign(
    read: ForeignFile, table: Table, units: tuple[WantedUnit, ...] | None, problems: Problems
) -> Wanted:
    _check_anybody(table)
    people = _people(read.rows, problems, placed=False)
    return Wanted(
        people=tuple(
            WantedPerson(wanted.row, wanted.person, above)
            for wanted, above in zip(people, read.above, strict=True)
        ),
        units=units,
        says_leads="leads" in read.columns,
        says_active="active" in read.columns,
        problems=problems.found(),
        says_language="language" in read.columns,
        placing=_placing(read),
        by_address=read.by_address,
        columns=read.columns,
        told=(*_told_of_guess(table), *read.told),
    )


def _placing(read: ForeignFile) -> Placing:
    if read.managers:
        return Placing.MANAGER
    return Placing.NAMES if read.names else Placing.NOWHERE


def _told_of_guess(table: Table) -> Iterator[str]:
    if table.guessed:
        yield sentence("told.people.guessed", file=people_file(), encoding=table.guessed)


def _check_ours(table: Table) -> Table:
    needed, optional = _PEOPLE_NEEDED, _PEOPLE_OPTIONAL
    try:
        table = check_columns(table, needed=needed, optional=optional, called=people_file())
    except BadInput as refusal:
        *others, last = (source.name for source in tools())
        known = {"tools": ", ".join(others), "last": last}
        said = sentence("refused.people.no_tool", refusal=str(refusal), **known)
        raise BadInput(said, refusal.problems) from None
    _check_anybody(table)
    return table


def _check_anybody(table: Table) -> None:
    if not table.rows:
        raise BadInput(sentence("refused.people.nobody", file=people_file()))


def _units_table(people: bytes, file: bytes | None) -> Table | None:
    if file is None and not has_sheet(people, UNITS_SHEET):
        return None
    sheet = UNITS_SHEET if file is None else None
    table = read_table(people if file is None else file, called=units_file(), sheet=sheet)
    return check_columns(table, needed=_UNITS_NEEDED, called=units_file())


def _ours(table: Table) -> Iterator[tuple[int, Cells]]:
    """The rows of a file of our own: what our files mark as text is read without the mark."""
    for row, cells in named_cells(table):
        yield row, {name: unmarked(cell) for name, cell in cells.items()}


def _units(table: Table, problems: Problems) -> Iterator[WantedUnit]:
    first: dict[str, int] = {}
    for row, cells in _ours(table):
        _check_unit(row, cells, problems)
        key = cells["unit"]
        if first.setdefault(key, row) != row:
            message = sentence("refused.people.unit_twice", unit=quoted(key), row=first[key])
            problems.add(message, row=row, column="unit", file=units_file())
        yield WantedUnit(row, Unit(key, cells["name"] or key, cells["parent"] or None))


def _check_unit(row: int, cells: Cells, problems: Problems) -> None:
    rules: dict[str, Rule] = {"unit": wrong_id, "name": wrong_name, "parent": _wrong_id_if_any}
    for column, rule in rules.items():
        if message := rule(cells[column]):
            problems.add(message, row=row, column=column, file=units_file())


def _people(
    rows: Iterable[tuple[int, Cells]], problems: Problems, *, placed: bool = True
) -> Iterator[WantedPerson]:
    first: dict[str, tuple[int, str]] = {}
    for row, cells in rows:
        _check_person(row, cells, problems, placed=placed)
        key, leads = cells["person_id"], cells.get("leads", "")
        before = first.setdefault(key, (row, leads))
        if before[0] != row:
            problems.add(_twice(key, before, leads), row=row, column="person_id")
        yield WantedPerson(row, _person(cells))


def _check_person(row: int, cells: Cells, problems: Problems, *, placed: bool) -> None:
    rules: dict[str, Rule] = {
        "person_id": lambda key: wrong_id(key) or _shortened(key),
        "name": wrong_name,
        "email": wrong_address,
        "language": wrong_language,
        "unit": wrong_id if placed else _wrong_id_if_any,
        "leads": _wrong_id_if_any,
        "active": wrong_yes_or_no,
    }
    for column, rule in rules.items():
        if message := rule(cells.get(column, "")):
            problems.add(message, row=row, column=column)


def _shortened(key: str) -> str | None:
    """What a spreadsheet has made of a long number cannot be made a number again."""
    return sentence("refused.cell.shortened") if _SHORTENED.fullmatch(key) else None


def _wrong_id_if_any(value: str) -> str | None:
    return wrong_id(value) if value else None


def _twice(key: str, before: tuple[int, str], leads: str) -> str:
    row, led = before
    said = {"person": quoted(key), "row": row}
    if led and leads and led != leads:
        said |= {"one": quoted(led), "other": quoted(leads)}
        return sentence("refused.people.twice_leading", **said)
    return sentence("refused.people.twice", **said)


def _person(cells: Cells) -> Person:
    return Person(
        key=cells["person_id"],
        name=cells["name"] or cells["person_id"],
        email=cells["email"],
        language=language(cells.get("language", ""), otherwise=LANGUAGE_OTHERWISE),
        unit=cells.get("unit", ""),
        leads=cells.get("leads") or None,
        active=yes(cells.get("active", "")),
    )
