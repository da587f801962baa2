"""Promises of docs/asvs.md: every row of levels 1 and 2 is there once, and what it names exists."""

import ast
import re
from functools import cache

import pytest

from survey.settings import ROOT

PAGE = (ROOT / "docs" / "asvs.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
WITHOUT_TEST = ("Setting: ", "Written: ", "Does not apply: ", "Open: ")

# How many rows of levels 1 and 2 each section of ASVS 5.0.0 has, counted from its first on.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11,
    "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1,
    "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5,
    "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip


@cache
def those_in(file: str) -> frozenset[str]:
    """The tests of a file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))


def test_every_row_is_there_once() -> None:
    expected = [f"{sec}.{at}" for sec, many in SECTIONS.items() for at in range(1, many + 1)]

    assert [number for number, _, _ in ROWS] == expected


@pytest.mark.parametrize(("number", "how"), [(number, how) for number, _, how in ROWS])
def test_a_row_says_how_and_what_it_names_exists(number: str, how: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", how)

    assert named or how.startswith(WITHOUT_TEST), number
    for file, test in named:
        assert test in those_in(file), f"{number}: {file}::{test}"


def test_the_count_at_the_top_is_that_of_the_rows() -> None:
    kinds = [
        how.split(":")[0] + ": " if how.startswith(WITHOUT_TEST) else "test" for *_, how in ROWS
    ]
    others = [kinds.count(kind) for kind in WITHOUT_TEST]
    counts = [len(ROWS), len(ROWS) - sum(others), *others]

    (line,) = re.findall(r"^\d+ rows: .*$", PAGE, re.MULTILINE)
    assert [int(number) for number in re.findall(r"\d+", line)] == counts
