"""What a map says in plain sentences: where a unit stands on it, and what moved."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from analytics.figures.timeline import Gap, Point
from analytics.reports.trend import Line
from analytics.reports.trend_sentence import Sentence
from analytics.statistics.change import Verdict

MIDDLE = 50.0
"""Where people neither agree nor disagree: the line between two sides of a map."""

TOLD_APART = {Verdict.ROSE: "maps.rose", Verdict.FELL: "maps.fell"}

Axes = tuple[Line, Line]
"""What is measured along x and along y, over the waves."""


class Side(StrEnum):
    """On which side of the middle of an axis."""

    LOW = "low"
    HIGH = "high"


Corner = tuple[Side, Side]
"""A corner of a map: its side along x and along y."""

CORNERS: tuple[Corner, ...] = tuple(product(Side, Side))


class MapNames(NamedTuple):
    """What readers call the two axes of a map and its corners."""

    x: str
    y: str
    corners: Mapping[Corner, str]


def side(figure: Point) -> Side | None:
    """The side of the middle on which a figure lies with all of its likely range."""
    if figure.high < MIDDLE:
        return Side.LOW
    return Side.HIGH if figure.low > MIDDLE else None


def where(unit: str, x: Point, y: Point, names: MapNames) -> Sentence:
    """In which corner a unit stands, as far as the likely ranges of both figures can tell."""
    sides = side(x), side(y)
    possible = [
        names.corners[corner]
        for corner in CORNERS
        if all(known in (None, at) for known, at in zip(sides, corner, strict=True))
    ]
    match possible:
        case [corner]:
            return Sentence("maps.in_corner", {"unit": unit, "corner": corner})
        case [one, other]:
            return Sentence("maps.between", {"unit": unit, "one": one, "other": other})
    return Sentence("maps.in_the_middle", {"unit": unit})


def moved(along: Axes) -> tuple[Sentence, ...]:
    """What may be said to have moved since the dot before, in as few words as that takes."""
    step = along[0].steps[-1]
    if step is None:
        return (Sentence("maps.first", {}),)
    before = {"before_wave": step.before.name}
    told = {line.name: line.latest.verdict for line in along if line.latest}
    if not told:
        why = "held_inside" if step.held_inside else "other_statements"
        return (Sentence(f"maps.{why}", before),)
    apart = tuple(
        Sentence(TOLD_APART[verdict], before | {"measure": name})
        for name, verdict in told.items()
        if verdict in TOLD_APART
    )
    return apart or (Sentence("maps.cannot_tell", before),)


def not_shown(along: Axes) -> tuple[Sentence, ...]:
    """Which of the two figures the last wave does not show, or did not ask about."""
    return tuple(line.sentence for line in along if isinstance(line.points[-1], Gap))


def details(along: Axes) -> Sequence[Sentence]:
    """The change along each axis with its range, and on what it rests."""
    return [said for line in along for said in (line.sentence, _note(line)) if said is not None]


def _note(line: Line) -> Sentence | None:
    note = line.note
    if note and note.values["count"] == "1":
        return Sentence("maps.shared_one", note.values)
    return note
