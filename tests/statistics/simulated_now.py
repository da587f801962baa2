"""Organisations made up for the tests of now and forecast: people, moods, bands and coarsening.

Five-point answers, skewed (mean about 67), of `ITEMS` statements that correlate .4; retest .6 to
.8 by organisation; teams about an area with SD 7 that drift by 1.5 points a wave; 3 % skipped;
turnover 20 % a year of four waves; 80 % answer. The gate is not simulated beyond five answers.
tests/statistics/measured_now.py measures in them.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr

from analytics.arrays import Bools, Floats, Ints
from analytics.statistics.intervals import variance
from analytics.statistics.noise import Lines, area_mean
from tests.reference.slow_gate import band, took_part

ITEMS = 6
CUTS = np.array([-1.645, -1.036, -0.385, 0.674])
POINTS = 25.6
"""Points of score per unit of the latent scale, about its middle."""

MOODS = (0.03, 0.125)
"""Variance of the mood of the day: answers of the same person correlate .79 to .60."""

ANSWERS, K = 0.8, 5
RELIABILITY = 0.7


@dataclass(frozen=True, eq=False)
class Simulated:
    """What is published and what is true: waves x teams; NaN where withheld."""

    scores: Floats
    variances: Floats
    truth: Floats
    sizes: Ints


@cache
def middle_n(n: int, invited: int) -> float:
    """The middle of the numbers that both bands allow; NaN for too few to be shown."""
    if n < K:
        return float("nan")
    same = [
        m
        for m in range(K, invited + 1)
        if band(m, K) == band(n, K) and took_part(m, invited) == took_part(n, invited)
    ]
    return (same[0] + same[-1]) / 2


def middles(counts: Ints, sizes: Ints) -> Floats:
    """The n that is used for every team and wave."""
    found = [
        [middle_n(int(n), int(size)) for n, size in zip(row, sizes, strict=True)] for row in counts
    ]
    return np.array(found)


def latent(points: Floats) -> Floats:
    """How far a usual team moves on the latent scale when its score moves by `points`."""
    levels = np.linspace(-4, 4, 801)
    scores = 25 * ndtr(levels[:, None] - CUTS).sum(axis=1)
    usual = float(25 * ndtr(-CUTS).sum())
    return np.interp(usual + points, scores, levels)


@dataclass(frozen=True, eq=False)
class People:
    """What lasts in people, teams x people (x items), and how much of an answer does not."""

    trait: Floats
    views: Floats
    mood: Floats

    @property
    def passing(self) -> Floats:
        """The SD of what does not last, per team."""
        return np.sqrt(0.35 + self.mood**2)


def simulated(
    sizes: Ints,
    waves: int,
    dice: np.random.Generator,
    *,
    organisations: int = 1,
    shift: Floats | None = None,
    drift: float = 1.5,
    leave: float = 0.05,
) -> Simulated:
    """Lines of teams of `sizes` people; `shift`, waves x teams, in points, is what happens."""
    teams, most = len(sizes), int(sizes.max())
    here = np.arange(most) < sizes[:, None]
    moody = np.repeat(dice.uniform(*MOODS, organisations), teams // organisations)
    spread = np.exp(0.15 * dice.normal(size=teams))
    level = 7 / POINTS * dice.normal(size=teams)
    people = _people(spread, moody, most, dice)
    rows = []
    for wave in range(waves):
        if wave:
            level = level + drift / POINTS * dice.normal(size=teams)
            _turn_over(people, spread, leave, dice)
        now = level if shift is None else level + latent(shift[wave])
        rows.append(_asked(people, now, here, sizes, dice))
    scores, counts, squares, truth = (np.array(column) for column in zip(*rows, strict=True))
    return Simulated(scores, _variances(counts, sizes, np.nanmean(squares)), truth, sizes)


def _people(spread: Floats, moody: Floats, most: int, dice: np.random.Generator) -> People:
    trait = dice.normal(size=(len(spread), most))
    views = dice.normal(size=(len(spread), most, ITEMS)) * 0.5
    trait *= (np.sqrt(0.4 - moody) * spread)[:, None]
    return People(trait, views, np.sqrt(moody))


def _turn_over(people: People, spread: Floats, leave: float, dice: np.random.Generator) -> None:
    """That share leaves between two waves, and as many new people come."""
    fresh = _people(spread, people.mood**2, people.trait.shape[1], dice)
    gone = dice.random(people.trait.shape) < leave
    people.trait[gone], people.views[gone] = fresh.trait[gone], fresh.views[gone]


def _asked(
    people: People, level: Floats, here: Bools, sizes: Ints, dice: np.random.Generator
) -> tuple[Floats, Ints, float, Floats]:
    """One wave: published composites, numbers who answered, squares within teams, and the truth."""
    lasting = level[:, None, None] + people.trait[:, :, None] + people.views
    shares = ndtr((lasting[..., None] - CUTS) / people.passing[:, None, None, None])
    truth = (25 * shares.sum(axis=-1).mean(axis=-1) * here).sum(axis=1) / sizes
    mood = people.mood[:, None, None] * dice.normal(size=(*people.trait.shape, 1))
    felt = lasting + mood + np.sqrt(0.35) * dice.normal(size=lasting.shape)
    given = (here & (dice.random(here.shape) < ANSWERS))[..., None]
    given = given & (dice.random(felt.shape) > 0.03)
    raw = 25.0 * (felt[..., None] > CUTS).sum(axis=-1)
    counts = (given.any(axis=2) & here).sum(axis=1)
    each = given.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (raw * given).sum(axis=1) / each
        own = np.where(given, raw, np.nan)
        person = np.where(given.any(axis=2), np.nansum(own, axis=2) / given.sum(axis=2), np.nan)
    step = np.where(each < 8, 10, np.where(each < 30, 5, 2))
    coarse = np.clip(step * np.round(means / step), step, 100 - step)
    shown = each >= K
    enough = shown.sum(axis=1) >= ITEMS / 2
    total = np.where(shown, coarse, 0.0).sum(axis=1)
    scores = np.where(enough, np.round(total / np.maximum(shown.sum(axis=1), 1), 1), np.nan)
    return scores, counts, _within(person), truth


def _within(person: Floats) -> float:
    """The pooled variance of people about their team."""
    there = ~np.isnan(person)
    sums, n = np.where(there, person, 0).sum(axis=1), there.sum(axis=1)
    about = np.where(there, person - (sums / np.maximum(n, 1))[:, None], 0.0)
    return float((about**2).sum() / (n[n > 0] - 1).sum())


def _variances(counts: Ints, sizes: Ints, square: float) -> Floats:
    n = middles(counts, sizes)
    step = np.where(counts < 8, 10.0, np.where(counts < 30, 5.0, 2.0))
    return variance(
        n=n,
        unanswered=np.maximum(1 - n / sizes, 0.0),
        spread=np.full(n.shape, np.sqrt(square)),
        reliability=np.full(n.shape, RELIABILITY),
        step=step,
        items=np.full(n.shape, float(ITEMS)),
    )


def organisation_lines(found: Simulated, teams: slice, waves: int | None = None) -> Lines:
    """The lines of one organisation, about the mean of its units."""
    scores, variances = found.scores[:waves, teams], found.variances[:waves, teams]
    hidden = np.isnan(scores)
    variances = np.where(hidden, np.nan, variances)
    mean = area_mean(scores, variances)
    return Lines(scores, variances, np.full(scores.shape[1], 60.0 if np.isnan(mean) else mean))
