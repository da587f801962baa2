"""What a reader takes from a sentence on screen: which one of the catalogue it is, and what fills
its places. Read from the words alone, as they stand there."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from analytics.reports.phrasing import Sentence
from survey.text import catalogue
from tests.english import text

NUMBER = re.compile(r"\d+(?:\.\d+)?")
DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
NUMBERS = ("points", "before", "now", "score", "low", "high", "count", "mean")
FAMILIES = ("trends.", "sure.", "maps.")
LEVELS = ("trends.level_until", "trends.level_between", "trends.level_in")
AMBIGUOUS = ("trends.level_", "trends.signs", "trends.chart", "trends.verdict", "trends.reason")


class Read(NamedTuple):
    """A sentence by its key, its numbers, and its words."""

    key: str
    numbers: Mapping[str, float]
    words: Mapping[str, str]


def read_back(said: Sentence) -> Read:
    """The one sentence of the catalogue that it can be, in English, with all it says.

    AssertionError where the German one has other numbers in it, or where it could be two.
    """
    english, german = said.said("en"), said.said("de")
    numbers = NUMBER.findall(DECIMAL_COMMA.sub(".", german))
    assert sorted(NUMBER.findall(english)) == sorted(numbers), (english, german)
    found = [
        (key, match)
        for key in _keys()
        if (match := _pattern(key).fullmatch(english))
        and key.split(".")[0] == said.key.split(".")[0]
    ]
    assert [key for key, _ in found] == [said.key], (english, found)
    return _read(*found[0])


def levels_of(story: Read) -> list[Read]:
    """The levels that a story tells one after the other."""
    parts = story.words["earlier"].split(text("trends.then"))
    return [
        _read(*next((k, m) for k in LEVELS if (m := _pattern(k).fullmatch(part)))) for part in parts
    ]


def _read(key: str, match: re.Match[str]) -> Read:
    groups = match.groupdict()
    numbers = {name: float(value) for name, value in groups.items() if name in NUMBERS}
    return Read(key, numbers, {k: v for k, v in groups.items() if k not in numbers})


@cache
def _keys() -> Sequence[str]:
    """The sentences that are said of a figure."""
    return [
        key
        for key, said in catalogue("en").items()
        if key.startswith(FAMILIES) and said.endswith(".") and not key.startswith(AMBIGUOUS)
    ]


@cache
def _pattern(key: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", text(key))
    seen, found = set[str](), ""
    for at, part in enumerate(parts):
        if at % 2 == 0:
            found += re.escape(part)
        elif part in seen:
            found += f"(?P={part})"
        else:
            seen.add(part)
            found += f"(?P<{part}>{NUMBER.pattern if part in NUMBERS else '.+?'})"
    return re.compile(found)
