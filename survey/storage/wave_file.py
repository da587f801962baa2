"""Where a wave's own file lies: what must leave no byte behind has one, and loses it whole.

DuckDB does not zero the blocks it frees, so rows are destroyed with their file.
"""

import re
from pathlib import Path

from survey.errors import BoxTrouble
from survey.private_files import passing_folder
from survey.text import sentence

_FILE = re.compile(r"wave-([0-9]+)\.duckdb")


def own_file(folder: Path, wave: int) -> Path:
    """The file of a wave in a folder."""
    return folder / f"wave-{wave}.duckdb"


def waves_in(folder: Path) -> frozenset[int]:
    """The waves of which anything is left in a folder."""
    names = (file.name for file in folder.glob("wave-*.duckdb*"))
    return frozenset(int(found[1]) for name in names if (found := _FILE.match(name)))


def remove(file: Path) -> None:
    """Delete a file and everything DuckDB keeps beside it; quietly when it is gone."""
    for part in sorted(file.parent.glob(f"{file.name}*")):
        part.unlink(missing_ok=True)


def check_place(file: Path, *, new: bool) -> None:
    """A new box is never made over another; any other must be there (or its ballots are lost)."""
    if new:
        passing_folder(file.parent)
        if any(file.parent.glob(f"{file.name}*")):
            raise BoxTrouble(sentence("leftovers.box", file=file))
    elif not file.exists():
        raise BoxTrouble(sentence("refused.key.no_box", file=file))
