"""Which cells does a workbook hold? Run as a process of its own, which may die of what it reads.

A file of 5 KB can ask for 500 GB or for hours, so nobody who serves others opens one. In by
standard input comes the workbook, out go lines of JSON: what it is, and then its rows.
"""

import json
import re
import resource
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

TOO_LARGE = 3
"""The exit code of a process that ran out of memory and could still say so."""
BROKEN, LARGE = "broken", "large"
MOST_AT_ONCE = 1024 * 1024
LONGEST_PLACE = 64
LONGEST_TAG = 4096
EXACT = 2**53

_PLACE = re.compile(rb"""\br\s{0,9}=\s{0,9}["']([A-Za-z]{0,4})([0-9]{1,8})["']""")

_HIDDEN = re.compile(rb"""<row\b[^<]{0,2000}\bhidden=["'](?:1|true)["']""")

Value = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Asked:
    """The sheet (None is the first), whether its rows are wanted, and what reading may take.

    `memory` and `unpacked` are bytes, `seconds` of the processor, `cells` those of one part.
    """

    sheet: str | None
    rows: bool
    memory: int
    seconds: int
    unpacked: int
    cells: int


def main() -> None:
    """Read what was asked for, within its limits."""
    asked = Asked(**json.loads(sys.argv[1]))
    _within(asked)
    try:
        for line in lines(sys.stdin.buffer.read(), asked):
            sys.stdout.write(json.dumps(line) + "\n")
    except MemoryError:
        raise SystemExit(TOO_LARGE) from None


def _within(asked: Asked) -> None:
    limits = {
        resource.RLIMIT_AS: asked.memory,
        resource.RLIMIT_CPU: asked.seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        _, hard = resource.getrlimit(limit)
        top = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # Not every system knows every limit; the clock of whoever waits is there on all.
        with suppress(ValueError):
            resource.setrlimit(limit, (top, top))


def lines(file: bytes, asked: Asked) -> Iterator[object]:
    """Which sheets there are or why the file is refused, then the rows if they are wanted."""
    try:
        # The reader lays out every cell up to the last one, so that is looked at before it begins.
        if asked.rows and not _fits(file, asked):
            yield {"refused": LARGE}
            return
        with CalamineWorkbook.from_filelike(BytesIO(file)) as workbook:
            known = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            sheets = [s.name for s in known]
            if not asked.rows:
                yield {"sheets": sheets}
                return
            seen = [s.name for s in known if s.visible == SheetVisibleEnum.Visible]
            one = len(seen) == 1
            filled = seen if one else [name for name in seen if _is_filled(workbook, name)]
            name = asked.sheet if asked.sheet is not None else next(iter([*filled, *sheets]), None)
            yield {
                "sheets": sheets,
                "read": name,
                "filled": filled,
                "hidden": [name for name in sheets if name not in seen],
                "hidden_rows": _hidden_rows(file),
            }
            if name in sheets:
                yield from _rows(workbook.get_sheet_by_name(name))
    except (CalamineError, BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        yield {"refused": BROKEN}


def _is_filled(workbook: CalamineWorkbook, name: str) -> bool:
    """Whether a sheet has more than one row, as a table does."""
    return workbook.get_sheet_by_name(name).height > 1


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Every row; what was merged over several rows stands in each of them."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    rows = ([*before, *map(written, row)] for row in sheet.iter_rows())
    merged = sheet.merged_cell_ranges
    yield from map(_filled, _filled_down(list(rows), merged) if merged else rows)


def _filled_down(
    rows: list[list[str]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> list[list[str]]:
    for (top, left), (bottom, _) in merged:
        for place in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[place]):
                rows[place][left] = rows[top][left]
    return rows


def _hidden_rows(file: bytes) -> int:
    """How many rows of any sheet somebody hid: they are read like the others, and said."""
    with ZipFile(BytesIO(file)) as parts:
        sheets = [part for part in parts.infolist() if "worksheets/" in part.filename]
        return sum(_hidden_in(parts, part) for part in sheets)


def _hidden_in(parts: ZipFile, name: ZipInfo) -> int:
    many, rest = 0, b""
    with parts.open(name) as sheet:
        while part := sheet.read(MOST_AT_ONCE):
            # A row is counted where its tag ends, and each of them once.
            *whole, rest = (rest + part).split(b">")
            many += sum(1 for tag in whole if _HIDDEN.search(tag))
            rest = rest[-LONGEST_TAG:]
    return many


def _fits(file: bytes, asked: Asked) -> bool:
    """Whether no part spans more cells than can be read: a sheet may stand under any name."""
    with ZipFile(BytesIO(file)) as parts:
        every = parts.infolist()
        if sum(part.file_size for part in every) > asked.unpacked:
            return False
        return all(_cells(parts, part) <= asked.cells for part in every)


def _cells(parts: ZipFile, name: ZipInfo) -> int:
    """How many cells a part spans from its first to the last that is named in it."""
    height, width, rest = 1, 1, b""
    with parts.open(name) as sheet:
        while part := sheet.read(MOST_AT_ONCE):
            for column, row in _PLACE.findall(rest + part):
                number = 0
                for letter in column.upper():
                    number = 26 * number + letter - ord("A") + 1
                height, width = max(height, int(row)), max(width, number)
            rest = part[-LONGEST_PLACE:]
    return height * width


def _filled(row: list[str]) -> list[str]:
    """The cells of a row up to the last that holds something."""
    last = max((place for place, cell in enumerate(row) if cell.strip()), default=-1)
    return row[: last + 1]


def written(value: Value) -> str:
    """A cell as a person would write it: whole numbers without a point, days as 2026-03-02."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < EXACT:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case _:
            return str(value)


if __name__ == "__main__":
    main()
