"""What goes with an outcome: how much of its differences each construct stands for.

Inside closing, over the whole organisation. Same people, same moment: this says "goes with", never
which way round, and never "drives".
"""

from dataclasses import dataclass
from math import factorial, sqrt

import numpy as np

from analytics.arrays import NOWHERE, Floats, Ints

FROM_PEOPLE = 100
FROM_TEAMS = 8
MOST_PREDICTORS = 12
ROUNDS = 500
AT_ONCE = 50
LEVEL = 0.95
KEPT = 0.005
"""Half of a hundredth, in which the parts are published: no more than this may have been 0."""

NOTHING_LEFT = 1e-9
"""A predictor with less of its variance than this of its own says nothing the others do not."""


@dataclass(frozen=True, slots=True)
class Part:
    """One predictor's importance: its share, 0 to 1, of the outcome's variance within teams.

    `low` and `high` are its interval; `correlation` with the outcome within teams gives the sign.
    """

    importance: float
    low: float
    high: float
    correlation: float


@dataclass(frozen=True, slots=True)
class Drivers:
    """The parts in the order of the predictors; they add up to `r2`.

    `adjusted` is R² less what chance alone would give; below 0 where there is less than that.
    """

    people: int
    teams: int
    r2: float
    adjusted: float
    parts: tuple[Part, ...]


def drivers(
    outcome: Floats,
    predictors: Floats,
    group: Ints,
    *,
    random: np.random.Generator,
    rounds: int = ROUNDS,
) -> Drivers | None:
    """Importance of up to 12 predictors, from 100 people in 8 teams on; None where it is not said.

    `outcome` (people) and `predictors` (people x predictors) in any unit, `group` each person's
    team, 0 and up, or NOWHERE. Who lacks any of them is left out. Answers are centred within teams,
    so that only differences between people of the same team count; the interval redraws whole
    teams (percentile bootstrap, Davison & Hinkley 1997, section 3.8).
    """
    assert 1 <= predictors.shape[1] <= MOST_PREDICTORS, "too many predictors to try all subsets"
    table = np.column_stack([predictors, outcome])
    inside = (group != NOWHERE) & ~np.isnan(table).any(axis=1)
    if inside.sum() < FROM_PEOPLE:
        return None
    products = _products(table[inside], group[inside])
    total = products.sum(axis=0)
    if len(products) < FROM_TEAMS or not (np.diag(total) > 0).all():
        return None
    importance, drawn = lmg(total), _redrawn(products, random, rounds)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    spread = np.sqrt(np.diag(total))
    columns = (
        importance,
        np.minimum(low, importance),
        np.maximum(high, importance),
        total[:-1, -1] / (spread[:-1] * spread[-1]),
    )
    people, teams, r2 = int(inside.sum()), len(products), float(importance.sum())
    return Drivers(
        people=people,
        teams=teams,
        r2=r2,
        adjusted=adjusted_r2(r2, people=people, teams=teams, predictors=len(importance)),
        parts=tuple(Part(*map(float, part)) for part in zip(*columns, strict=True)),
    )


def adjusted_r2(r2: float, *, people: int, teams: int, predictors: int) -> float:
    """R² less what chance alone would give, of answers centred within teams.

    1 - (1 - R²)(n - teams)/(n - teams - p): Ezekiel (1930), with a mean for each team in place of
    one for all. More people than teams and predictors together.
    """
    left = people - teams - predictors
    return 1 - (1 - r2) * (people - teams) / left


def is_clear(found: Drivers) -> bool:
    """Whether all predictors together stand for more than chance alone gives.

    Where nothing is behind, R² is Beta(p/2, (m - p)/2) with m = n - teams, and the adjusted share
    has variance 2p/((m - p)(m + 2)) about 0: more than twice its root in 4 of 100 cases.
    """
    predictors, free = len(found.parts), found.people - found.teams
    return found.adjusted > 2 * sqrt(2 * predictors / ((free - predictors) * (free + 2)))


