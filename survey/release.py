"""Which release is this, and what is new in it?"""

import tomllib
from functools import cache

from survey.settings import ROOT


@cache
def version() -> str:
    """The number of this release, as pyproject.toml has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
