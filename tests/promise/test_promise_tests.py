"""Promises of docs/promise-tests.md: every sentence of the promise, and a test that shows it."""

import re

import pytest

from pages.ui.promise.promise_words import LEFT
from survey.settings import ROOT
from survey.text import catalogue

PAGE = ROOT / "docs" / "promise-tests.md"
ANSWERING = ROOT / "docs" / "answering-tests.md"
ROW = re.compile(r"^\| (.*?) \| (`tests/.*`) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
LANGUAGES = ("en", "de")


def rows() -> dict[str, str]:
    """What stands on the page, by sentence or counterexample."""
    return {name.strip("`"): tests for name, tests in ROW.findall(PAGE.read_text("utf-8"))}


def sentences(language: str) -> set[str]:
    """What the promise page claims, by key: each rule, what is left, receipts and the proof."""
    keys = {key for key in catalogue(language) if key.startswith("promise.")}
    said = {key for key in keys if key.endswith("_said")} | {"promise.receipt_unknown"}
    left = {f"promise.left_{what}" for what in (*LEFT, "come_and_go")}
    assert left == {key for key in keys if key.startswith("promise.left_")} - {"promise.left_intro"}
    return said | left


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_promise_has_a_test(language: str) -> None:
    """In every language it is read in."""
    assert {name for name in rows() if name.startswith("promise.")} == sentences(language)


def test_every_test_that_is_named_is_there() -> None:
    """A test that is renamed is renamed here too."""
    pages = (page.read_text("utf-8") for page in (PAGE, ANSWERING))
    named = [found for page in pages for found in TEST.findall(page)]
    missing = [
        f"{file}::{test}"
        for file, test in named
        if f"def {test}(" not in (ROOT / file).read_text("utf-8")
    ]

    assert len(named) > 70
    assert missing == []


def test_every_counterexample_of_the_audit_has_its_letter() -> None:
    """A to E, as the rules that came of them."""
    letters = {name[0] for name in rows() if name[1:2] == ":"}

    assert letters == set("ABCDE")
