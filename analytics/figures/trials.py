"""What came of something a unit tried, against what would have come anyway?

A function of published figures alone. Before is what the waves that were over when it started say
(analytics.statistics.forecast); after are the first two waves that opened when it should have paid.
A wave in between says neither. What is said of two waves after never changes with a later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from analytics.arrays import Floats
from analytics.figures.line import Point, Stretch
from analytics.figures.measures import ClosedWave
from analytics.figures.standing import line_until
from analytics.figures.unit import UnitFigures
from analytics.figures.verdicts import Reason
from analytics.published.cells import Scope
from analytics.statistics.forecast import (
    Forecast,
    Outcome,
    by_itself,
    effect,
    forecast,
    standard_error,
)
from analytics.statistics.noise import Lines, Noise

MOST_AFTER = 2


class Came(StrEnum):
    """What may be said of an experiment."""

    ROSE = "rose"
    FELL = "fell"
    ANYWAY = "cannot be told from what would have come anyway"
    TOO_EARLY = "too early"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True)
class Trial:
    """What was tried is seen in a measure: started on a day, and should have paid by another."""

    measure: str
    started: date
    pays: date


@dataclass(frozen=True, slots=True)
class Anyway:
    """Where a figure would go by itself, in points: likely to between `low` and `high`.

    Only what is published below `least` or above `most` would show.
    """

    low: float
    high: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of it, in points to one decimal; None where there is nothing to compare.

    `before` is the last wave before it started, `after` the mean of `waves`, those that count.
    `difference` is how far that lies from the nearer forecast, `centre` from the middle of both,
    and `error` its standard error.
    `over` counts the statements compared where the waves share fewer than they show.
    `area_before` and `area_after` are what the unit above did over the same waves.
    """

    came: Came
    reason: Reason | None = None
    before: float | None = None
    before_wave: ClosedWave | None = None
    after: float | None = None
    waves: tuple[ClosedWave, ...] = ()
    scores: tuple[float, ...] = ()
    anyway: Anyway | None = None
    difference: float | None = None
    error: float | None = None
    centre: float | None = None
    over: int | None = None
    area_before: float | None = None
    area_after: float | None = None


CAME = {Outcome.ROSE: Came.ROSE, Outcome.FELL: Came.FELL, Outcome.ANYWAY: Came.ANYWAY}


def waves_after(unit: UnitFigures, trial: Trial) -> list[int]:
    """The waves, by their place, that can show it: at most two, and only what they show."""
    points = unit.points(trial.measure) if _asked(unit, trial.measure) else ()
    found = [
        at
        for at, (wave, point) in enumerate(zip(unit.waves, points, strict=False))
        if wave.opened >= trial.pays and isinstance(point, Point)
    ]
    return found[:MOST_AFTER]


def _asked(unit: UnitFigures, measure: str) -> bool:
    return any(measure in wave.measures for wave in unit.waves)


def effect_of(unit: UnitFigures, trial: Trial, around: Sequence[float | None]) -> Effect:
    """What came of a trial, by a unit as it stood in the last of the waves after (waves_after).

    `around` is what the unit above shows over the same statements, wave by wave.
    """
    after = waves_after(unit, trial)
    if not after:
        return Effect(Came.TOO_EARLY)
    before = [at for at, wave in enumerate(unit.waves) if wave.closed <= trial.started]
    stretch = _both(unit.stretches(trial.measure), before, after)
    if stretch is None:
        return Effect(Came.NOT_COMPARABLE, reason=_why_not(unit, trial.measure, before, after))
    return _compared(unit, trial, around, stretch, before[-1])


def _both(
    stretches: Sequence[Stretch], before: Sequence[int], after: Sequence[int]
) -> Stretch | None:
    """The stretch that has waves before and most of those after; None where none has both."""
    both = [s for s in stretches if {*s.waves} & {*before} and {*s.waves} & {*after}]
    return max(both, key=lambda s: len({*s.waves} & {*after}), default=None)


