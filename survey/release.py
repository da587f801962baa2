"""Which release is this, and what is new since the one that ran here before?"""

import tomllib
from functools import cache
from pathlib import Path

from survey.private_files import write_private
from survey.settings import ROOT, Settings

RAN_LAST = "release"


@cache
def version() -> str:
    """The number of this release, as pyproject.toml has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def news(settings: Settings, changes: Path = ROOT / "CHANGELOG.md") -> list[str]:
    """What the changelog says of releases since the one that ran here before, said once.

    Nothing at the first start of all, and nothing when it is the same.
    """
    file = settings.data / RAN_LAST
    before = file.read_text("utf-8").strip() if file.exists() else ""
    if before != version():
        write_private(file, version().encode())
    if not before or before == version():
        return []
    since: list[str] = []
    for line in changes.read_text("utf-8").splitlines():
        if line.startswith(f"## {before} "):
            break
        since.append(line)
    return [line for line in since if line.strip() and line != "# Changes"]
