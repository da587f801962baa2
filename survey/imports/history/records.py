"""What stands in an export, row by row, and what is said of how it was read?"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.errors import BadInput
from survey.imports.encoding import decoded
from survey.imports.history.reading import Asked, Choose
from survey.imports.problems import quoted
from survey.imports.separated import records
from survey.imports.table import MOST_ROWS, Row, check_size
from survey.imports.workbook import is_workbook, read_sheet
from survey.languages import counted
from survey.text import joined, sentence

CALLED = "export"


@dataclass(frozen=True, slots=True)
class Records:
    """Every row with its number, the first that hold something being titles or names of columns.

    `told` are sentences on how the file was read: guessed letters, hidden sheets and rows.
    """

    rows: tuple[Row, ...] = field(repr=False)
    told: tuple[str, ...] = ()


def read_records(file: bytes, *, sheet: str = "") -> Records:
    """The records of a workbook or of separated text. Errors: BadInput; Choose between sheets."""
    check_size(len(file), called=CALLED)
    if is_workbook(file):
        return _of_workbook(file, sheet)
    read = decoded(file)
    if read is None:
        raise BadInput(sentence("history.no_text"))
    found = records(read.text, called=CALLED) if read.text.strip() else iter(())
    told = [sentence("history.guessed", encoding=read.guessed)] if read.guessed else []
    return Records(tuple(_numbered(found)), tuple(told))


def _of_workbook(file: bytes, sheet: str) -> Records:
    found = read_sheet(file, called=CALLED, sheet=sheet or None)
    if len(found.filled) > 1 and not sheet:
        names = joined(map(quoted, found.filled))
        message = sentence("history.which_sheet", sheets=names)
        raise Choose(message, what=Asked.SHEET, options=found.filled)
    told = []
    if sheet or found.hidden:
        told.append(sentence("history.sheet_is", sheet=quoted(found.name)))
    if found.hidden:
        names = joined(map(quoted, found.hidden))
        told.append(sentence("history.hidden_sheets", sheets=names))
    if found.hidden_rows:
        told.append(sentence("history.hidden_rows", count=counted(found.hidden_rows)))
    return Records(tuple(_numbered(iter(found.rows))), tuple(told))


def _numbered(found: Iterator[tuple[str, ...]]) -> Iterator[Row]:
    for number, cells in enumerate(found, start=1):
        if number > MOST_ROWS + 1:
            raise BadInput(sentence("history.many_rows", most=MOST_ROWS))
        yield Row(number, cells)
