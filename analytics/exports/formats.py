"""The report as a file of the format somebody asked for, in pieces."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from analytics.exports.parquet import write_parquet
from analytics.exports.report_csv import csv_of
from analytics.exports.safe_csv import LineEnding, Separator
from analytics.exports.xlsx import check_fits, write_xlsx
from analytics.figures.report import count_rows, report_blocks
from analytics.figures.summary import summary
from survey.errors import Refused
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.text import sentence

PIECE = 1 << 18
AT_ONCE = 20_000
"""So many rows of a workbook are written in two or three seconds; more are made beside the page."""


class Format(StrEnum):
    """What a report can be written as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Manner:
    """How CSV is written: what is between columns, in front of all, and at the end of a line.

    The decimal mark goes with the separator (analytics.exports.safe_csv).
    """

    separator: Separator = ","
    bom: bool = False
    line_ending: LineEnding = "\n"


def report_file(
    store: Store, *, viewer: Viewer, wave: str | None, form: Format, manner: Manner
) -> Iterator[bytes]:
    """The report of one wave, or of all when None, as HR takes it at once.

    Errors: NotAllowed, NotFound, Refused when it is too long for a spreadsheet or to be waited for.
    """
    check_is_hr(viewer)
    if form is Format.XLSX and is_long(store, wave=wave):
        raise Refused(sentence("refused.file.long"))
    return as_file(store, wave=wave, form=form, manner=manner)


def is_long(store: Store, *, wave: str | None) -> bool:
    """Whether a workbook is made beside the page. Errors: NotFound, Refused when none holds it."""
    rows = count_rows(store, wave=wave)
    check_fits(rows)
    return rows > AT_ONCE


def as_file(
    store: Store, *, wave: str | None, form: Format, manner: Manner | None = None
) -> Iterator[bytes]:
    """The same for whoever runs the machine, however long. Errors: NotFound, Refused."""
    how, folder = manner or Manner(), store.settings.data
    found = report_blocks(store, wave=wave)
    if form is Format.CSV:
        return csv_of(found, separator=how.separator, bom=how.bom, line_ending=how.line_ending)
    if form is Format.XLSX:
        check_fits(count_rows(store, wave=wave))
    file = nameless(folder)
    try:
        if form is Format.XLSX:
            write_xlsx(found, file, folder=folder, summary=summary(store, wave=wave))
        else:
            write_parquet(found, file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return _Pieces(file)


def nameless(folder: Path) -> IO[bytes]:
    """A file of our own that only we can read and that is gone when it is closed, come what may."""
    return TemporaryFile(dir=folder)


class _Pieces(Iterator[bytes]):
    """A file in pieces; closed at its end, or when nobody asks for more of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __next__(self) -> bytes:
        piece = b"" if self._file.closed else self._file.read(PIECE)
        if not piece:
            self._file.close()
            raise StopIteration
        return piece

    def __del__(self) -> None:
        self._file.close()
