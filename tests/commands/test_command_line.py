"""Promises of the command line: it answers at once, and says which version it is."""

import subprocess
import sys
import tomllib

import pytest

from survey.settings import ROOT

HEAVY = {
    "duckdb",
    "numpy",
    "pandas",
    "plotly",
    "psycopg",
    "pyarrow",
    "pydantic",
    "scipy",
    "sqlalchemy",
    "sqlmodel",
    "streamlit",
}
LOADED = """
import runpy, sys
sys.argv = ["admin.py", *sys.argv[1:]]
try:
    runpy.run_path("admin.py", run_name="__main__")
finally:
    print("loaded", *sys.modules)
"""


def asked(*words: str) -> tuple[list[str], set[str]]:
    """What `python admin.py` says in a process of its own, and the modules it has then."""
    command = [sys.executable, "-c", LOADED, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    *said, loaded = done.stdout.splitlines()
    return said, set(loaded.split())


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("wave", "open", "--help")])
def test_what_changes_nothing_waits_for_no_library(words: tuple[str, ...]) -> None:
    """A look at the words of a command opens no database and draws no chart."""
    said, loaded = asked(*words)

    assert said
    assert "click" in loaded
    assert not HEAVY & loaded


def test_the_version_is_that_of_the_project() -> None:
    """It stands in pyproject.toml, once."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert asked("--version")[0] == [f"Same Boat {project['version']}"]


def test_the_changelog_has_a_section_for_the_version() -> None:
    """What is released is said under its number, what is not yet above all of them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    sections = [line for line in changes if line.startswith("## ")]

    assert sections[0] == "## Unreleased"
    assert sections[1].startswith(f"## {project['version']} ")
