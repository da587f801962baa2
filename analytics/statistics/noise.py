"""How restless are the lines of an organisation: what is chance in a wave, and what is change?

A function of published scores and their variances (analytics/statistics/intervals.py) alone.
"""

from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats

LINES = 400
"""The most lines that are looked at: more say the same, and closing waits for it."""

CAP = 6.6
"""The most a squared innovation counts, so that a few real jumps do not pass for restlessness."""

UNIT_SPREAD = 7.0
"""How far units usually lie from their area, as an SD in points."""


@dataclass(frozen=True, slots=True)
class Noise:
    """What moves a published score.

    `q` is the SD by which a unit drifts from wave to wave and `tau` the SD of units about their
    area, both in points; `lam` is how many times its variance V a score really varies.
    """

    q: float
    tau: float
    lam: float


class Prior(NamedTuple):
    """A lognormal prior, and the ends beyond which a value is never taken."""

    median: float
    log_sd: float
    least: float
    most: float


Q = Prior(2.0, 0.6, 1.0, 12.0)
TAU = Prior(7.0, 0.5, 1.5, 30.0)
LAM = Prior(1.0, 0.2, 1.0, 1.9)
PRIORS = (Q, TAU, LAM)
GRID = ((Q, 9), (TAU, 9), (LAM, 6))
CLOSER = 2
"""How often the grid is drawn again, finer, about the best so far."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Published lines, waves x series.

    `scores` in points, NaN where withheld or not shown; `variances` V in squared points; `mu`, the
    mean of the unit's area, one per series or one per wave and series (only that of the wave in
    which a piece begins is used); `starts` where a new piece of a line begins, always the first
    wave.
    """

    scores: Floats
    variances: Floats
    mu: Floats
    starts: Bools | None = None

    def __post_init__(self) -> None:
        shown = ~np.isnan(self.scores)
        assert (self.variances[shown] > 0).all(), "a published score is never certain"

    def begins(self) -> Bools:
        """Where a piece begins, waves x series."""
        found = np.zeros(self.scores.shape, dtype=np.bool_)
        if self.starts is not None:
            found |= self.starts
        found[:1] = True
        return found

    def area(self) -> Floats:
        """The mean of the area, waves x series."""
        return np.broadcast_to(self.mu, self.scores.shape)


def area_mean(means: Floats, variances: Floats) -> float:
    """The mean of the units of an area, in points; NaN where none is shown.

    `means` and their `variances`, waves x units with NaN where withheld. Each unit counts with its
    mean over its waves, at the weight 1/(7² + 1/sum(1/V)) (statistics.md, "Now").
    """
    weight = np.where(np.isnan(means), 0.0, 1 / variances)
    sums = weight.sum(axis=0)
    shown = sums > 0
    if not shown.any():
        return float("nan")
    own = np.where(np.isnan(means), 0.0, weight * means).sum(axis=0)[shown] / sums[shown]
    across = 1 / (UNIT_SPREAD**2 + 1 / sums[shown])
    return float(across @ own / across.sum())


def estimated(lines: Lines) -> Noise:
    """The noise of an organisation from all its published lines, to two decimals.

    The highest posterior on a grid and then on finer ones about it: the likelihood is that of a
    local level (Harvey 1989, Forecasting, Structural Time Series Models and the Kalman Filter)
    with squared innovations capped at 6.6, which makes variances come out about an eighth low
    where nothing ever jumps; priors are lognormal, so few lines say little. An even sample of 400
    lines speaks for all.
    """
    sampled = _even_sample(lines)
    axes = [_axis(prior.least, prior.most, count, prior.median) for prior, count in GRID]
    for _ in range(CLOSER):
        axes = [_about(axis, at) for axis, at in zip(axes, _best(sampled, axes), strict=True)]
    best = zip(axes, _best(sampled, axes), strict=True)
    return Noise(*(round(float(axis[at]), 2) for axis, at in best))


def _axis(least: float, most: float, count: int, also: float) -> Floats:
    """Steps of equal ratio from end to end, and one value more."""
    return np.unique(np.append(np.geomspace(least, most, count), also))


def _about(axis: Floats, at: int) -> Floats:
    """Five finer steps from the neighbour below to the one above, and the best so far."""
    low, high = axis[max(at - 1, 0)], axis[min(at + 1, len(axis) - 1)]
    return _axis(low, high, 5, axis[at])


def _best(lines: Lines, axes: list[Floats]) -> tuple[int, ...]:
    """Where on the three axes the posterior is highest."""
    costs = cost(lines, np.array(list(product(*axes)), dtype=np.float64))
    best = np.unravel_index(int(np.argmin(costs)), [len(axis) for axis in axes])
    return tuple(int(each) for each in best)


def _even_sample(lines: Lines) -> Lines:
    """At most 400 of the lines that show anything, evenly from first to last."""
    shown = np.flatnonzero(~np.isnan(lines.scores).all(axis=0))
    if len(shown) > LINES:
        shown = shown[np.linspace(0, len(shown) - 1, LINES).round().astype(np.int64)]
    area, begins = lines.area()[:, shown], lines.begins()[:, shown]
    return Lines(lines.scores[:, shown], lines.variances[:, shown], area, begins)


def cost(lines: Lines, points: Floats) -> Floats:
    """Minus twice the log posterior of each of `points` (q, tau, lambda), up to a constant."""
    found = np.zeros(len(points))
    for column, prior in zip(points.T, PRIORS, strict=True):
        found += np.square(np.log(column / prior.median) / prior.log_sd)
    drift, start = np.square(points[:, :1]), np.square(points[:, 1:2])
    shown = ~np.isnan(lines.scores)
    scores, variances = np.where(shown, lines.scores, 0.0), np.where(shown, lines.variances, 1.0)
    area, begins = lines.area(), lines.begins()
    mean = variance = np.zeros((len(points), scores.shape[1]))
    for wave, seen in enumerate(shown):
        mean = np.where(begins[wave], area[wave], mean)
        variance = np.where(begins[wave], start, variance + drift)
        total = variance + points[:, 2:] * variances[wave]
        off = scores[wave] - mean
        found += (np.log(total) + np.minimum(off * off / total, CAP)) @ seen.astype(np.float64)
        gain = np.where(seen, variance / total, 0.0)
        mean = mean + gain * off
        variance = variance * (1 - gain)
    return found
