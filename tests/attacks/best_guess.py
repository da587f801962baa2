"""How well can a reader of every published figure tell what somebody answered who came or went?

The reader knows every roster, who answered, how much people differ and how figures are rounded, and
has all figures of the team, of the teams beside and of the area. Each figure is then a known sum
over people's answers, and the noise of rounding. The best linear guess of how far somebody's mean
answer lies from that of the others in their team weighs the figures by the inverse of their
covariance, times their covariance with it. Distributions, used in the same way, added under .2 of
100 times.

Some of that needs none of their answers: a team far above all others is more likely than not to be
joined by somebody below it.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from math import erf, sqrt
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from tests.attacks.come_and_go import (
    SEATS,
    SIZES,
    STATEMENTS,
    UNITS,
    Crew,
    Figure,
    Setting,
    Spread,
    a_crew,
    answers,
    forest,
    published,
)

AT_ONCE = 100
PAIRS = 30_000


class Moments(NamedTuple):
    """What the reader knows of a person's mean answer beforehand, in points of 0-100.

    Its mean, and what two of them share: the variances of a `team`, a `person` in it, and a `day`.
    """

    mean: float
    team: float
    person: float
    day: float


@cache
def moments(spread: Spread) -> Moments:
    """Worked out from many teams of two who answer twice."""
    pairs = np.repeat(np.arange(PAIRS), 2)
    twice = np.zeros((len(pairs), 2), dtype=np.int64)
    said = points(answers(np.random.default_rng(0), spread, pairs, twice))
    mean = float(said.mean())
    one, other = said[::2] - mean, said[1::2] - mean
    team = float((one * other[:, ::-1]).mean())
    again = float(((one[:, 0] * one[:, 1] + other[:, 0] * other[:, 1]) / 2).mean())
    return Moments(mean, team, again - team, float(said.var()) - again)


def points(said: Ints) -> Floats:
    """Each person's mean answer: [..., statement] to [...], 0-100."""
    mean: Floats = 25 * (said.mean(axis=-1) - 1)
    return mean


class Guess(NamedTuple):
    """Of somebody in a team of so many: whether it was right, and how surely it could be."""

    size: int
    right: bool
    chance: float


class Reading(NamedTuple):
    """The first `read` waves are read, to guess somebody's mean answer in the waves `about`."""

    read: int
    about: range


def guesses(
    rng: np.random.Generator,
    setting: Setting,
    readings: Sequence[Reading],
    *,
    organisations: int,
) -> Iterator[tuple[Guess, ...]]:
    """Of somebody in each organisation, what each reading makes of the same publications."""
    tree, known = forest(AT_ONCE), moments(setting.spread)
    for _ in range(organisations // AT_ONCE):
        crew = a_crew(rng, setting, organisations=AT_ONCE)
        seen = [published(crew, wave, tree) for wave in range(setting.waves)]
        for o in range(AT_ONCE):
            own, figures = _alone(crew, o), [of_wave[o] for of_wave in seen]
            yield tuple(_guess(own, figures[:read], about, known) for read, about in readings)


def _alone(crew: Crew, o: int) -> Crew:
    """The part of one organisation, its units and seats counted from 0."""
    own = slice(SEATS * o, SEATS * (o + 1))
    return Crew(
        home=crew.home[own] - UNITS * o,
        one=crew.one[[o]] - SEATS * o,
        stay=crew.stay[own],
        here=crew.here[own],
        answered=crew.answered[own],
        said=crew.said[own],
    )


def _guess(crew: Crew, seen: Sequence[list[Figure]], about: range, known: Moments) -> Guess:
    """The best linear guess from the figures of each wave."""
    figures = [(wave, figure) for wave, of_wave in enumerate(seen) for figure in of_wave]
    means = [_mean_of(crew, wave, figure.homes[crew.home]) for wave, figure in figures]
    apart = _apart(crew, about)
    together = _covariance(np.array([*means, apart]), crew, known)
    rounding = np.diag([figure.step**2 / 12 / len(STATEMENTS) for _, figure in figures])
    weights = np.linalg.solve(together[:-1, :-1] + rounding, together[:-1, -1])
    guess = float(weights @ [figure.value - known.mean for _, figure in figures])
    left = float(together[-1, -1] - weights @ together[:-1, -1])
    truth = float((apart * points(crew.said)).sum())
    size = SIZES[crew.home[crew.one[0]] - 1]
    return Guess(size, (guess > 0) == (truth > 0), (1 + erf(abs(guess) / sqrt(2 * left))) / 2)


def _mean_of(crew: Crew, wave: int, among: Bools) -> Floats:
    """The weight of each answer, [seat, wave], in the mean over whoever of these answered."""
    weights = np.zeros(crew.stay.shape)
    inside = among & crew.answered[:, wave]
    weights[inside, wave] = 1 / max(inside.sum(), 1)
    return weights


def _apart(crew: Crew, about: range) -> Floats:
    """The weights of how far the one's mean answer lies from the others' in the team."""
    (one,) = crew.one
    own = np.arange(len(crew.home)) == one
    mates = (crew.home == crew.home[one]) & ~own
    apart = [_mean_of(crew, wave, own) - _mean_of(crew, wave, mates) for wave in about]
    mean: Floats = np.mean(apart, axis=0)
    return mean


def _covariance(weights: Floats, crew: Crew, known: Moments) -> Floats:
    """Of sums over answers, each with its weights [seat, wave]: what two of them share."""
    many, waves = len(weights), crew.stay.shape[1]
    of_people = np.einsum("fsw,swp->fsp", weights, np.eye(waves + 1)[crew.stay])
    of_teams = of_people.sum(axis=2) @ np.eye(UNITS)[crew.home]
    shared = (
        (known.team, of_teams),
        (known.person, of_people.reshape(many, -1)),
        (known.day, weights.reshape(many, -1)),
    )
    found: Floats = sum((of * (x @ x.T) for of, x in shared), np.zeros((many, many)))
    return found
