"""Which records does a sheet of an XLSX workbook hold, each cell as a person would write it?"""

import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from survey.errors import BadInput
from survey.imports.problems import quoted

WORKBOOK = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_UNPACKED = 300 * 1024 * 1024
MOST_CELLS = 10_000_000
MOST_AT_ONCE = 1024 * 1024
LONGEST_PLACE = 64
EXACT = 2**53

_PLACE = re.compile(rb"""\br=["']([A-Z]{0,4})([0-9]{1,8})["']""")

Value = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(file: bytes) -> bool:
    """Whether these bytes are a workbook, of any age, rather than text."""
    return file.startswith((WORKBOOK, OLD_OFFICE))


def sheet_records(
    file: bytes, *, called: str, sheet: str | None = None
) -> Iterator[tuple[str, ...]]:
    """Every row of the named sheet, or of the first one, down to the last that holds something.

    Errors: BadInput for a workbook that is old, locked, broken, too large, or lacks the sheet.
    """
    _check_kind(file, called)
    # Its reader lays out every cell up to the last one, so that is looked at before it begins.
    _check_extent(file, called)
    rows = _rows(file, called, sheet)
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        yield (*row, *[""] * (width - len(row)))


def has_sheet(file: bytes, sheet: str) -> bool:
    """Whether a file is a workbook with a sheet of this name."""
    if not file.startswith(WORKBOOK):
        return False
    try:
        with CalamineWorkbook.from_filelike(BytesIO(file)) as workbook:
            return sheet in workbook.sheet_names
    except CalamineError:
        return False


def _check_kind(file: bytes, called: str) -> None:
    if not file.startswith(OLD_OFFICE):
        return
    if ENCRYPTED in file:
        raise BadInput(
            f"The {called} is locked with a password. Open it, take the password off "
            "(Excel: File, Info, Protect Workbook, Encrypt with Password), and save it again."
        )
    raise BadInput(
        f"The {called} is a workbook of an old kind (.xls). Save it again as .xlsx or as CSV."
    )


def _check_extent(file: bytes, called: str) -> None:
    try:
        with ZipFile(BytesIO(file)) as parts:
            fits = sum(part.file_size for part in parts.infolist()) <= MOST_UNPACKED
            fits = fits and all(_cells(parts, name) <= MOST_CELLS for name in _sheets(parts))
    except (BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, KeyError) as error:
        raise _broken(called) from error
    if not fits:
        raise BadInput(
            f"The {called} holds more cells than can be read. Delete empty rows and columns at "
            "the end of its sheets, or split it, or save it as CSV."
        )


def _sheets(parts: ZipFile) -> list[str]:
    return [name for name in parts.namelist() if "/worksheets/" in name and name.endswith(".xml")]


def _cells(parts: ZipFile, name: str) -> int:
    """How many cells a sheet spans from its first to the last that is named in it."""
    height, width, rest = 1, 1, b""
    with parts.open(name) as sheet:
        while part := sheet.read(MOST_AT_ONCE):
            for column, row in _PLACE.findall(rest + part):
                height, width = max(height, int(row)), max(width, _column(column))
            rest = part[-LONGEST_PLACE:]
    return height * width


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _rows(file: bytes, called: str, sheet: str | None) -> list[tuple[str, ...]]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(file)) as workbook:
            found = workbook.get_sheet_by_name(_which(workbook, called, sheet))
            values = found.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _broken(called) from error
    rows = [_filled(tuple(map(written, row))) for row in values]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _which(workbook: CalamineWorkbook, called: str, sheet: str | None) -> str:
    sheets = [s.name for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    if sheet is not None and sheet not in sheets:
        names = ", ".join(map(quoted, sheets))
        raise BadInput(f"The {called} has no sheet {quoted(sheet)}. There are: {names}.")
    if not sheets:
        raise BadInput(f"The {called} is a workbook without a sheet of cells.")
    return sheets[0] if sheet is None else sheet


def _filled(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of a row up to the last that holds something."""
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1)
    return cells[: last + 1]


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


def _broken(called: str) -> BadInput:
    return BadInput(
        f"The {called} looks like a workbook, and cannot be opened as one. Open it in the program "
        "it came from and save it again as .xlsx, or as CSV."
    )