def beyond_chance(found: Drivers) -> tuple[Part | None, ...]:
    """Each part less its share of chance; None where it cannot be told from nothing.

    With all parts, what is left adds up to `adjusted`.
    """
    chance = (found.r2 - found.adjusted) / len(found.parts)
    less = [
        Part(part.importance - chance, part.low - chance, part.high - chance, part.correlation)
        for part in found.parts
    ]
    clear = is_clear(found)
    return tuple(part if clear and part.low > KEPT else None for part in less)


def lmg(covariance: Floats) -> Floats:
    """Each predictor's share of the outcome's variance: its R² averaged over all orders of entry.

    `covariance` (..., p + 1, p + 1), the outcome last, or any multiple of it; gives (..., p), 0 to
    1, adding up to R². Lindeman, Merenda & Gold (1980); equals relaimpo's "lmg" (Grömping 2006,
    J. Statistical Software 17(1)) and the Shapley value of R².
    """
    spread = np.sqrt(np.maximum(np.diagonal(covariance, axis1=-2, axis2=-1), 0.0))
    safe = np.where(spread > 0, spread, 1.0)
    left = _left_over(covariance / (safe[..., :, None] * safe[..., None, :]))
    found: Floats = (1 - left) @ _weights(covariance.shape[-1] - 1)
    return found


def weighted_by_room(importance: float, score: float) -> float:
    """Importance times the room to improve, 100 - score, as a part of 100; 0 to 1.

    `score` is the published score of the predictor in points.
    """
    return importance * (100 - score) / 100


def _left_over(correlation: Floats) -> Floats:
    """The outcome's variance that each subset of predictors leaves over, (..., 2^p).

    One predictor after another, every subset so far goes on twice: without it, and with it taken
    out of everything that is still to come. Predictor i is in subset s when bit i of s is set.
    """
    rest = correlation[..., None, :, :]
    for _ in range(correlation.shape[-1] - 1):
        own, joint = rest[..., 0, 0], rest[..., 0, 1:]
        useful = own > NOTHING_LEFT
        factor = np.where(useful, 1 / np.where(useful, own, 1.0), 0.0)[..., None, None]
        without = rest[..., 1:, 1:]
        taken = without - factor * joint[..., :, None] * joint[..., None, :]
        rest = np.concatenate([without, taken], axis=-3)
    return rest[..., 0, 0]


def _weights(predictors: int) -> Floats:
    """(2^p, p): how R² of each subset counts for each predictor, Shapley's weights."""
    subsets = np.arange(2**predictors)
    has = (subsets[:, None] >> np.arange(predictors)) & 1
    size = has.sum(axis=1)
    orders = [factorial(s) * factorial(predictors - 1 - s) for s in range(predictors)]
    share = np.array(orders, dtype=np.float64) / factorial(predictors)
    gains, loses = share[np.maximum(size - 1, 0)], share[np.minimum(size, predictors - 1)]
    found: Floats = np.where(has == 1, gains[:, None], -loses[:, None])
    return found


def _products(table: Floats, group: Ints) -> Floats:
    """Sums of products within each team, (teams, columns, columns), about the team's own means."""
    team = np.unique(group, return_inverse=True)[1]
    number = np.bincount(team)
    order = np.argsort(team, kind="stable")
    starts = np.concatenate([[0], np.cumsum(number)[:-1]]).astype(np.int64)
    ordered = table[order]
    means = np.add.reduceat(ordered, starts, axis=0) / number[:, None]
    centred = ordered - np.repeat(means, number, axis=0)
    return np.add.reduceat(centred[:, :, None] * centred[:, None, :], starts, axis=0)


def _redrawn(products: Floats, random: np.random.Generator, rounds: int) -> Floats:
    """The importances, (rounds, p), of as many teams drawn with replacement."""
    teams, columns = products.shape[:2]
    flat = products.reshape(teams, -1)
    found = []
    for start in range(0, rounds, AT_ONCE):
        size = min(AT_ONCE, rounds - start)
        times = random.multinomial(teams, np.full(teams, 1 / teams), size=size).astype(np.float64)
        found.append(lmg((times @ flat).reshape(size, columns, columns)))
    return np.concatenate(found)
