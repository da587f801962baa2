"""How is a DuckDB file copied while it is written to, so that the copy is of one moment?

A commit makes the log longer, and a checkpoint changes the file: whatever happened while both were
read shows in their sizes and times, and then they are read again.
"""

from pathlib import Path

from survey.errors import Trouble
from survey.storage import copying
from survey.text import sentence

TRIES = 20


def snapshot(file: Path, to: Path) -> dict[Path, str]:
    """Copy a file and the log beside it as they stood at one moment; the SHA-256 of each copy.

    Errors: Trouble when it never stood still; OSError.
    """
    for _ in range(TRIES):
        before = _standing(file)
        parts = [part for part in _parts(file) if part in before]
        places = {part: to.with_name(to.name + part.name[len(file.name) :]) for part in parts}
        try:
            digests = copying.copies(places)
        except OSError:
            if _standing(file) == before:
                raise
            continue
        if _standing(file) == before:
            return dict(zip(places.values(), digests, strict=True))
        for copied in places.values():
            copied.unlink()
    raise Trouble(sentence("backup.restless", file=file))


def _parts(file: Path) -> tuple[Path, Path]:
    return file, file.with_name(f"{file.name}.wal")


def _standing(file: Path) -> dict[Path, tuple[int, int]]:
    """The size and the time of the last change of the file and its log, where they are there."""
    found: dict[Path, tuple[int, int]] = {}
    for part in _parts(file):
        if part.exists():
            now = part.stat()
            found[part] = now.st_size, now.st_mtime_ns
    return found
