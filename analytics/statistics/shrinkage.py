"""Which teams differ by more than chance, and where each stands once chance is taken out.

For the order and the colours of a view of many teams; a team's own figure is never replaced by it.
A function of published scores and their variances (analytics/statistics/intervals.py) alone.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats

FROM_TEAMS = 8
GRID = np.concatenate([[0.0], np.geomspace(1e-6, 1.0, 24)])
HALVINGS = 60


class NoOrder(StrEnum):
    """Why teams are not put in order."""

    TOO_FEW = "too few teams"
    ALIKE = "no evidence that teams differ"


@dataclass(frozen=True, slots=True)
class Unordered:
    """Teams that are shown as they come."""

    why: NoOrder


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """Shrunken `values` in the order given, about `mean`; `between` is tau² in squared points.

    `icc2` says which part of the differences between the shown figures would be there again.
    """

    values: Floats
    mean: float
    between: float
    icc2: float


class Between(NamedTuple):
    """The mean over teams, and the variance between teams in squared points."""

    mean: float
    variance: float


class _Model(NamedTuple):
    """Team means with their sampling variances."""

    means: Floats
    variances: Floats


def shrink(scores: Floats, variances: Floats) -> Ordered | Unordered:
    """Where each team stands once chance is taken out, or why that is not said.

    `scores` in points and their sampling `variances` in squared points, one each per team.
    """
    if len(scores) < FROM_TEAMS:
        return Unordered(NoOrder.TOO_FEW)
    between = between_teams(scores, variances)
    if between.variance == 0:
        return Unordered(NoOrder.ALIKE)
    return Ordered(
        shrunken(scores, variances, between),
        between.mean,
        between.variance,
        between.variance / (between.variance + float(variances.mean())),
    )


def shrunken(scores: Floats, variances: Floats, between: Between) -> Floats:
    """mu + B (score - mu) with B = tau²/(tau² + V), per team.

    Efron & Morris (1975), J. Am. Statist. Ass. 70, 311-319; the BLUP of a random-effects model.
    """
    weight: Floats = between.variance / (between.variance + variances)
    return between.mean + weight * (scores - between.mean)


def between_teams(scores: Floats, variances: Floats) -> Between:
    """The variance between teams by REML, where each team's sampling variance is known.

    Maximises the restricted profile likelihood (Viechtbauer 2005, J. Educ. Behav. Statist. 30,
    261-293; metafor's `rma`); variances are above 0, teams two or more.
    """
    model = _Model(scores, variances)
    tau2 = _best(model)
    return Between(_fit(model, tau2)[0], tau2)


def _fit(model: _Model, tau2: float) -> tuple[float, float, Floats]:
    """The mean, the weighted sum of squares about it, and the weights, given tau²."""
    weight = 1 / (model.variances + tau2)
    mean = float(weight @ model.means / weight.sum())
    return mean, float(weight @ np.square(model.means - mean)), weight


def _cost(model: _Model, tau2: float) -> float:
    """Minus twice the restricted log-likelihood, up to a constant."""
    _, spread, weight = _fit(model, tau2)
    return float(np.log(weight.sum()) - np.log(weight).sum()) + spread


def _uphill(model: _Model, tau2: float) -> float:
    """The derivative of twice the restricted log-likelihood in tau²."""
    mean, _, weight = _fit(model, tau2)
    squares = np.square(weight)
    found = squares @ np.square(model.means - mean)
    return float(found - weight.sum() + squares.sum() / weight.sum())


def _best(model: _Model) -> float:
    """The tau² of the highest likelihood: the best of a grid, then halving around it."""
    far = float(np.ptp(model.means)) ** 2 + float(model.variances.max())
    while _uphill(model, far) > 0:  # beyond `far` the likelihood only falls
        far *= 4
    grid = far * GRID
    best = int(np.argmin([_cost(model, float(tau2)) for tau2 in grid]))
    if best == 0 and _uphill(model, 0.0) <= 0:
        return 0.0
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _uphill(model, middle) > 0 else (low, middle)
    return (low + high) / 2
