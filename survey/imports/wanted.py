"""What do a people file and a units file ask for, row by row?"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from survey.errors import BadInput
from survey.imports.columns import check_columns, named_cells
from survey.imports.problems import Found, Problems, quoted
from survey.imports.table import Table, read_table
from survey.imports.values import (
    language,
    wrong_address,
    wrong_id,
    wrong_language,
    wrong_name,
    wrong_yes_or_no,
    yes,
)
from survey.organisation import Person, Unit

PEOPLE_FILE = "people file"
UNITS_FILE = "units file"
LANGUAGE_OTHERWISE = "en"

Cells = Mapping[str, str]
Rule = Callable[[str], str | None]

_PEOPLE_NEEDED = ("person_id", "name", "email", "language", "unit")
_PEOPLE_OPTIONAL = ("leads", "active")
_UNITS_NEEDED = ("unit", "name", "parent")


@dataclass(frozen=True, slots=True)
class WantedPerson:
    """One row of the people file."""

    row: int
    person: Person


@dataclass(frozen=True, slots=True)
class WantedUnit:
    """One row of the units file."""

    row: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """All rows of both files; `units` is None when no units file came.

    `says_leads` and `says_active` tell whether the people file has those columns. `problems` are
    those the files show by themselves: `plan` says them together with those that only the
    organisation shows, so that everything can be corrected in one go.
    """

    people: tuple[WantedPerson, ...]
    units: tuple[WantedUnit, ...] | None
    says_leads: bool
    says_active: bool
    problems: tuple[Found, ...]


def read_people(file: bytes, units: bytes | None) -> Wanted:
    """What the people file and the units file ask for.

    BadInput when a file is no table or its columns are not the right ones; problems in the rows
    travel in the result, and `plan` refuses them.
    """
    people_table, units_table = _people_table(file), _units_table(units)
    problems = Problems()
    wanted_units = None if units_table is None else tuple(_units(units_table, problems))
    return Wanted(
        people=tuple(_people(people_table, problems)),
        units=wanted_units,
        says_leads="leads" in people_table.columns,
        says_active="active" in people_table.columns,
        problems=problems.found(),
    )


def _people_table(file: bytes) -> Table:
    table = read_table(file, called=PEOPLE_FILE)
    check_columns(table, needed=_PEOPLE_NEEDED, optional=_PEOPLE_OPTIONAL, called=PEOPLE_FILE)
    if not table.rows:
        raise BadInput(f"There is nobody in the {PEOPLE_FILE}: it has column names and no rows.")
    return table


def _units_table(file: bytes | None) -> Table | None:
    if file is None:
        return None
    table = read_table(file, called=UNITS_FILE)
    check_columns(table, needed=_UNITS_NEEDED, called=UNITS_FILE)
    return table


def _units(table: Table, problems: Problems) -> Iterator[WantedUnit]:
    first: dict[str, int] = {}
    for row, cells in named_cells(table):
        _check_unit(row, cells, problems)
        key = cells["unit"]
        if first.setdefault(key, row) != row:
            message = f"{quoted(key)} is in row {first[key]} already. One row for each unit."
            problems.add(message, row=row, column="unit", file=UNITS_FILE)
        yield WantedUnit(row, Unit(key, cells["name"] or key, cells["parent"] or None))


def _check_unit(row: int, cells: Cells, problems: Problems) -> None:
    rules: dict[str, Rule] = {"unit": wrong_id, "name": wrong_name, "parent": _or_empty(wrong_id)}
    for column, rule in rules.items():
        if message := rule(cells[column]):
            problems.add(message, row=row, column=column, file=UNITS_FILE)


def _people(table: Table, problems: Problems) -> Iterator[WantedPerson]:
    first: dict[str, tuple[int, str]] = {}
    for row, cells in named_cells(table):
        _check_person(row, cells, problems)
        key, leads = cells["person_id"], cells.get("leads", "")
        before = first.setdefault(key, (row, leads))
        if before[0] != row:
            problems.add(_twice(key, before, leads), row=row, column="person_id")
        yield WantedPerson(row, _person(cells))


def _check_person(row: int, cells: Cells, problems: Problems) -> None:
    rules: dict[str, Rule] = {
        "person_id": wrong_id,
        "name": wrong_name,
        "email": wrong_address,
        "language": wrong_language,
        "unit": wrong_id,
        "leads": _or_empty(wrong_id),
        "active": wrong_yes_or_no,
    }
    for column, rule in rules.items():
        if message := rule(cells.get(column, "")):
            problems.add(message, row=row, column=column)


def _or_empty(rule: Rule) -> Rule:
    return lambda value: rule(value) if value else None


def _twice(key: str, before: tuple[int, str], leads: str) -> str:
    row, led = before
    message = f"{quoted(key)} is in row {row} already. One row for each person."
    if led and leads and led != leads:
        message += f" Nobody can lead two units: {quoted(led)} or {quoted(leads)}?"
    return message


def _person(cells: Cells) -> Person:
    return Person(
        key=cells["person_id"],
        name=cells["name"] or cells["person_id"],
        email=cells["email"],
        language=language(cells["language"], otherwise=LANGUAGE_OTHERWISE),
        unit=cells["unit"],
        leads=cells.get("leads") or None,
        active=yes(cells.get("active", "")),
    )
