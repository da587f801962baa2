"""Which files lie in the data folder under the numbers of waves, whatever database made them?"""

import re
from collections.abc import Iterable
from pathlib import Path

from survey.errors import DatabaseMissing
from survey.settings import Settings
from survey.text import joined, sentence

_WAVE = re.compile(r"wave-([0-9]+)\b")
_NAMED = 5


def wave_files(settings: Settings) -> dict[int, list[Path]]:
    """What opening, closing and destroying a wave may touch, by its number; no mails."""
    folders = [settings.keys]
    if not settings.database_url:
        folders += [settings.boxes, settings.comments, settings.kept]
    found: dict[int, list[Path]] = {}
    for file in (file for folder in folders for file in sorted(folder.glob("wave-*"))):
        if wave := _WAVE.match(file.name):
            found.setdefault(int(wave[1]), []).append(file)
    return found


def check_nothing_lies_there(settings: Settings) -> None:
    """Refuse a new database where one was that is gone. Errors: DatabaseMissing."""
    left = [file for files in wave_files(settings).values() for file in files]
    left += sorted(settings.outbox.glob("wave-*"))
    if not settings.database_url:
        left += _of_a_file(settings.database_file)
    if left:
        said = {"files": named(left, settings), "folder": settings.data}
        where = "" if settings.database_url else f" ({settings.database_file})"
        raise DatabaseMissing(sentence("leftovers.start", **said, where=where))


def _of_a_file(file: Path) -> list[Path]:
    """What belongs to a database file beside it; its log only where the file itself is gone."""
    log = file.with_name(f"{file.name}.wal")
    logs = [log] if log.exists() and not file.exists() else []
    return [*logs, *sorted(file.parent.glob(f"{file.stem}.*{file.suffix}"))]


def named(files: Iterable[Path], settings: Settings) -> str:
    """The first few of some files as they stand in the data folder, and how many more there are."""
    data = settings.data
    names = [str(file.relative_to(data) if file.is_relative_to(data) else file) for file in files]
    more = len(names) - _NAMED
    first = joined(names[:_NAMED])
    return sentence("leftovers.more", names=first, count=more) if more > 0 else first
