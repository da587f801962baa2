"""What the fictional organisation is made from: the files of data/demo, read into frozen types."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from survey.experiments.experiment import Size, Whose
from survey.experiments.experiment import State as Stand
from survey.settings import CONTENT
from survey.text import FALLBACK

FOLDER = CONTENT / "demo"


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A team to be: its name and members without the leader; `exactly` is never stretched."""

    name: str
    size: int
    exactly: bool = False


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """An area to be, its teams in the order in which they come into being."""

    name: str
    teams: tuple[TeamPlan, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Given names, the family names that go with any of them, and what these people speak."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    language: str = FALLBACK


@dataclass(frozen=True, slots=True)
class Company:
    """Who the organisation is; `hr` names the team one of whose members is HR."""

    name: str
    domain: str
    hr: str
    areas: tuple[AreaPlan, ...]
    sites: tuple[str, ...]
    names: tuple[Names, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """By how much the answers of a unit differ, from the first past wave to the last.

    `about` names statements, constructs or composites (points of the scale), or signs (shares).
    """

    unit: str
    about: tuple[str, ...]
    shift: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """How many join and leave a unit, and how far through the past waves (0 to 1)."""

    unit: str
    at: float
    joins: int
    leaves: int


@dataclass(frozen=True, slots=True)
class Script:
    """What the answers say: levels and shares, how far they differ, and the stories in them."""

    levels: Mapping[str, float]
    signs: Mapping[str, float]
    spread: Mapping[str, float]
    skip: float
    taking_part: tuple[float, float]
    so_far: float
    follow_up_for: int
    stories: tuple[Story, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What people write, by open prompt, and shares: who ever writes, how often, and on both."""

    writers: float
    often: float
    both: float
    said: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Because:
    """One why of a chain, and who can change what it names."""

    text: str
    whose: Whose


@dataclass(frozen=True, slots=True)
class PassedUp:
    """Which why went up to the area, and what came back."""

    why: int
    answer: str
    because: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What a team took up so many closed waves ago, why, what it tried, and what it decided."""

    unit: str
    ago: int
    measure: str
    whys: tuple[Because, ...]
    passed: PassedUp | None = None
    idea: str = ""
    size: Size = Size.DAYS
    guard: str = ""
    others: tuple[str, ...] = ()
    decided_ago: int | None = None
    decision: Stand | None = None
    shared: bool = False
    learned: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said to everybody about a wave."""

    ago: int
    heard: str
    doing: str


@dataclass(frozen=True, slots=True)
class Trials:
    """What teams try, and what everybody is told."""

    tried: tuple[Chain, ...]
    heard: tuple[Said, ...]


@cache
def trials() -> Trials:
    """What is tried in data/demo."""
    return TypeAdapter(Trials).validate_python(_read("experiments"))


@cache
def company() -> Company:
    """The organisation of data/demo."""
    found = _read("organisation") | {"names": _read("names")["groups"]}
    return TypeAdapter(Company).validate_python(found)


@cache
def script() -> Script:
    """The answers and stories of data/demo."""
    return TypeAdapter(Script).validate_python(_read("story"))


@cache
def remarks() -> Remarks:
    """The comments of data/demo."""
    return TypeAdapter(Remarks).validate_python(_read("comments"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def chance(*about: object) -> random.Random:
    """Chance that is always the same for the same things; only ever for made-up people."""
    return random.Random("/".join(map(str, about)))  # noqa: S311
