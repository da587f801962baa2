"""What does the people file of another tool say, in the words of our own?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from survey.imports.columns import named_cells
from survey.imports.languages import language_tag
from survey.imports.phrasing import first_named
from survey.imports.problems import Problems, visible
from survey.imports.source_tools import Means, Source, meanings
from survey.imports.table import Table
from survey.text import sentence
from survey.text import sentence as text

MANAGERS = (Means.MANAGER_ID, Means.MANAGER_EMAIL)
NAMES = ((Means.UNIT,), (Means.DIVISION, Means.DEPARTMENT), (Means.DEPARTMENT,), (Means.DIVISION,))
OURS = {
    "person_id": (Means.ID, Means.EMAIL),
    "name": (Means.PREFERRED, Means.NAME, Means.FIRST),
    "email": (Means.EMAIL,),
    "language": (Means.LANGUAGE,),
    "unit": (),
    "active": (Means.STATUS, Means.END),
}
MOST_NAMED = 12

Cells = Mapping[str, str]
Said = Mapping[Means, str]


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A people file of another tool: its rows in our columns, and how they came about.

    `columns` names the file's own column for each of ours. `managers` names the columns that say
    who is above somebody, or is empty; then `names` are those that name their unit, the larger one
    first, or it is empty too.
    """

    rows: tuple[tuple[int, Cells], ...]
    above: tuple[tuple[str, ...], ...]
    columns: Mapping[str, str]
    managers: tuple[str, ...]
    names: tuple[str, ...]
    by_address: bool
    told: tuple[str, ...]


def read_foreign(
    table: Table, source: Source, *, called: str, today: date, problems: Problems
) -> ForeignFile:
    """The rows in our columns; what nobody needs is dropped here, and said."""
    said = meanings(table, called=called)
    cells = list(named_cells(table))
    managers = tuple(said[m] for m in MANAGERS if m in said and any(c[said[m]] for _, c in cells))
    names = () if managers else _names(said)
    ended = _ended(cells, said, today, problems)
    _check_status(cells, said, problems)
    unused = [c for c in table.columns if c not in {*_used(said), *managers, *names}]
    found = {ours: next((said[m] for m in means if m in said), "") for ours, means in OURS.items()}
    found["unit"] = found["leads"] = next(iter((*managers, *names)), "")
    return ForeignFile(
        rows=tuple((n, _ours(c, said, over=o)) for (n, c), o in zip(cells, ended, strict=True)),
        above=tuple(_above(c, managers, names) for _, c in cells),
        columns={ours: column for ours, column in found.items() if column},
        managers=managers,
        names=names,
        by_address=Means.ID not in said,
        told=(
            sentence("told.people.source", source=source.name),
            *_how_known(said),
            _how_units(managers, names),
            *_dropped(unused),
            *_unknown_languages(cells, said),
        ),
    )


def _names(said: Said) -> tuple[str, ...]:
    """The columns that name the unit; of several ways the first that the file has."""
    found = next((way for way in NAMES if all(means in said for means in way)), ())
    return tuple(said[means] for means in found)


def _used(said: Said) -> list[str]:
    wanted = {means for each in OURS.values() for means in each} | {Means.LAST}
    return [column for means, column in said.items() if means in wanted]


def _ours(cells: Cells, said: Said, *, over: bool) -> Cells:
    def cell(*which: Means) -> str:
        return next((c for m in which if m in said and (c := cells[said[m]])), "")

    both = " ".join(part for part in (cell(Means.FIRST), cell(Means.LAST)) if part)
    active = cell(Means.STATUS).casefold() != "inactive" and not over
    return {
        "person_id": cell(Means.ID) or cell(Means.EMAIL).casefold(),
        "name": cell(Means.PREFERRED, Means.NAME) or both,
        "email": cell(Means.EMAIL),
        "language": language_tag(cell(Means.LANGUAGE)) or "",
        "active": "yes" if active else "no",
    }


def _above(cells: Cells, managers: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """What the row says of who or what is above somebody; the first manager column that does."""
    if managers:
        return tuple(cells[column] for column in managers if cells[column])[:1]
    return tuple(cells[column] for column in names if cells[column])


def _ended(
    rows: Sequence[tuple[int, Cells]], said: Said, today: date, problems: Problems
) -> list[bool]:
    """Whether the day somebody leaves is past, row by row."""
    column = said.get(Means.END)
    if column is None:
        return [False] * len(rows)
    found = days([cells[column] for _, cells in rows])
    for (row, cells), day in zip(rows, found, strict=True):
        if cells[column] and day is None:
            problems.add(sentence("refused.cell.day"), row=row, column=column)
    return [day is not None and day < today for day in found]


def _check_status(rows: Sequence[tuple[int, Cells]], said: Said, problems: Problems) -> None:
    column = said.get(Means.STATUS)
    for row, cells in rows if column else ():
        if column and cells[column].casefold() not in {"", "active", "inactive"}:
            problems.add(sentence("refused.cell.status"), row=row, column=column)


def _how_known(said: Said) -> Iterator[str]:
    if Means.ID not in said:
        yield sentence("told.people.by_address")


def _dropped(columns: Sequence[str]) -> Iterator[str]:
    if columns:
        yield sentence(
            "told.people.dropped",
            columns=first_named([visible(c) for c in columns], most=MOST_NAMED),
        )


def _unknown_languages(rows: Sequence[tuple[int, Cells]], said: Said) -> Iterator[str]:
    column = said.get(Means.LANGUAGE)
    cells = {c[column] for _, c in rows if c[column]} if column else set()
    if unknown := sorted(visible(cell) for cell in cells if language_tag(cell) is None):
        yield sentence("told.people.languages", languages=first_named(unknown, most=MOST_NAMED))


def _how_units(managers: Sequence[str], names: Sequence[str]) -> str:
    if managers:
        return sentence("told.people.by_managers", columns=_columns_named(managers))
    if names:
        return sentence("told.people.by_names", columns=_columns_named(names))
    return sentence("told.people.by_nothing")


def _columns_named(columns: Sequence[str]) -> str:
    names = text("told.place.and").join(map(visible, columns))
    return text(f"told.place.{'column' if len(columns) == 1 else 'columns'}_named", names=names)


_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T].*)?")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_SLASHED = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})(?: .*)?")


def days(cells: Sequence[str]) -> list[date | None]:
    """The day of each cell of a column; None where it is empty or cannot be told.

    03/04/2026 may be in March or in April. Another cell of the column, such as 25/04/2026, settles
    it for all of them; where none does, none is read.
    """
    slashed = [match for cell in cells if (match := _SLASHED.fullmatch(cell))]
    day_first = any(int(match[1]) > 12 for match in slashed)
    month_first = any(int(match[2]) > 12 for match in slashed)
    first_is_month = None if day_first == month_first else month_first
    return [_day(cell, first_is_month=first_is_month) for cell in cells]


def _day(cell: str, *, first_is_month: bool | None) -> date | None:
    if match := _ISO.fullmatch(cell):
        return _date(match[1], match[2], match[3])
    if match := _DOTTED.fullmatch(cell):
        return _date(match[3], match[2], match[1])
    match = _SLASHED.fullmatch(cell)
    if match is None or (first_is_month is None and match[1] != match[2]):
        return None
    month, day = (match[1], match[2]) if first_is_month else (match[2], match[1])
    return _date(match[3], month, day)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
