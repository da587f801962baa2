"""One measure of one unit, wave by wave: its points, its gaps, and the steps between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics.figures.wave_cells import ClosedWave, Comparison, Measure, WaveCells, compare
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
    before_each = [b if now.score(m.id) else None for b, m in zip(befores, measures, strict=True)]
    compared = [
        None if before is None else compare(before, now, measure)
        for before, measure in zip(before_each, measures, strict=True)
    ]
    said = changes([None if c is None else (c.before, c.after) for c in compared])
    return [
        None if before is None else step(before, now, c, change)
        for before, c, change in zip(before_each, compared, said, strict=True)
    ]


def step(
    before: WaveCells, now: WaveCells, compared: Comparison | None, change: Change | None
) -> Step:
    """The step from one wave to another, of which this much can be said."""
    held_inside = before.held_inside or now.held_inside
    return Step(before.wave, change, compared.shared if compared else None, held_inside)


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
