"""Lines of teams as they would be shown, drawn by chance: normal, or from five-point answers."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats
from analytics.disclosure.rounding import participation_band, people_band, score_grain
from analytics.statistics.intervals import usual_spread, variance
from analytics.statistics.levels import Picture, Said, Told, picture, said

ANSWERED = 0.8
ASSUMED_RELIABILITY = 0.7
SHARES = (0.05, 0.10, 0.20, 0.40, 0.25)
"""How often each of five answers is given: skewed, a mean of 67.5 points and an SD of 27.4."""

CUTS = np.array([NormalDist().inv_cdf(sum(SHARES[:end])) for end in range(1, 5)])
K = 5


class Lines(NamedTuple):
    """Shown scores and their V, waves x series; NaN where too few answered."""

    scores: Floats
    variances: Floats


@dataclass(frozen=True, slots=True)
class Team:
    """How a team answers: `people` invited, `items` averaged, and how alike two answers are.

    `retest` is the correlation of a person's two composites when nothing changed; `turnover` the
    share of people replaced between two waves; `mood` an SD in points that a wave has of its own.
    """

    people: int
    items: int = 10
    retest: float = 0.7
    turnover: float = 0.0
    mood: float = 0.0


def steady(waves: int) -> Floats:
    """No change, in points, at each wave."""
    return np.zeros(waves)


def lasting(waves: int, *, at: int, by: float) -> Floats:
    """A change of `by` points from wave `at` on."""
    return np.where(np.arange(waves) >= at, by, 0.0)


def dip(waves: int, *, at: int, length: int, by: float) -> Floats:
    """A change of `by` points for some waves."""
    return lasting(waves, at=at, by=by) - lasting(waves, at=at + length, by=by)


def shown_variance(answered: float, team: Team, *, spread: float, step: float) -> float:
    """V as published, by statistics.md: reliability at most .7."""
    return variance(
        n=answered,
        unanswered=1 - answered / team.people,
        spread=spread,
        reliability=ASSUMED_RELIABILITY,
        step=step,
        items=float(team.items),
    )


def normal_lines(random: np.random.Generator, changes: Floats, team: Team, *, series: int) -> Lines:
    """Scores about 67.5 + `changes` with exactly the V that is shown."""
    n = round(ANSWERED * team.people)
    v = shown_variance(n, team, spread=usual_spread(team.items), step=score_grain(n).step)
    noise = random.normal(0, sqrt(v), (len(changes), series))
    return Lines(67.5 + changes[:, None] + noise, np.full(noise.shape, v))


def answered_lines(
    random: np.random.Generator, changes: Floats, team: Team, *, series: int, measures: int = 1
) -> Lines:
    """Scores of five-point answers, each person answering in four waves of five, made coarse.

    Every statement is rounded as published and kept within its merged ends, and V knows of n what
    its two bands tell: the middle of the numbers that both allow. `measures` of one team stand in
    neighbouring columns (series x measures of them) and come from the same people.
    """
    shape = (series, team.people, team.items * measures)
    lasting_part = _lasting(random, shape)
    lowers = np.array([latent_shift(float(by)) for by in changes])
    scores = np.empty((len(changes), series, measures))
    answered = np.empty((len(changes), series), dtype=np.int64)
    for wave, lower in enumerate(lowers):
        new = random.random(shape[:2]) < team.turnover
        lasting_part = np.where(new[..., None], _lasting(random, shape), lasting_part)
        mood = random.normal(0, team.mood / POINTS_PER_LATENT, (series, 1, 1))
        latent = _answer(random, lasting_part, team) + lower + mood
        points = 25.0 * np.searchsorted(CUTS, latent)
        there = random.random(shape[:2]) < ANSWERED
        answered[wave] = there.sum(axis=1)
        scores[wave] = _coarse(points, there).reshape(series, measures, team.items).mean(axis=2)
    known, steps = _known(team.people)
    scores[answered < K] = np.nan
    spread = _spread(team)
    per_count = [
        shown_variance(n, team, spread=spread, step=step) if n else np.nan
        for n, step in zip(known, steps, strict=True)
    ]
    variances = np.repeat(np.array(per_count)[answered], measures, axis=1)
    return Lines(scores.reshape(len(changes), -1), variances)


def _lasting(random: np.random.Generator, shape: tuple[int, int, int]) -> Floats:
    """What stays of a person: .4 of an item's variance is theirs, some is theirs for that item."""
    person = random.normal(0, 1, (*shape[:2], 1))
    return sqrt(0.4 / 0.6) * person + sqrt(0.2 / 0.6) * random.normal(0, 1, shape)


