"""What would have come anyway: the forecast an experiment is measured against.

A function of published scores and their variances (analytics/statistics/intervals.py) alone. People
try something where a figure just fell, and what fell by chance comes back by itself; against the
wave before, "rose" would be false in one of five after a significant fall.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats, Ints
from analytics.statistics.intervals import LEVEL, quantile
from analytics.statistics.noise import Lines, Noise
from analytics.statistics.now import filtered

JUMP = 0.05


class Outcome(IntEnum):
    """What may be said of an experiment: a rise, a fall, or what would have come anyway."""

    NOT_SHOWN = 0
    ROSE = 1
    FELL = 2
    ANYWAY = 3


class Forecast(NamedTuple):
    """Where units stand before: `means` and `variances` are 2 x series.

    The first row reckons with jumps, the second does not: a figure that just fell has fallen for
    good by the one and mostly comes back by the other. Truth may be either.
    """

    means: Floats
    variances: Floats
    noise: Noise


class Effect(NamedTuple):
    """What came after, per series.

    `z`, 2 x series, is how far it lies from each forecast in standard errors; `difference`, in
    points, how far from the nearer one (0 between them); `outcome` an Outcome code.
    """

    z: Floats
    difference: Floats
    outcome: Ints


class ByItself(NamedTuple):
    """Where a figure would go if left alone, per series, in points.

    Likely back to between `low` and `high`; only what is published below `least` or above `most`
    would show.
    """

    low: Floats
    high: Floats
    least: Floats
    most: Floats


def forecast(lines: Lines, *, noise: Noise) -> Forecast:
    """Where units stand in the last of the waves given: those up to the one before a start."""
    either = [filtered(lines, noise=noise, jump=jump) for jump in (JUMP, 0.0)]
    means = np.array([one.mean[-1] for one in either])
    return Forecast(means, np.square([one.sd[-1] for one in either]), noise)


def effect(before: Forecast, scores: Floats, variances: Floats) -> Effect:
    """Whether the mean of what came after lies beyond what would have come anyway.

    `scores` and their `variances`, waves x series, from the first wave after the forecast on; NaN
    where a wave is not shown or not asked about. One wave or two: +12 is found in .40, .47, .65,
    .82 of units of 6, 8, 12, 20 people with one, in .43, .57, .76, .89 with the mean of two.
    """
    shown = ~np.isnan(scores)
    count = shown.sum(axis=0)
    after = np.where(shown, scores, 0.0).sum(axis=0) / np.where(count > 0, count, np.nan)
    off = after - before.means
    z = off / standard_error(before, np.where(shown, variances, np.nan))
    reach = quantile((1 + LEVEL) / 2)
    rules = [count == 0, (z > reach).all(axis=0), (z < -reach).all(axis=0)]
    codes = [int(code) for code in (Outcome.NOT_SHOWN, Outcome.ROSE, Outcome.FELL)]
    nearest = np.where((off > 0).all(axis=0), off.min(axis=0), np.minimum(off.max(axis=0), 0.0))
    return Effect(z, nearest, np.select(rules, codes, Outcome.ANYWAY))


def by_itself(before: Forecast, variances: Floats) -> ByItself:
    """Where figures would go if left alone, and from where on a change would show.

    `variances` as the scores to come will likely have, waves x series, NaN where a wave is not
    asked about. Below `least` or above `most` is exactly where `effect` says fell or rose.
    """
    reach = quantile((1 + LEVEL) / 2) * standard_error(before, variances)
    ends = (before.means.min(axis=0), before.means.max(axis=0))
    wide = ((before.means - reach).min(axis=0), (before.means + reach).max(axis=0))
    return ByItself(*(np.clip(each, 0.0, 100.0) for each in (*ends, *wide)))


def standard_error(before: Forecast, variances: Floats) -> Floats:
    """Of the mean of the waves with a variance, about each forecast: 2 x series, in points.

    One wave: √(P + q² + lambda V). Drift of an early wave is in all later ones.
    """
    shown = ~np.isnan(variances)
    share = shown / np.maximum(shown.sum(axis=0), 1)
    carried = share[::-1].cumsum(axis=0)[::-1]
    drift = before.noise.q**2 * np.square(carried).sum(axis=0)
    chance = np.square(share) * np.where(shown, variances, 0.0)
    wide = before.variances + drift + before.noise.lam * chance.sum(axis=0)
    return np.sqrt(np.where(shown.any(axis=0), wide, np.nan))
