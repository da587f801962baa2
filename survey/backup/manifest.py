"""What is in a backup, and is all of it there as it was written?"""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from pydantic import TypeAdapter

from survey.errors import BadInput, Problem
from survey.private_files import settle, write_private
from survey.text import sentence

NAME = "backup.json"
_FILE = re.compile(r"same_boat\.duckdb(\.wal)?|(boxes|comments)/wave-[0-9]+\.duckdb(\.wal)?")
_FOLDER = re.compile(r"same-boat-[0-9]{8}-[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """When a backup was made and by which release; `files` are SHA-256 by name within it.

    `waves` are the numbers of those whose key it would take to read the ballots in it.
    """

    made: str
    release: str
    files: dict[str, str]
    waves: tuple[int, ...]

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made)


def folder_name(moment: datetime) -> str:
    """What the folder of a backup of this moment is called."""
    return f"same-boat-{moment.astimezone(UTC):%Y%m%d-%H%M%S}"


def backups_in(folder: Path) -> list[Path]:
    """The finished backups in a folder, the oldest first."""
    found = (place for place in folder.glob("same-boat-*") if _FOLDER.fullmatch(place.name))
    return sorted(place for place in found if (place / NAME).is_file())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Say in a backup what is in it; written last, so that only a finished one has it."""
    write_private(folder / NAME, json.dumps(asdict(manifest), indent=1).encode())
    settle(folder)


def read_manifest(folder: Path) -> Manifest:
    """What a backup says is in it. Errors: BadInput."""
    try:
        found = TypeAdapter(Manifest).validate_json((folder / NAME).read_bytes())
        sound = all(map(_FILE.fullmatch, found.files)) and found.moment.tzinfo is not None
    except (OSError, ValueError):
        sound = False
    if not sound:
        raise BadInput(sentence("backup.none", folder=folder))
    return found


def check_whole(folder: Path, manifest: Manifest) -> None:
    """Every file of a backup is there and holds what was written. Errors: BadInput, by file."""
    problems = [
        Problem(sentence(fault, file=name))
        for name, digest in manifest.files.items()
        if (fault := _fault(folder / name, digest))
    ]
    if problems:
        raise BadInput(sentence("backup.not_whole", folder=folder), problems)


def _fault(file: Path, digest: str) -> str | None:
    try:
        with file.open("rb") as content:
            there = file_digest(content, "sha256").hexdigest()
    except OSError:
        return "backup.file_missing"
    return None if there == digest else "backup.file_changed"