def _answer(random: np.random.Generator, lasting_part: Floats, team: Team) -> Floats:
    """A latent answer of variance 1 of which composites of two waves correlate about `retest`.

    Two statements correlate .45 latently, which is .4 in answers. What does not stay is the day's:
    for a person's statements together, and for each by itself.
    """
    stays = 0.6 * team.retest * (0.45 + 0.55 / team.items) / (0.4 + 0.2 / team.items)
    together = 0.45 - stays * 0.4 / 0.6
    day = random.normal(0, 1, (*lasting_part.shape[:2], 1))
    own = random.normal(0, 1, lasting_part.shape)
    daily: Floats = sqrt(together) * day + sqrt(1 - stays - together) * own
    return sqrt(stays) * lasting_part + daily


def _mean_at(shift: float) -> float:
    """The mean answer, in points, when the latent answer is moved by `shift`."""
    return 25 * sum(1 - NormalDist().cdf(float(cut) - shift) for cut in CUTS)


def latent_shift(points: float) -> float:
    """By how much the latent answer moves so that the mean moves by so many points."""
    low, high = -6.0, 6.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _mean_at(middle) < _mean_at(0) + points else (low, middle)
    return (low + high) / 2


POINTS_PER_LATENT = (_mean_at(0.05) - _mean_at(-0.05)) / 0.1


def _coarse(points: Floats, there: Bools) -> Floats:
    """Item means of those there, to the step for so many answers, ends merged: series x items."""
    n = there.sum(axis=1)
    grains = [score_grain(int(count)) for count in range(there.shape[1] + 1)]
    step = np.array([grain.step for grain in grains], dtype=np.float64)[n][:, None]
    margin = np.array([grain.margin for grain in grains], dtype=np.float64)[n][:, None]
    means = (points * there[..., None]).sum(axis=1) / np.maximum(n, 1)[:, None]
    coarse: Floats = np.clip(step * np.round(means / step), margin, 100 - margin)
    return coarse


def _known(invited: int) -> tuple[list[float], list[float]]:
    """For each number of answers: the middle of what both bands allow, 0 for none, and the step."""
    bands = {
        n: (people_band(n, k=K), participation_band(n, invited)) for n in range(K, invited + 1)
    }
    middles = [0.0] * (invited + 1)
    for n, both in bands.items():
        alike = [m for m, other in bands.items() if other == both]
        middles[n] = (alike[0] + alike[-1]) / 2
    return middles, [float(score_grain(n).step) for n in range(invited + 1)]


def _spread(team: Team) -> float:
    """The SD of a composite within units, as a large organisation would publish it."""
    return float(composites(np.random.default_rng(0), team, people=20_000)[0].std())


def composites(random: np.random.Generator, team: Team, *, people: int) -> tuple[Floats, Floats]:
    """Unrounded composites of the same people in two waves in which nothing changed."""
    lasting_part = _lasting(random, (1, people, team.items))
    first, second = (
        25.0 * np.searchsorted(CUTS, _answer(random, lasting_part, team)).mean(axis=2)[0]
        for _ in range(2)
    )
    return first, second


def told(lines: Lines, *, measures: int = 2) -> tuple[Said, Picture]:
    """What is said at each wave, and the picture at the end, without noise."""
    return (
        said(*lines, measures=measures, noise=1.0),
        picture(*lines, measures=measures, noise=1.0),
    )


def number_of_levels(found: Picture) -> Floats:
    """How many levels each series has."""
    levels: Floats = found.level_of.max(axis=0).astype(np.float64) + 1
    return levels


def says(found: Said, word: Told, *, rows: slice = slice(None)) -> Bools:
    """Whether a word is said of a series in some of these waves."""
    spoken: Bools = (found.verdict[rows] == word).any(axis=0)
    return spoken
