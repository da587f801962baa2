"""The report as a workbook: numbers as numbers, dates as dates, and text that nothing runs.

A cell of text is never run by a spreadsheet. What would be a formula if somebody opened and left it
again has the apostrophe that it has in CSV, so that the keys of one file are found in the other.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from analytics.exports.dictionary import dictionary_rows
from analytics.exports.safe_csv import inert
from analytics.exports.summary_sheet import SummarySheet, Told, note_changed
from analytics.figures.block import Block
from analytics.figures.report_columns import ColumnKind, Row, columns
from analytics.figures.rows import rows_of
from analytics.figures.summary import Summary
from survey.errors import Refused
from survey.languages import counted
from survey.text import sentence

MOST_ROWS = 1_048_575
EACH = 2_000
"""After so many rows it is said how many are written."""
Note = Callable[[int], None]
LONGEST = 32_767
WIDTHS = {ColumnKind.TEXT: 16, ColumnKind.DATE: 11, ColumnKind.WHOLE: 9, ColumnKind.NUMBER: 9}
DICTIONARY_WIDTHS = (26, 14, 110)
OLDEST = date(1980, 1, 1)
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def check_fits(rows: int) -> None:
    """Whether a spreadsheet holds so many rows. Errors: Refused."""
    if rows > MOST_ROWS:
        raise Refused(sentence("refused.file.spreadsheet", most=counted(MOST_ROWS)))


def write_xlsx(
    blocks: Iterable[Block],
    file: IO[bytes],
    *,
    folder: Path,
    summary: Summary | None = None,
    note: Note = lambda _: None,
) -> None:
    """Write the sheets Summary, Report and Columns; the same rows are the same bytes each time.

    `folder` is where drafts of the sheets stand meanwhile; `note` is told how many rows are
    written, and may raise to end it. Errors: Refused when it is too long.
    """
    with TemporaryDirectory(dir=folder) as drafts:
        book = xlsxwriter.Workbook(file, OPTIONS | {"tmpdir": drafts})
        try:
            first = SummarySheet(book) if summary else None
            told: Told = {}
            newest = _Sheet(book, "Report").fill(_each(blocks, told, note))
            if first and summary:
                first.fill(summary, told)
            _describe(book)
            made = datetime(newest.year, newest.month, newest.day, tzinfo=UTC)
            book.set_properties({"title": "Same Boat report", "created": made.replace(tzinfo=None)})
        finally:
            book.close()


def _each(blocks: Iterable[Block], told: Told, note: Note) -> Iterator[Row]:
    """Every row, with what the newest wave says of changes kept aside."""
    names: dict[str, str] = {}
    done = 0
    for block in blocks:
        told.clear()
        for row in rows_of([block]):
            names[row.wave] = row.wave_name
            note_changed(told, row, names)
            yield row
            done += 1
            if done % EACH == 0:
                note(done)


class _Sheet:
    """The sheet of figures as it is filled, row by row."""

    def __init__(self, book: Any, name: str) -> None:
        self._sheet = book.add_worksheet(name)
        self._bold = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._tenths = book.add_format({"num_format": "0.0"})
        self._sheet.freeze_panes(1, 0)

    def fill(self, rows: Iterable[Row]) -> date:
        """Write the header and every row; gives the newest day in it."""
        for at, column in enumerate(columns()):
            self._sheet.set_column(at, at, WIDTHS[column.kind])
            self._sheet.write_string(0, at, column.name, self._bold)
        newest = OLDEST
        for line, row in enumerate(rows, start=1):
            check_fits(line)
            newest = max(newest, row.closed)
            for at, value in enumerate(row):
                self._cell(line, at, value)
        return newest

    def _cell(self, line: int, at: int, value: str | float | date | None) -> None:
        match value:
            case None:
                return
            case str():
                self._sheet.write_string(line, at, inert(value)[:LONGEST])
            case float():
                self._sheet.write_number(line, at, value, self._tenths)
            case int():
                self._sheet.write_number(line, at, value)
            case _:
                self._sheet.write_datetime(line, at, value, self._day)


def _describe(book: Any) -> None:
    """The sheet that says what each column means."""
    sheet, bold = book.add_worksheet("Columns"), book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for at, width in enumerate(DICTIONARY_WIDTHS):
        sheet.set_column(at, at, width)
    for line, row in enumerate(dictionary_rows()):
        for at, value in enumerate(row):
            sheet.write_string(line, at, value, wrap if line else bold)
