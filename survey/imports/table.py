"""Which rows does a file of separated values hold? Bytes in, a frozen table out."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from survey.errors import BadInput, Problem
from survey.imports.problems import quoted, visible
from survey.imports.values import clean

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE
MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
SEPARATORS = (",", ";", "\t")
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
WORKBOOK = b"PK\x03\x04"
HOW_TO_SAVE = (
    "Save it again as CSV in UTF-8. Excel: File, Save As, “CSV UTF-8 (Comma delimited)”. "
    "LibreOffice: File, Save As, “Text CSV”, character set “Unicode (UTF-8)”. "
    "Google Sheets: File, Download, “Comma-separated values”."
)

_QUOTED = re.compile(r'"[^"]*+"')
_FIRST_RECORD = re.compile(r'(?:[^"\r\n]++|"[^"]*+")*+')


@dataclass(frozen=True, slots=True)
class Row:
    """One record; `number` is the row a spreadsheet shows, the header being row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns, and rows with exactly one cell for each; empty rows are left out."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(file: bytes, *, called: str = "file") -> Table:
    """The table in a file of UTF-8 text separated by comma, semicolon or tab; else BadInput.

    `called` is what messages call the file.
    """
    check_size(len(file), called=called)
    text = _text(file, called)
    if not text.strip():
        raise BadInput(f"The {called} is empty. It needs a first row with the column names.")
    records = _records(text, called)
    columns = _columns(next(records), called)
    rows = tuple(row for row in records if any(map(str.strip, row.cells)))
    _check_lengths(rows, columns, called)
    return Table(columns, rows)


def check_size(size: int, *, called: str = "file") -> None:
    """Refuse more bytes than can be read; ask before reading a file into memory."""
    if size > MOST_BYTES:
        raise BadInput(
            f"The {called} is {-(-size // MEGABYTE):,} MB; at most {MOST_BYTES // MEGABYTE} MB can "
            "be read. Split it, or remove columns that are not needed."
        )


def _text(file: bytes, called: str) -> str:
    if file.startswith(WORKBOOK):
        raise BadInput(f"The {called} is a workbook, not a CSV file. {HOW_TO_SAVE}")
    try:
        text = file.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        before = file[: error.start].decode("utf-8").removeprefix(BOM)
        raise _not_utf8(before, called) from None
    if "\0" in text:
        raise _not_utf8(text.partition("\0")[0], called)
    return text


def _not_utf8(before: str, called: str) -> BadInput:
    row, column = _place_after(before)
    place = Problem("The first character that cannot be read is here.", row, column)
    return BadInput(f"The {called} is not saved as UTF-8 text. {HOW_TO_SAVE}", [place])


def _place_after(before: str) -> tuple[int | None, str | None]:
    """The row and the column that come next, given the text before them."""
    reader = csv.reader(StringIO(f"{before}?", newline=""), delimiter=_separator(before))
    try:
        records = list(reader)
    except csv.Error:
        return None, None
    header, reached = records[0], len(records[-1])
    if len(records) == 1 or reached > len(header):
        return len(records), None
    return len(records), visible(clean(header[reached - 1])) or None


def _separator(text: str) -> str:
    """What stands most often between the names of the header; a comma when nothing does."""
    first = _FIRST_RECORD.match(text)
    header = _QUOTED.sub("", first.group() if first else "")
    return max(SEPARATORS, key=header.count)


def _records(text: str, called: str) -> Iterator[Row]:
    """Every record under its number: empty lines count, line breaks inside quotes do not."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            _check_count(number, called)
            yield Row(number, tuple(cells))
    except csv.Error as error:
        raise _broken(error, number + 1, called) from None


def _check_count(number: int, called: str) -> None:
    if number > MOST_ROWS + 1:
        raise BadInput(f"The {called} has more than {MOST_ROWS:,} rows. Split it.")


def _broken(error: csv.Error, row: int, called: str) -> BadInput:
    message = (
        "A cell that begins here is far too long; a quotation mark may not be closed."
        if "field larger" in str(error)
        else "The quotation marks of a cell that begins here do not match. A cell that begins "
        'with one must end with one, and one inside such a cell is written twice ("").'
    )
    return BadInput(f"The {called} cannot be read from row {row} on.", [Problem(message, row)])


def _columns(header: Row, called: str) -> tuple[str, ...]:
    names = tuple(clean(cell) for cell in header.cells)
    if not any(names):
        raise BadInput(f"The first row of the {called} must hold the column names; it is empty.")
    if len(names) > MOST_COLUMNS:
        raise BadInput(
            f"The {called} has {len(names):,} columns; at most {MOST_COLUMNS:,} can be read. "
            "Remove columns that are not needed."
        )
    problems = [*_unnamed(names), *_named_twice(names)]
    if problems:
        raise BadInput(f"The column names of the {called} are not clear.", problems)
    return names


def _unnamed(names: tuple[str, ...]) -> Iterator[Problem]:
    for place, name in enumerate(names):
        if not name:
            message = "This column has no name. Name it, or remove the column."
            yield Problem(message, 1, f"column {_letters(place)}")


def _named_twice(names: tuple[str, ...]) -> Iterator[Problem]:
    for name, count in Counter(filter(None, names)).items():
        if count > 1:
            places = " and ".join(_letters(i) for i, other in enumerate(names) if other == name)
            yield Problem(f"This name stands above columns {places}.", 1, visible(name))


def _check_lengths(rows: tuple[Row, ...], columns: tuple[str, ...], called: str) -> None:
    problems = [_uneven(row, columns) for row in rows if len(row.cells) != len(columns)]
    if problems:
        raise BadInput(f"The {called} has rows that do not match its column names.", problems)


def _uneven(row: Row, columns: tuple[str, ...]) -> Problem:
    found, named = len(row.cells), len(columns)
    if found < named:
        message = f"The row ends before {quoted(columns[found])}: {found} of {named} cells."
        return Problem(message, row.number, visible(columns[found]))
    message = f"The row has {found} cells, and there are {named} columns. Is a separator unquoted?"
    return Problem(message, row.number, f"column {_letters(named)}")


def _letters(place: int) -> str:
    """The letters a spreadsheet shows above a column, the first being A."""
    more, last = divmod(place, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + last)