def _why_not(
    unit: UnitFigures, measure: str, before: Sequence[int], after: Sequence[int]
) -> Reason:
    runs = {
        s.run for s in unit.stretches(measure) if {*s.waves} & {*before} or {*s.waves} & {*after}
    }
    shown = [at for s in unit.stretches(measure) for at in s.waves if at in before]
    if not shown:
        return Reason.FIRST_WAVE
    return Reason.OTHER_PEOPLE if len(runs) > 1 else Reason.OTHER_STATEMENTS


def _compared(
    unit: UnitFigures,
    trial: Trial,
    around: Sequence[float | None],
    stretch: Stretch,
    last: int,
) -> Effect:
    lines = _line(unit, stretch, around, until=len(unit.waves), mean_until=last + 1)
    first = stretch.waves[0]
    stood = _forecast(unit, lines, first, last)
    counted = [at for at in waves_after(unit, trial) if at in stretch.waves]
    scores, variances = np.full((2, len(unit.waves) - last - 1, 1), np.nan)
    for at in counted:
        scores[at - last - 1] = lines.scores[at - first]
        variances[at - last - 1] = lines.variances[at - first]
    found = effect(stood, scores, variances)
    shown_before = [at for at in stretch.waves if at <= last]
    after = float(np.nanmean(scores))
    return Effect(
        came=CAME[Outcome(int(found.outcome[0]))],
        before=round(float(lines.scores[shown_before[-1] - first, 0]), 1),
        before_wave=unit.waves[shown_before[-1]],
        after=round(after, 1),
        waves=tuple(unit.waves[at] for at in counted),
        scores=tuple(round(float(lines.scores[at - first, 0]), 1) for at in counted),
        anyway=_anyway(stood, variances),
        difference=round(float(found.difference[0]), 1),
        centre=round(after - float(stood.means.mean()), 1),
        error=round(float(standard_error(stood, variances).max()), 1),
        over=len(stretch.items) if stretch.items is not None else None,
        area_before=around[shown_before[-1]] if around else None,
        area_after=_mean([around[at] for at in counted]) if around else None,
    )


def _line(
    unit: UnitFigures,
    stretch: Stretch,
    around: Sequence[float | None],
    *,
    until: int,
    mean_until: int,
) -> Lines:
    """A stretch with what the mood of a wave adds to V in areas, where changes are told.

    Of many people chance leaves so little that the mood of a wave would pass for news.
    """
    lines = line_until(stretch, around, until=until, mean_until=mean_until)
    if unit.scope is Scope.TEAM:
        return lines
    moods = np.array([[wave.mood**2] for wave in unit.waves[stretch.waves[0] : until]])
    return Lines(lines.scores, lines.variances + moods, lines.mu)


def _mean(scores: Sequence[float | None]) -> float | None:
    shown = [score for score in scores if score is not None]
    return round(sum(shown) / len(shown), 1) if shown and len(shown) == len(scores) else None


def _forecast(unit: UnitFigures, lines: Lines, first: int, last: int) -> Forecast:
    wave, upto = unit.waves[last], slice(last - first + 1)
    noise = Noise(q=wave.drift, tau=wave.between, lam=wave.noise)
    return forecast(Lines(lines.scores[upto], lines.variances[upto], lines.mu), noise=noise)


def _anyway(stood: Forecast, variances: Floats) -> Anyway:
    return Anyway(*(round(float(end[0]), 1) for end in by_itself(stood, variances)))


def likely(
    unit: UnitFigures,
    measure: str,
    around: Sequence[float | None],
    *,
    waves: int = MOST_AFTER,
    skipped: int = 0,
) -> Anyway | None:
    """Where a measure would go by itself, and what would show with the mean of so many waves.

    `skipped` are waves before those, in which it cannot show yet. None where nothing is shown.
    """
    stretches = unit.stretches(measure) if _asked(unit, measure) else ()
    if not stretches:
        return None
    stretch, last = stretches[0], len(unit.waves) - 1
    lines = _line(unit, stretch, around, until=last + 1, mean_until=last + 1)
    stood = _forecast(unit, lines, stretch.waves[0], last)
    usual = lines.variances[stretch.waves[-1] - stretch.waves[0]]
    variances = np.full((skipped + waves, 1), np.nan)
    variances[skipped:] = usual
    return _anyway(stood, variances)
