"""The rooms: who may import what, read from the code itself."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from survey.settings import ROOT
from tests.house.code import ORDER, arrows, folder, imports, modules, parsed, question

FLOORS = {"survey": 0, "analytics": 1, "commands": 2, "pages": 2, "app": 3, "admin": 3}
DATABASE = ("survey.actions", "survey.storage", "survey.store")
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
    "survey.storage.experiment_tables": DATABASE,
    "survey.storage.people_tables": DATABASE,
    "survey.storage.published_tables": DATABASE,
    "survey.storage.tables": DATABASE,
    "survey.answering.sealing.opener": ("analytics.closing.publication",),
    "survey.questionnaire.answers.from_json": ("analytics.closing.counting",),
}
RIGHT_OF_THE_DOOR = (
    *("statistics", "published", "disclosure", "figures", "exports", "reports", "charts", "paper"),
)
READING_PAGES = (
    *(
        "pages.everyone",
        "pages.team",
        "pages.leader",
        "pages.council",
        "pages.hr.audit",
        "pages.hr.participation",
    ),
    *("pages.hr.quality", "pages.hr.reports", "pages.ui.choosing", "pages.ui.figures"),
    *("pages.ui.frame", "pages.ui.home", "pages.ui.promise", "pages.router", "pages.web"),
)
LEFT_OF_THE_DOOR = ("analytics.closing", "survey.answering.sealing", "nacl", "smtplib")
LOOK = """
import ast, importlib, json, sys
found = {}
for name, file in json.load(sys.stdin):
    before = set(sys.modules)
    for node in ast.walk(ast.parse(open(file, encoding="utf-8").read())):
        if isinstance(node, ast.ImportFrom):
            there = importlib.import_module(node.module)
            for alias in node.names:
                if not hasattr(there, alias.name):
                    importlib.import_module(f"{node.module}.{alias.name}")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                importlib.import_module(alias.name)
    found[name] = sorted(set(sys.modules) - before)
print(json.dumps(found))
"""
"""Imports what each module imports, without running pages, and says what each brought in first."""


def within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


@pytest.mark.parametrize("name", modules())
def test_a_room_imports_only_what_it_may(name: str) -> None:
    """Downwards, and the libraries that are its own."""
    room = name.split(".", maxsplit=1)[0]
    for imported in imports(modules()[name]):
        floor = FLOORS.get(imported.split(".", maxsplit=1)[0], -1)
        same = imported.split(".", maxsplit=1)[0] == room
        assert same or floor < FLOORS[room], f"{name} imports {imported}"
        for guarded, places in ONLY.items():
            if within(imported, (guarded,)):
                assert within(name, places), f"{name} imports {imported}"


@pytest.mark.parametrize("package", ORDER)
def test_folders_import_only_those_below_them(package: str) -> None:
    """So that no two import each other, and a change is looked for in one direction only."""
    place = {name: at for at, name in enumerate(ORDER[package])}
    upwards = {
        f"{one} -> {other}": those
        for (one, other), those in arrows(package).items()
        if place[one] <= place[other]
    }

    assert not upwards


@pytest.mark.parametrize("package", ORDER)
def test_every_folder_has_its_place_in_the_order(package: str) -> None:
    """And the order names no folder that is gone."""
    there = {folder(name) for name in modules() if name.split(".")[0] == package}

    assert there == set(ORDER[package])


def test_whatever_reads_knows_nothing_of_what_closes() -> None:
    """A process that imports every figure, report, chart, file, paper and reading page."""
    wanted = (*(f"analytics.{one}" for one in RIGHT_OF_THE_DOOR), *READING_PAGES)
    rooms = [(name, str(file)) for name, file in modules().items() if within(name, wanted)]
    ran = subprocess.run(
        [sys.executable, "-c", LOOK],
        input=json.dumps(rooms),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    brought = {
        name: wrong
        for name, those in json.loads(ran.stdout).items()
        if (wrong := [one for one in those if within(one, LEFT_OF_THE_DOOR)])
    }

    assert len(rooms) > 100
    assert brought == {}


def test_only_the_router_lies_directly_in_pages() -> None:
    """Streamlit may run any other file there without asking who is looking."""
    assert [file.name for file in (ROOT / "pages").glob("*.py")] == ["router.py"]


def reached(start: str) -> set[str]:
    """Every module of ours that one imports, and those that they import."""
    files, found, waiting = modules(), set[str](), [start]
    while waiting:
        if (name := waiting.pop()) in files and name not in found:
            found.add(name)
            waiting += imports(files[name])
    return found


def test_only_pages_of_hr_ask_for_files() -> None:
    """Because the server takes files from nobody else (pages/web/uploads.py)."""
    asks = "pages.ui.frame.uploaded"
    pages = [name for name in modules() if name.count(".") == 2 and name.startswith("pages.")]
    asking = {name for name in pages if asks in reached(name)} - {asks}
    widget = re.compile(r"\.(file_uploader|camera_input|audio_input|chat_input)\(")

    assert [name for name, file in modules().items() if widget.search(file.read_text("utf-8"))] == [
        asks
    ]
    of_pages = {name for name in asking if not name.startswith("pages.ui.")}
    of_hr = ("history", "links", "people", "questions", "settings")
    assert of_pages == {f"pages.hr.{page}" for page in of_hr}


@pytest.mark.parametrize(("name", "file"), modules().items(), ids=list(modules()))
def test_a_module_says_what_it_answers_and_stays_small(name: str, file: Path) -> None:
    source = file.read_text(encoding="utf-8")

    assert question(name), f"{name} says nothing of itself"
    assert source.count("\n") < 300, f"{name} answers more than one question"


@pytest.mark.parametrize("package", ["survey", "analytics"])
def test_a_folder_says_which_question_it_answers(package: str) -> None:
    """In the first line of its `__init__`, as a question."""
    inits = [n for n, file in modules().items() if file.name == "__init__.py" and "." in n]
    mine = [name for name in inits if name.split(".")[0] == package]

    assert [name for name in mine if "?" not in question(name)] == []


def test_every_import_of_ours_is_there() -> None:
    """`from x import y` names a module of ours or something in one."""
    for name, file in modules().items():
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.ImportFrom) and node.module:
                ours = node.module.split(".")[0] in FLOORS
                assert not ours or node.module in modules(), f"{name} imports {node.module}"
