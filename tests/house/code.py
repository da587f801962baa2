"""What does the code itself say of its rooms: modules, folders, and who imports whom?"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from survey.settings import ROOT

TOPS = ("survey", "analytics", "pages", "commands", "app", "admin")
ORDER = {
    "survey": (
        *("", "organisation", "questionnaire", "waves", "experiments", "mail", "storage", "store"),
        *("imports", "imports.history", "backup", "answering", "actions", "mailing"),
    ),
    "analytics": (
        *("", "statistics", "published", "disclosure", "figures", "closing", "exports", "reports"),
        *("promise", "charts", "paper", "jobs"),
    ),
    "pages": (
        *("ui", "ui.frame", "ui.choosing", "ui.figures", "ui.trying", "ui.home", "ui.promise"),
        *("ui.people", "ui.history", "ui.keeping", "ui.questions", "ui.council", "ui.waves"),
        *("ui.settings", "respondent", "respondent.light", "web", "everyone", "hr", "leader"),
        *("team", "council", ""),
    ),
}
"""The folders of each package; each imports those before it only."""


@cache
def modules() -> Mapping[str, Path]:
    """Every module that ships, by dotted name."""
    found: dict[str, Path] = {}
    for top in TOPS:
        single = ROOT / f"{top}.py"
        for file in [single] if single.exists() else sorted((ROOT / top).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(part for part in parts if part != "__init__")] = file
    return found


@cache
def parsed(file: Path) -> ast.Module:
    """A module, read once."""
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imports(file: Path) -> frozenset[str]:
    """Everything a module imports, names of `from` imports included."""
    return frozenset(_imported(file))


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file} imports from beside itself"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def question(name: str) -> str:
    """The first line of a module's docstring, or "" where it says nothing."""
    said = ast.get_docstring(parsed(modules()[name]))
    return said.partition("\n")[0] if said else ""


def folder(name: str) -> str:
    """The folder of a module within its package: `figures`, `ui.frame`, BASE."""
    parts = name.split(".")
    inside = parts[1:] if modules()[name].name == "__init__.py" else parts[1:-1]
    return ".".join(inside)


@cache
def arrows(package: str) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Which folders of a package import which others of it, with the modules that do."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for name, file in modules().items():
        if name.split(".")[0] != package:
            continue
        for imported in imports(file) & modules().keys():
            if imported.split(".")[0] == package and folder(imported) != folder(name):
                found.setdefault((folder(name), folder(imported)), set()).add((name, imported))
    return {ends: tuple(sorted(those)) for ends, those in sorted(found.items())}
