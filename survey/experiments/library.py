"""The starter library: small experiments in our own words, so that nobody faces an empty page."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from survey.experiments.experiment import Size
from survey.settings import CONTENT
from survey.text import FALLBACK

FOLDER = CONTENT / "experiments"


class Reach(StrEnum):
    """Who can begin it."""

    TEAM = "team"
    WITH_OTHERS = "with others"


class Known(StrEnum):
    """How surely it is known to help."""

    WELL = "well"
    PARTLY = "partly"
    LITTLE = "little"


@dataclass(frozen=True, slots=True)
class IdeaWords:
    """An idea in one language: its title, what is done, and what is known of it."""

    title: str
    how: str
    known: str


@dataclass(frozen=True, slots=True)
class Idea:
    """A small experiment for what a construct is about."""

    key: str
    construct: str
    size: Size
    reach: Reach
    sure: Known
    words: Mapping[str, IdeaWords]

    def said(self, language: str) -> IdeaWords:
        """Its words in a language, English where there are no others."""
        return self.words.get(language.split("-", maxsplit=1)[0], self.words[FALLBACK])


@cache
def library(folder: Path = FOLDER) -> Mapping[str, Idea]:
    """Every idea by its key, a file for each construct."""
    return {idea.key: idea for file in sorted(folder.glob("*.toml")) for idea in _read(file)}


def _read(file: Path) -> Iterator[Idea]:
    for one in tomllib.loads(file.read_text("utf-8"))["ideas"]:
        yield Idea(
            key=one["key"],
            construct=file.stem.upper(),
            size=Size(one["size"]),
            reach=Reach(one["reach"]),
            sure=Known(one["sure"]),
            words={tag: IdeaWords(**one[tag]) for tag in one if isinstance(one[tag], dict)},
        )


def suited(construct: str | None) -> list[Idea]:
    """The ideas about one construct first, then the others; within each the smallest first."""
    sizes = list(Size)
    return sorted(
        library().values(),
        key=lambda idea: (idea.construct != construct, sizes.index(idea.size), idea.key),
    )
