"""What a published figure is: shown with its coarse values, or hidden without any number."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Whose answers a cell is about: the people whose home is the unit, or all below it too."""

    TEAM = "team"
    AREA = "area"


class MeasureKind(StrEnum):
    """What kind of measure a cell holds."""

    ITEM = "item"
    CONSTRUCT = "construct"
    COMPOSITE = "composite"
    DERIVED = "derived"
    SCOPE = "scope"
    OWN = "own"
    SIGN = "sign"
    PARTICIPATION = "participation"


@dataclass(frozen=True, slots=True)
class Band:
    """A range of whole numbers, both ends inside."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Score:
    """A shown figure on 0-100, kept in tenths so that no float ever decides a rounding.

    `people` is the band of n; `step` the coarsening step in points; `shares` the distribution in
    per cent (three or five parts, unfavourable first) or () where n is too small for one.
    """

    tenths: int
    people: Band
    step: int
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Participation:
    """How many were invited, exactly, and which share answered, as a band in per cent."""

    invited: int
    answered: Band


@dataclass(frozen=True, slots=True)
class Hidden:
    """Withheld by rule; there is no number here, and no reason that could tell one."""


Figure = Score | Participation | Hidden


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one unit in one wave; `unit` is the unit's key."""

    unit: str
    scope: Scope
    measure: str
    kind: MeasureKind
    figure: Figure
