"""Which records does a sheet of an XLSX workbook hold, each cell as a person would write it?

A process of its own reads it (survey/imports/sheet.py), within limits of memory and time.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

from survey.errors import BadInput
from survey.imports.problems import quoted
from survey.imports.sheet import LARGE, TOO_LARGE, Asked
from survey.text import joined, sentence

WORKBOOK = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MEGABYTE = 1024 * 1024
READER = "survey.imports.sheet"
ROOT = Path(__file__).parents[2]
AT_ONCE = 2

log = logging.getLogger("same_boat.imports")
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one workbook may take: bytes, cells, and seconds of processor and of clock.

    `given` are the bytes of what is read from it.
    """

    memory: int = 1024 * MEGABYTE
    unpacked: int = 300 * MEGABYTE
    given: int = 128 * MEGABYTE
    cells: int = 10_000_000
    seconds: int = 60
    patience: float = 120.0


LIMITS = Limits()


class WhichSheet(BadInput):
    """A workbook that can be read once somebody chose one of its sheets."""

    def __init__(self, message: str, sheets: Sequence[str]) -> None:
        super().__init__(message)
        self.sheets = tuple(sheets)


class _TooLarge(Exception):
    """The reader was stopped, or gave more than is taken."""


class _Broken(Exception):
    """The reader could not make sense of the file."""


def is_workbook(file: bytes) -> bool:
    """Whether these bytes are a workbook, of any age, rather than text."""
    return file.startswith((WORKBOOK, OLD_OFFICE))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet, down to the last that holds something, all of one width.

    `filled` are the sheets of the workbook that can be seen and have more than one row, `hidden`
    those that cannot be seen; `hidden_rows` counts rows of any sheet that cannot.
    """

    name: str
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    filled: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    hidden_rows: int = 0


def sheet_records(
    file: bytes, *, called: str, sheet: str | None = None, limits: Limits = LIMITS
) -> Iterator[tuple[str, ...]]:
    """Every row of the named sheet, or of the first that holds some; see read_sheet."""
    yield from read_sheet(file, called=called, sheet=sheet, limits=limits).rows


def chosen_sheet(file: bytes, *, called: str, sheet: str | None, others: Collection[str]) -> Sheet:
    """The named sheet, or the only one that can be seen and holds rows, `others` left aside.

    Errors: BadInput; WhichSheet where there are several.
    """
    found = read_sheet(file, called=called, sheet=sheet)
    choice = [name for name in found.filled if name not in others]
    if sheet is not None or choice == [found.name] or not choice:
        return found
    if len(choice) > 1:
        names = joined(map(quoted, choice))
        raise WhichSheet(sentence("refused.file.which_sheet", called=called, sheets=names), choice)
    return read_sheet(file, called=called, sheet=choice[0])


def read_sheet(
    file: bytes, *, called: str, sheet: str | None = None, limits: Limits = LIMITS
) -> Sheet:
    """The named sheet, or the first that can be seen and holds rows.

    Errors: BadInput for a workbook that is old, locked, broken, too large, or lacks the sheet.
    """
    _check_kind(file, called)
    try:
        opening, *rows = _read(file, sheet, limits, rows=True)
        _check_opening(opening, called, sheet)
    except _TooLarge:
        raise BadInput(sentence("refused.file.too_large", called=called)) from None
    except _Broken:
        raise BadInput(sentence("refused.file.not_a_workbook", called=called)) from None
    while rows and not rows[-1]:
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    return Sheet(
        name=opening.get("read") or "",
        rows=tuple((*row, *[""] * (width - len(row))) for row in rows),
        filled=tuple(opening["filled"]),
        hidden=tuple(opening["hidden"]),
        hidden_rows=opening["hidden_rows"],
    )


def has_sheet(file: bytes, sheet: str, *, limits: Limits = LIMITS) -> bool:
    """Whether a file is a workbook with a sheet of this name."""
    if not file.startswith(WORKBOOK):
        return False
    try:
        (opening,) = _read(file, sheet, limits, rows=False)
    except (_TooLarge, _Broken):
        return False
    return sheet in opening.get("sheets", ())


def _check_kind(file: bytes, called: str) -> None:
    if not file.startswith(OLD_OFFICE):
        return
    if ENCRYPTED in file:
        raise BadInput(sentence("refused.file.locked", called=called))
    raise BadInput(sentence("refused.file.old_kind", called=called))


def _read(file: bytes, sheet: str | None, limits: Limits, *, rows: bool) -> list[Any]:
    """The lines that the reader gives. Errors: _TooLarge, _Broken."""
    asked = Asked(sheet, rows, limits.memory, limits.seconds, limits.unpacked, limits.cells)
    command = [sys.executable, "-P", "-m", READER, json.dumps(asdict(asked))]
    with _places, Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_room()) as reader:  # noqa: S603
        patience = threading.Timer(limits.patience, reader.kill)
        patience.start()
        try:
            lines = _exchange(reader, file, limits.given)
        finally:
            patience.cancel()
            reader.kill()
    _check_end(reader.returncode)
    return lines


def _room() -> dict[str, str]:
    """What the reader knows of the world: where the code is, and none of our secrets."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}


def _exchange(reader: Popen[bytes], file: bytes, most: int) -> list[Any]:
    assert reader.stdin, "it was asked for"
    assert reader.stdout, "it was asked for"
    with suppress(BrokenPipeError):
        reader.stdin.write(file)
    with suppress(BrokenPipeError):
        reader.stdin.close()
    lines = []
    while line := reader.stdout.readline(most + 1):
        most -= len(line)
        if most < 0 or not line.endswith(b"\n"):
            raise _TooLarge
        lines.append(json.loads(line))
    reader.wait()
    return lines


def _check_end(code: int) -> None:
    if code == 0:
        return
    log.warning("A workbook was not read: its reader ended with %s.", code)
    # Below 0 stands the signal that stopped it: out of memory, out of time.
    raise _TooLarge if code < 0 or code == TOO_LARGE else _Broken


def _check_opening(opening: Mapping[str, Any], called: str, sheet: str | None) -> None:
    if opening.get("refused") == LARGE:
        raise _TooLarge
    if "refused" in opening:
        raise _Broken
    sheets = opening["sheets"]
    if sheet is not None and sheet not in sheets:
        names = joined(map(quoted, sheets))
        raise BadInput(
            sentence("refused.file.no_sheet", called=called, sheet=quoted(sheet), sheets=names)
        )
    if not sheets:
        raise BadInput(sentence("refused.file.no_cells", called=called))
