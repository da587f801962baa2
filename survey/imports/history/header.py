"""Which rows of an export name its columns? Titles above them, and a second or third row below.

SurveyMonkey writes the question above and its parts below; Qualtrics names, words and import ids.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from survey.errors import BadInput
from survey.imports.history.habits import Habits, Tool
from survey.imports.history.tools import recognise
from survey.imports.table import Row
from survey.imports.words import fold
from survey.organisation.values import clean
from survey.text import sentence

MOST_COLUMNS = 2_000
MOST_ABOVE = 10
LOOKED_AT = 200
FEWEST_NAMES = 3
IMPORT_ID = '"ImportId"'
_NUMBER = re.compile(r"[\d.,:/\s%+-]+")
_ANSWER = frozenset({"response", "open-ended response", "antwort", "réponse", "respuesta",
                     "resposta", "risposta", "antwoord"})  # fmt: skip
"""What SurveyMonkey writes below a question that has one answer."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns under names of their own, their wordings, and the rows below the header.

    `above` counts the rows of titles; `second` says that two rows together name the columns.
    """

    names: tuple[str, ...]
    wordings: tuple[str, ...]
    habits: Habits
    rows: tuple[Row, ...] = field(repr=False)
    above: int = 0
    second: bool = False


def header_of(rows: Sequence[Row]) -> Header:
    """The header of an export. Errors: BadInput where there is none, or one too wide."""
    above = _titles(rows)
    first, below = (rows[above] if len(rows) > above else Row(1, ())), tuple(rows[above + 1 :])
    cells = _without_empty_end(first.cells, below)
    if not any(map(str.strip, cells)):
        raise BadInput(sentence("history.no_header"))
    if len(cells) > MOST_COLUMNS:
        raise BadInput(sentence("history.many_columns", count=len(cells), most=MOST_COLUMNS))
    below = tuple(_cut(row, len(cells)) for row in below)
    second = _is_second(cells, below)
    if second:
        cells, below = tuple(_joined(cells, below[0].cells)), below[1:]
    names, habits = tuple(_told_apart(cells)), recognise(cells)
    wordings, below = _of_qualtrics(names, below, habits)
    return Header(names, wordings, habits, below, above, second)


def _titles(rows: Sequence[Row]) -> int:
    """How many rows stand above the names: a title or nothing, where names follow soon."""
    for place, row in enumerate(rows[: MOST_ABOVE + 1]):
        filled = [cell for cell in row.cells if cell.strip()]
        if len(filled) > 1 and place == 0:
            return 0
        if len(filled) >= FEWEST_NAMES and not any(map(_NUMBER.fullmatch, filled)):
            return place
        if len(filled) > 1:
            return 0
    return 0


def _without_empty_end(header: tuple[str, ...], rows: Sequence[Row]) -> tuple[str, ...]:
    """A separator behind the last name makes a column of nothing."""
    width = len(header)
    while width > 1 and not header[width - 1].strip():
        if any(len(row.cells) >= width and row.cells[width - 1].strip() for row in rows):
            break
        width -= 1
    return header[:width]


def _cut(row: Row, width: int) -> Row:
    """A row without empty cells behind the last column."""
    if len(row.cells) > width and not any(map(str.strip, row.cells[width:])):
        return Row(row.number, row.cells[:width])
    return row


def _is_second(header: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether the first row goes on naming: it fills each gap of the header, unlike any answer."""
    gaps = [place for place, cell in enumerate(header) if not cell.strip()]
    if not gaps or not rows or len(rows[0].cells) != len(header):
        return False
    said = [clean(rows[0].cells[place]) for place in gaps]
    if not all(said) or any(map(_NUMBER.fullmatch, said)) or len(set(said)) < len(said):
        return False
    if any(_NUMBER.fullmatch(cell) for cell in rows[0].cells if cell.strip()):
        return False
    below = [row.cells for row in rows[1:LOOKED_AT] if len(row.cells) == len(header)]
    return not any(clean(cells[at]) == clean(rows[0].cells[at]) for cells in below for at in gaps)


def _joined(above: Sequence[str], below: Sequence[str]) -> Iterator[str]:
    """One name of two: Question [Part]; a question stands above the first of its parts only."""
    question = ""
    for name, part in zip(map(clean, above), map(clean, below), strict=True):
        question = name or question
        alone = not part or part == question or fold(part) in _ANSWER
        yield question if alone else f"{question} [{part}]" if question else part


def _of_qualtrics(
    names: Sequence[str], rows: tuple[Row, ...], habits: Habits
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The wording of each column, and the rows of answers: Qualtrics has up to two rows more."""
    wordings = tuple(names)
    if habits.tool is not Tool.QUALTRICS:
        return wordings, rows
    if rows and not _has_import_ids(rows[0]) and _is_wordings(rows, names):
        wordings, rows = tuple(map(clean, rows[0].cells)), rows[1:]
    if rows and _has_import_ids(rows[0]):
        rows = rows[1:]
    return wordings, rows


def _has_import_ids(row: Row) -> bool:
    return any(IMPORT_ID in cell for cell in row.cells)


def _is_wordings(rows: Sequence[Row], columns: Sequence[str]) -> bool:
    """Whether the first row repeats the names as words: "Start Date" below StartDate.

    The older export writes V1, V2 … above, and below them what they are.
    """
    if len(rows[0].cells) != len(columns):
        return False
    if len(rows) > 1 and _has_import_ids(rows[1]):
        return True
    said = [fold(cell).replace(" ", "") for cell in rows[0].cells]
    same = any(fold(name) == words for name, words in zip(columns, said, strict=True))
    return same or {"responseid", "startdate"} <= set(said)


def _told_apart(header: Sequence[str]) -> Iterator[str]:
    """Each column under a name of its own: forms may ask the same twice, or leave a name out."""
    taken: set[str] = set()
    times: dict[str, int] = {}
    for place, cell in enumerate(header, start=1):
        plain = clean(cell) or sentence("history.unnamed", place=place)
        name, many = plain, times.get(plain, 1)
        while name in taken:
            many += 1
            name = f"{plain} ({many})"
        times[plain] = many
        taken.add(name)
        yield name
