"""Where published reference figures and real answers lie: beside the project, not in it."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def reference_file(name: str) -> Path:
    """A file of reference data by name; the test is skipped where it is not there."""
    file = FOLDER / name
    if not file.is_file():
        pytest.skip(f"reference data {name} is not here ({FOLDER})")
    return file
