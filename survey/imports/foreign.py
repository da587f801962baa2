"""What does the people file of another tool, or any list, say in the words of our own?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from survey.imports.columns import named_cells
from survey.imports.days import days
from survey.imports.languages import language_tag
from survey.imports.phrasing import first_named
from survey.imports.problems import Problems, visible
from survey.imports.source_tools import Means, Source
from survey.imports.table import Table
from survey.imports.words import fold, words
from survey.text import joined, sentence

MANAGERS = (Means.MANAGER_ID, Means.MANAGER_EMAIL)
UNITS = ((Means.UNIT,), (Means.PATH,))
NAMES = ((Means.DIVISION, Means.DEPARTMENT), (Means.DEPARTMENT,), (Means.DIVISION,))
OURS = {
    "person_id": (Means.ID, Means.EMAIL, Means.NAME),
    "name": (Means.PREFERRED, Means.NAME, Means.FIRST, Means.LAST),
    "email": (Means.EMAIL,),
    "language": (Means.LANGUAGE,),
    "unit": (),
    "active": (Means.STATUS, Means.ENABLED, Means.END),
    "leads": (Means.LEADS,),
}
BETWEEN = "/"
MOST_NAMED = 12
PLAINLY = "inactive"
"""The one state that needs no words."""

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
    table: Table, source: Source, said: Said, *, today: date, problems: Problems
) -> ForeignFile:
    """The rows in our columns, by what they mean; what nobody needs is dropped here, and said."""
    cells = list(named_cells(table))
    names = _filled(said, cells, UNITS)
    managers = () if names else _managers(said, cells)
    names = names if names or managers else _filled(said, cells, NAMES)
    ended = _ended(cells, said, today, problems)
    _check_status(cells, said, problems)
    own = {*_used(said), *managers, *names}
    found = {ours: next((said[m] for m in means if m in said), "") for ours, means in OURS.items()}
    found["unit"] = next(iter((*managers, *names)), "")
    found["leads"] = found["leads"] or (found["unit"] if managers else "")
    return ForeignFile(
        rows=tuple((n, _ours(c, said, over=o)) for (n, c), o in zip(cells, ended, strict=True)),
        above=tuple(_above(c, managers, names, path=Means.PATH in said) for _, c in cells),
        columns={ours: column for ours, column in found.items() if column},
        managers=managers,
        names=names,
        by_address=Means.ID not in said,
        told=(
            *_from(source),
            *_how_known(said),
            _how_units(managers, names),
            *_dropped([column for column in table.columns if column not in own]),
            *_unknown_languages(cells, said),
            *_away(cells, said),
        ),
    )


def _filled(
    said: Said, rows: Sequence[tuple[int, Cells]], ways: Sequence[tuple[Means, ...]]
) -> tuple[str, ...]:
    """The columns that name the unit; of several ways the first that the file has and fills."""
    for way in ways:
        columns = tuple(said[means] for means in way if means in said)
        if len(columns) == len(way) and any(c[column] for _, c in rows for column in columns):
            return columns
    return ()


def _managers(said: Said, rows: Sequence[tuple[int, Cells]]) -> tuple[str, ...]:
    """The columns that say who is above; a name only where most are names of this file."""
    found = tuple(said[m] for m in MANAGERS if m in said and any(c[said[m]] for _, c in rows))
    column = said.get(Means.MANAGER)
    if found or column is None:
        return found
    known = {fold(word) for _, c in rows for word in _known_as(c, said)} - {""}
    named = [fold(c[column]) for _, c in rows if c[column]]
    resolved = sum(name in known for name in named)
    return (column,) if named and 2 * resolved >= len(named) else ()


def _known_as(cells: Cells, said: Said) -> Iterator[str]:
    yield from (cells[said[means]] for means in (Means.ID, Means.EMAIL) if means in said)
    yield _name(cells, said)


def _used(said: Said) -> list[str]:
    wanted = {means for each in OURS.values() for means in each} | {Means.LAST}
    return [column for means, column in said.items() if means in wanted]


def _ours(cells: Cells, said: Said, *, over: bool) -> Cells:
    name, email = _name(cells, said), _cell(cells, said, Means.EMAIL)
    made = "" if Means.ID in said else _made_key(name)
    return {
        "person_id": _cell(cells, said, Means.ID) or email.casefold() or made,
        "name": name,
        "email": email,
        "language": language_tag(_cell(cells, said, Means.LANGUAGE)) or "",
        "active": "no" if over or _is_gone(cells, said) else "yes",
        "leads": _cell(cells, said, Means.LEADS),
    }


def _cell(cells: Cells, said: Said, *which: Means) -> str:
    return next((c for m in which if m in said and (c := cells[said[m]])), "")


def _name(cells: Cells, said: Said) -> str:
    parts = (_cell(cells, said, Means.FIRST), _cell(cells, said, Means.LAST))
    both = " ".join(part for part in parts if part)
    return _cell(cells, said, Means.PREFERRED, Means.NAME) or both


def _made_key(name: str) -> str:
    """A key that stays the same as long as somebody is called the same, and does not say how."""
    return f"p-{sha256(fold(name).encode()).hexdigest()[:10]}" if name else ""


def _is_gone(cells: Cells, said: Said) -> bool:
    enabled = fold(_cell(cells, said, Means.ENABLED))
    if enabled and enabled in words("unticked", "values"):
        return True
    return fold(_cell(cells, said, Means.STATUS)) in words("states", "gone")


def _above(
    cells: Cells, managers: Sequence[str], names: Sequence[str], *, path: bool
) -> tuple[str, ...]:
    """What the row says of who or what is above somebody; the first manager column that does."""
    if managers:
        return tuple(cells[column] for column in managers if cells[column])[:1]
    if path and len(names) == 1 and cells[names[0]].startswith(BETWEEN):
        return tuple(part.strip() for part in cells[names[0]].split(BETWEEN) if part.strip())
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
    known = {word for state in ("here", "away", "gone") for word in words("states", state)}
    column = said.get(Means.STATUS)
    for row, cells in rows if column else ():
        if column and fold(cells[column]) not in known:
            problems.add(sentence("refused.cell.status"), row=row, column=column)


def _from(source: Source) -> Iterator[str]:
    if source.name:
        yield sentence("told.people.source", source=source.name)


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


def _away(rows: Sequence[tuple[int, Cells]], said: Said) -> Iterator[str]:
    """States that are not simply here, and what each was taken for."""
    column = said.get(Means.STATUS)
    found = Counter(visible(c[column]) for _, c in rows if column)
    for state in ("away", "gone"):
        named = [word for word in found if fold(word) in words("states", state)]
        if named := [word for word in named if fold(word) != PLAINLY]:
            yield sentence(f"told.people.{state}", states=first_named(named, most=MOST_NAMED))


def _how_units(managers: Sequence[str], names: Sequence[str]) -> str:
    if managers:
        return sentence("told.people.by_managers", columns=_columns_named(managers))
    if names:
        return sentence("told.people.by_names", columns=_columns_named(names))
    return sentence("told.people.by_nothing")


def _columns_named(columns: Sequence[str]) -> str:
    names = joined(map(visible, columns), sentence("told.place.and"))
    return sentence(f"told.place.{'column' if len(columns) == 1 else 'columns'}_named", names=names)
