"""Promises about text that is brought or typed: more of it takes more time, never its square.

Time is that of the processor, on a ladder of sizes, so that what grows too fast fails early.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product

import pytest

from pages.ui.frame.plain import plain
from survey.answering.contacts import addresses, phones, veiled
from survey.answering.naming import name_index, naming
from survey.errors import SameBoatError
from survey.imports.days import days
from survey.imports.encoding import decoded
from survey.imports.history.dates import first_and_last
from survey.imports.history.export import Column, Export, read_export
from survey.imports.history.guessing import guess
from survey.imports.history.habits import Tool
from survey.imports.history.identity import identity_within, named_identity
from survey.imports.history.mapping import SignSource
from survey.imports.history.ticks import sign_reader
from survey.imports.separated import records, separator
from survey.imports.words import fold
from survey.organisation.values import clean, unmarked, wrong_address, wrong_language
from survey.questionnaire.wording import marks
from survey.waves.calendar import read_days_off
from tests.make import TINY

pytestmark = pytest.mark.slow

SIZES = (2_000, 8_000, 32_000)
GROWTH = 8
"""Four times the text may cost so many times as much: 4 and some noise, where a square costs 16."""
NOTHING_MUCH = 0.06
TRIES = 4
ENDS = ("", " x")
NAMES = name_index(["Ada Lovelace", "Bo Li"])
PIECES = [
    *("a", "a ", " ", "@", "@.", "a@", "a.", "1", "1.", "1-", "+1 ", "“", '"', '"a', "A", "ip"),
    *("[", "[a", "]", "[a]", "{", "\\", "-", "'", "n't", "''", "or ", " and ", "=", ":", ",", ";a"),
    *("é", "a\u0301\u0323", "\u0301\u0323", "\n", "\r", "2026-01-01", "2026-01-01 to ", "1/1/"),
]


def _guessed(said: str) -> object:
    export = Export(Tool.PLAIN, (Column("q", said), Column(said, said)), (), ())
    return guess(export, TINY, {})


def _days_off(said: str) -> None:
    with suppress(SameBoatError):
        read_days_off(said)


def _exported(said: str) -> None:
    with suppress(SameBoatError):
        read_export(f"B1,{said}\n{said},{said}\n".encode())


def _recorded(said: str) -> None:
    with suppress(SameBoatError):
        list(records(said, called="file"))


READERS: dict[str, Callable[[str], object]] = {
    "bytes that are no UTF-8": lambda said: decoded((said + "Zoë").encode("cp1252", "ignore")),
    "the separator": separator,
    "records": _recorded,
    "an export": _exported,
    "a cell": clean,
    "a cell of a spreadsheet": unmarked,
    "an address": wrong_address,
    "a language": wrong_language,
    "days": lambda said: days([said, f"2026-01-01 {said}", f"1/1/2026 {said}"]),
    "dates": lambda said: first_and_last([said]),
    "days off": _days_off,
    "a name of a column": lambda said: named_identity(fold(said)),
    "cells of identity": lambda said: identity_within(
        [said, f"a@b.{said}", f"http://{said}", f"a{said} b"]
    ),
    "items by words": _guessed,
    "a ticked option": sign_reader(SignSource("q", "a, b"), "a, b"),
    "a sign of its own": lambda said: sign_reader(SignSource(said), "a")(said),
    "addresses": lambda said: (addresses(said), veiled(said)),
    "phones": phones,
    "names": lambda said: naming([said], NAMES),
    "wording": lambda said: list(marks(said)),
    "markdown": plain,
}


def _cost(read: Callable[[str], object], said: str, *, at_most: float) -> float:
    """Seconds of the processor; the least of some tries where one took too long."""
    least = float("inf")
    for _ in range(TRIES):
        before = time.process_time()
        read(said)
        least = min(least, time.process_time() - before)
        if least <= at_most:
            break
    return least


@pytest.fixture
def _nothing_collected() -> Iterator[None]:
    """The collector of garbage comes when it likes, and would be counted."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_nothing_collected")
@pytest.mark.parametrize("reader", READERS)
def test_time_grows_with_the_text_and_not_with_its_square(reader: str) -> None:
    """Whatever stands in it, again and again, and whatever stands at its end."""
    for piece, end in product(PIECES, ENDS):
        before = NOTHING_MUCH / GROWTH
        for size in SIZES:
            said = piece * (size // len(piece)) + end
            cost = _cost(READERS[reader], said, at_most=GROWTH * before)
            assert cost <= GROWTH * before, f"{size} characters of {piece!r}: {cost:.2f} s"
            before = max(cost, NOTHING_MUCH / GROWTH)
