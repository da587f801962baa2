"""One measure of one unit, wave by wave: its points, its gaps, and the steps between them.

Since which earlier wave can a figure be said to have changed, and by how much?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from analytics.figures.wave_cells import ClosedWave, Measure, WaveCells, compare
from analytics.published.cells import Band
from analytics.statistics.change import Change, changes
from analytics.statistics.intervals import interval


@dataclass(frozen=True, slots=True)
class Point:
    """A shown score in one wave, all figures to one decimal; `joined` to the wave before by a
    line, unless that wave is a gap or asked other statements."""

    wave: str
    name: str
    date: date
    score: float
    low: float
    high: float
    people: Band
    joined: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A wave without a figure: withheld, or (`asked` is False) not part of what it asked."""

    wave: str
    name: str
    date: date
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """From the last wave that showed a measure to this one; no change where they cannot be
    compared, `shared` as in Comparison. `held_inside` where they cannot because teams inside the
    area were held in one of the two."""

    before: ClosedWave
    change: Change | None
    shared: int | None = None
    held_inside: bool = False


def steps(
    befores: Sequence[WaveCells | None], now: WaveCells, measures: Sequence[Measure]
) -> list[Step | None]:
    """How a wave stands to the last that showed each measure; the measures are one test family."""
    pairs = zip(befores, measures, strict=True)
    return steps_between([(b if now.score(m.id) else None, now, m) for b, m in pairs])


def steps_between(
    family: Sequence[tuple[WaveCells | None, WaveCells, Measure]],
) -> list[Step | None]:
    """From one wave to another in a measure each, all one family of tests; None from no wave."""
    compared = [compare(before, now, m) if before else None for before, now, m in family]
    said = changes([(c.before, c.after) if c else None for c in compared])
    return [
        Step(before.wave, change, c.shared if c else None, before.held_inside or now.held_inside)
        if before
        else None
        for (before, now, _), c, change in zip(family, compared, said, strict=True)
    ]


def last_shown(waves: Sequence[WaveCells], measure: str) -> WaveCells | None:
    """The latest of some waves, in order, that shows a measure."""
    return next((wave for wave in reversed(waves) if wave.score(measure)), None)


def point(waves: Sequence[WaveCells], at: int, measure: str, step: Step | None) -> Point | Gap:
    """What the wave at `at` shows of a measure."""
    unit, wave = waves[at], waves[at].wave
    score, asked = unit.score(measure), wave.measures.get(measure)
    known = asked and unit.estimate(asked)
    if not score or not known:
        return Gap(wave.key, wave.name, wave.opened, asked=asked is not None)
    ends = interval(known)
    return Point(
        wave=wave.key,
        name=wave.name,
        date=wave.opened,
        score=round(known.score, 1),
        low=round(ends.low, 1),
        high=round(ends.high, 1),
        people=score.people,
        joined=bool(step and step.change and at and step.before is waves[at - 1].wave),
    )


class Asked(NamedTuple):
    """A measure of the last of some waves, which are oldest first."""

    waves: Sequence[WaveCells]
    measure: Measure


def last_comparable(asked: Asked) -> WaveCells | None:
    """The latest earlier wave with which the last can be compared; if none can, the last shown.

    None where the last wave, or every earlier one, shows no figure.
    """
    *earlier, now = asked.waves
    if now.score(asked.measure.id) is None:
        return None
    found = (wave for wave in reversed(earlier) if compare(wave, now, asked.measure))
    return next(found, None) or last_shown(earlier, asked.measure.id)


def changes_since(family: Sequence[Asked]) -> list[Step | None]:
    """How each figure stands to its last comparable wave; all are one family of tests."""
    return steps_between([(last_comparable(a), a.waves[-1], a.measure) for a in family])
