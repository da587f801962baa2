"""Promises of the parts: ids of the bank stand in the bank, and in one module that names parts."""

import ast
from pathlib import Path

import pytest

from survey.questionnaire import parts
from survey.questionnaire.shipped import bank
from survey.settings import ROOT

PARTS = Path(parts.__file__)
IDS = {item.id for item in bank().items} | {construct.id for construct in bank().constructs}
FILES = [
    file
    for part in ("survey", "analytics", "pages", "commands")
    for file in sorted((ROOT / part).rglob("*.py"))
]


def literals(file: Path) -> set[str]:
    """The strings of a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {str(one.value) for one in ast.walk(tree) if isinstance(one, ast.Constant)}


def test_no_other_module_knows_an_id_of_the_bank() -> None:
    knowing = {file.relative_to(ROOT).as_posix(): literals(file) & IDS for file in FILES}
    named = {file: ids for file, ids in knowing.items() if ids}

    assert list(named) == [PARTS.relative_to(ROOT).as_posix()]


@pytest.mark.parametrize("id_", sorted(literals(PARTS) & IDS | set(parts.FOCUS)))
def test_what_plays_a_part_is_asked_by_the_bank(id_: str) -> None:
    assert id_ in IDS
