"""The rooms: who may import what, read from the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.settings import ROOT

FLOORS = {"survey": 0, "analytics": 1, "commands": 2, "pages": 2, "app": 3, "admin": 3}
DATABASE = (
    "survey.actions",
    "survey.storage.ballot_box",
    "survey.storage.database",
    "survey.storage.database_file",
    "survey.storage.triggers",
    "survey.storage.people_tables",
    "survey.storage.wave_rows",
    "survey.store",
    "survey.storage.table_parts",
    "survey.storage.tables",
    "survey.storage.migrations",
    "survey.storage.writer",
)
ONLY = {
    "streamlit": ("app", "pages"),
    "sqlmodel": DATABASE,
    "sqlalchemy": DATABASE,
    "duckdb": DATABASE,
    "duckdb_sqlalchemy": DATABASE,
    "psycopg": DATABASE,
    "plotly": ("analytics.charts",),
    "nacl": ("survey.answering.sealing",),
    "smtplib": ("survey.mail",),
    "survey.storage.tables": DATABASE,
    "survey.answering.sealing.opener": ("analytics.closing.publication",),
    "survey.questionnaire.answers.from_json": ("analytics.closing.counting",),
}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module that ships, by dotted name."""
    for room in FLOORS:
        top = ROOT / f"{room}.py"
        files = [top] if top.exists() else sorted((ROOT / room).rglob("*.py"))
        for file in files:
            parts = file.relative_to(ROOT).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), file


MODULES = list(modules())


def imports(file: Path) -> Iterator[str]:
    """Everything a module imports, names of `from` imports included."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file} imports from beside itself"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


@pytest.mark.parametrize(("name", "file"), MODULES, ids=[name for name, _ in MODULES])
def test_a_room_imports_only_what_it_may(name: str, file: Path) -> None:
    """Downwards, and the libraries that are its own."""
    room = name.split(".", maxsplit=1)[0]
    for imported in imports(file):
        floor = FLOORS.get(imported.split(".", maxsplit=1)[0], -1)
        same = imported.split(".", maxsplit=1)[0] == room
        assert same or floor < FLOORS[room], f"{name} imports {imported}"
        for guarded, places in ONLY.items():
            if within(imported, (guarded,)):
                assert within(name, places), f"{name} imports {imported}"


def test_only_the_router_lies_directly_in_pages() -> None:
    """Streamlit may run any other file there without asking who is looking."""
    assert [file.name for file in (ROOT / "pages").glob("*.py")] == ["router.py"]


def reached(start: str) -> set[str]:
    """Every module of ours that one imports, and those that they import."""
    files, found, waiting = dict(MODULES), set[str](), [start]
    while waiting:
        if (name := waiting.pop()) in files and name not in found:
            found.add(name)
            waiting += imports(files[name])
    return found


def test_only_pages_of_hr_ask_for_files() -> None:
    """Because the server takes files from nobody else (pages/web/uploads.py)."""
    asks = "pages.ui.frame.uploaded"
    pages = [name for name, _ in MODULES if name.count(".") == 2 and name.startswith("pages.")]
    asking = {name for name in pages if asks in reached(name)} - {asks}
    widget = re.compile(r"\.(file_uploader|camera_input|audio_input|chat_input)\(")

    assert [name for name, file in MODULES if widget.search(file.read_text("utf-8"))] == [asks]
    of_pages = {name for name in asking if not name.startswith("pages.ui.")}
    assert of_pages == {"pages.hr.history", "pages.hr.links", "pages.hr.people"}


@pytest.mark.parametrize(("name", "file"), MODULES, ids=[name for name, _ in MODULES])
def test_a_module_says_what_it_answers_and_stays_small(name: str, file: Path) -> None:
    source = file.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(source)), f"{name} says nothing of itself"
    assert source.count("\n") < 300, f"{name} answers more than one question"
