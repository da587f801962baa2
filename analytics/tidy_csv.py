"""The tidy report as CSV: the same bytes every time, and nothing that a spreadsheet would run."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from io import StringIO
from typing import Literal

from analytics.tidy import Row

Separator = Literal[",", ";"]
LineEnding = Literal["\n", "\r\n"]

COLUMNS = Row._fields
CRLF = "\r\n"
BYTE_ORDER_MARK = "\ufeff"
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
PIECE = 1 << 16


def to_csv(
    rows: Iterable[Row],
    *,
    separator: Separator = ",",
    bom: bool = False,
    line_ending: LineEnding = "\n",
) -> bytes:
    """The whole report as UTF-8 (RFC 4180), with a byte order mark where Excel needs one."""
    return b"".join(pieces(rows, separator=separator, bom=bom, line_ending=line_ending))


def pieces(
    rows: Iterable[Row],
    *,
    separator: Separator = ",",
    bom: bool = False,
    line_ending: LineEnding = "\n",
) -> Iterator[bytes]:
    """The same bytes in pieces of about 64 KiB, so that a long report never stands in memory."""
    lines = _Lines(line_ending)
    lines.text.write(BYTE_ORDER_MARK if bom else "")
    writer = csv.writer(lines, delimiter=separator, lineterminator=CRLF)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(map(cell, row))
        if lines.text.tell() >= PIECE:
            yield lines.taken()
    yield lines.taken()


class _Lines:
    """What the writer has written, each row ended as wished.

    The writer itself always ends rows with CR LF: it quotes only line breaks that it ends rows
    with, and a lone CR in a name would otherwise break the file in two.
    """

    def __init__(self, line_ending: LineEnding) -> None:
        self.text = StringIO(newline="")
        self._line_ending = line_ending

    def write(self, line: str) -> int:
        return self.text.write(line.removesuffix(CRLF) + self._line_ending)

    def taken(self) -> bytes:
        """All so far as UTF-8, and nothing left."""
        piece = self.text.getvalue().encode()
        self.text.seek(0)
        self.text.truncate()
        return piece


@lru_cache(maxsize=1 << 16, typed=True)
def cell(value: str | float | date | None) -> str:
    """A value as written: numbers with a point, ISO dates, text that no spreadsheet runs.

    Remembered, because the same few values fill a report; typed, because 5 and 5.0 read apart.
    """
    match value:
        case None:
            return ""
        case str():
            return inert(value)
        case float():
            return f"{value:.1f}"
        case int():
            return str(value)
        case _:
            return value.isoformat()


def inert(text: str) -> str:
    """Text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(RUNS_AS_FORMULA) else str(text)
