"""The tidy report as CSV: the same bytes every time, and nothing that a spreadsheet would run."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache, partial
from itertools import chain

from analytics.exports.safe_csv import (
    DECIMAL_MARKS,
    PIECE,
    DecimalMark,
    LineEnding,
    Separator,
    csv_pieces,
    inert,
)
from analytics.figures.report_columns import Row

__all__ = ["COLUMNS", "PIECE", "LineEnding", "Separator", "cell", "inert", "pieces", "to_csv"]

COLUMNS = Row._fields


def to_csv(
    rows: Iterable[Row],
    *,
    separator: Separator = ",",
    bom: bool = False,
    line_ending: LineEnding = "\n",
) -> bytes:
    """The whole report as UTF-8 (RFC 4180), with a byte order mark where Excel needs one.

    Between semicolons figures are written with a decimal comma.
    """
    return b"".join(pieces(rows, separator=separator, bom=bom, line_ending=line_ending))


def pieces(
    rows: Iterable[Row],
    *,
    separator: Separator = ",",
    bom: bool = False,
    line_ending: LineEnding = "\n",
) -> Iterator[bytes]:
    """The same bytes in pieces of about 64 KiB, so that a long report never stands in memory."""
    as_cell = partial(cell, mark=DECIMAL_MARKS[separator])
    written = chain([COLUMNS], (map(as_cell, row) for row in rows))
    return csv_pieces(written, separator=separator, bom=bom, line_ending=line_ending)


@lru_cache(maxsize=1 << 16, typed=True)
def cell(value: str | float | date | None, *, mark: DecimalMark = ".") -> str:
    """A value as written: numbers with a decimal mark, ISO dates, text that no spreadsheet runs.

    Remembered, because the same few values fill a report; typed, because 5 and 5.0 read apart.
    """
    match value:
        case None:
            return ""
        case str():
            return inert(value)
        case float():
            return f"{value:.1f}".replace(".", mark)
        case int():
            return str(value)
        case _:
            return value.isoformat()
