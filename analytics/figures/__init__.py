"""What did a unit show, and what changed since when?

`analytics.figures.read(...)` opens the report as a table of pandas (docs/figures-table.md).
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Found when it is asked for, so that pandas is loaded by those who want a table of it only."""
    if name == "read":
        return import_module("analytics.figures.frame").read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
