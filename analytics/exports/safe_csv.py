"""Rows of text as CSV: the same bytes every time, and nothing that a spreadsheet would run."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Literal

Separator = Literal[",", ";"]
LineEnding = Literal["\n", "\r\n"]
DecimalMark = Literal[".", ","]

DECIMAL_MARKS: dict[Separator, DecimalMark] = {",": ".", ";": ","}
"""How tenths are written between these separators: nobody can choose two that do not fit."""

CRLF = "\r\n"
BYTE_ORDER_MARK = "\ufeff"
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
PIECE = 1 << 16


def csv_pieces(
    rows: Iterable[Iterable[str]],
    *,
    separator: Separator = ",",
    bom: bool = False,
    line_ending: LineEnding = "\n",
) -> Iterator[bytes]:
    """UTF-8 (RFC 4180) in pieces of about 64 KiB; a byte order mark where Excel needs one."""
    lines = _Lines(line_ending)
    lines.text.write(BYTE_ORDER_MARK if bom else "")
    writer = csv.writer(lines, delimiter=separator, lineterminator=CRLF)
    for row in rows:
        writer.writerow(row)
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


def inert(text: str) -> str:
    """Text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(RUNS_AS_FORMULA) else str(text)
