"""What a map says in plain sentences: where a unit stands on it, and what moved."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import groupby, product
from operator import itemgetter
from typing import NamedTuple

from analytics.figures.line import Gap, Point
from analytics.figures.verdicts import Reason, Verdict
from analytics.reports.phrasing import Sentence
from analytics.reports.trend import Line

FROM_WAVES = 2
STEPS_TOLD = 3
"""So many stretches of a way are told; a sentence with more is read by nobody."""
MIDDLE = 50.0
"""Where people neither agree nor disagree: the line between two sides of a map."""

TOLD_APART: dict[Verdict | None, str] = {Verdict.ROSE: "maps.rose", Verdict.FELL: "maps.fell"}

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


def path(
    dots: Sequence[tuple[Point, Point] | None], waves: Sequence[str], names: MapNames
) -> tuple[Sentence, ...]:
    """Through which corners it went at last, oldest first; () where there is no way.

    `waves` are their names; a wave without both figures is passed over.
    """
    there = [(_corner(*dot), name) for dot, name in zip(dots, waves, strict=True) if dot]
    steps = [(corner, [name for _, name in run]) for corner, run in groupby(there, itemgetter(0))]
    if len(there) < FROM_WAVES:
        return ()
    if len(steps) == 1:
        corner, run = steps[0]
        if corner is None:
            return ()
        return (Sentence("maps.stayed", {"since": run[0]}),)
    told = tuple(_step(names, corner, run) for corner, run in steps[-STEPS_TOLD:])
    return (Sentence("maps.path", {"steps": told}),)


def _corner(x: Point, y: Point) -> Corner | None:
    """The corner a dot is surely in."""
    across, up = side(x), side(y)
    return None if across is None or up is None else (across, up)


def _step(names: MapNames, corner: Corner | None, run: Sequence[str]) -> Sentence:
    said = {"first": run[0], "last": run[-1]}
    once = run[0] == run[-1]
    if corner is None:
        return Sentence("maps.between_one" if once else "maps.between_some", said)
    here = {**said, "corner": names.corners[corner]}
    return Sentence("maps.in_one" if once else "maps.in_some", here)


def moved(along: Axes) -> tuple[Sentence, ...]:
    """What may be said to have moved, in as few words as that takes; else why nothing can be."""
    stepped = [line for line in along if line.told[-1].moved]
    slow = [line.sentences[0] for line in along if line.told[-1].drifting]
    if stepped or slow:
        return (*map(_stepped, stepped), *slow)
    reasons = [line for line in along if line.told[-1].reason is not None]
    if not reasons:
        return (Sentence("maps.steady", {}),)
    if all(line.told[-1].reason is Reason.FIRST_WAVE for line in along):
        return (Sentence("maps.first", {}),)
    return tuple(line.sentences[0] for line in reasons)


def _stepped(line: Line) -> Sentence:
    told = line.told[-1]
    assert told.change is not None, "what rose or fell did so since a wave"
    return Sentence(
        TOLD_APART[told.verdict], {"measure": line.name, "since": told.change.since.name}
    )


def not_shown(along: Axes) -> tuple[Sentence, ...]:
    """Which of the two figures the last wave does not show, or did not ask about."""
    return tuple(line.sentences[0] for line in along if isinstance(line.points[-1], Gap))


def details(along: Axes) -> Sequence[Sentence]:
    """How sure both figures are, and their changes."""
    return [said for line in along for said in line.sure]
