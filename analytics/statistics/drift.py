"""Has a line been drifting, since when, and which way?

A slow drift is no step: each wave is a little lower than the last, and none is news. A CUSUM adds
up what waves are away from the mean so far (Page 1954, Biometrika 41, 100-115; Montgomery,
Introduction to Statistical Quality Control, chapter 9: half a standard deviation is allowed for,
and five are an alarm). A step raises the same alarm, so a straight line must fit better than any.
"""

from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.statistics.level_cuts import plain_costs, running_sums

ALLOWED = 0.5
ALARM = 5.0
HAIR = 1e-7  # costs nearer than that are the same: two waves are a step


class Sum(NamedTuple):
    """How far waves have added up, and the row where that began, -1 for none: waves x series."""

    size: Floats
    since: Ints


class Drift(NamedTuple):
    """Per series: the row where the drift began, -1 for none, and 1 for up, -1 for down, else 0."""

    since: Ints
    way: Ints


def drift(scores: Floats, variances: Floats, noise: Floats | float) -> Drift:
    """Whether the newest waves still tell of a drift.

    `scores` in points (waves x series) are of one piece of a line, NaN where a wave is not in it;
    `variances` are V in squared points, `noise` is lambda, one or one per wave.
    """
    if len(scores) == 0:
        return Drift(np.full(scores.shape[1], -1), np.zeros(scores.shape[1], dtype=np.int64))
    away = residuals(scores, variances, noise)
    up, down = cusum(away), cusum(-away)
    straight = no_step(scores, variances)
    rises, falls = (straight & (one.size[-1] > ALARM) for one in (up, down))
    since = np.where(falls, down.since[-1], np.where(rises, up.since[-1], -1))
    return Drift(since, np.where(falls, -1, np.where(rises, 1, 0)))


def drifting(scores: Floats, variances: Floats, noise: Floats) -> Drift:
    """What `drift` tells at each wave, with the waves up to it only: waves x series.

    `noise` is one per wave: what was known when that wave closed holds for all waves up to it.
    """
    found = Drift(np.full(scores.shape, -1), np.zeros(scores.shape, dtype=np.int64))
    might = _might(residuals(scores, variances, 1.0), noise)
    for at in np.flatnonzero(might.any(axis=1)).tolist():
        those = np.flatnonzero(might[at])
        upto = slice(at + 1)
        told = drift(scores[upto, those], variances[upto, those], float(noise[at]))
        found.since[at, those], found.way[at, those] = told
    return found


def _might(away: Floats, noise: Floats) -> Bools:
    """Where a sum could be an alarm, as cheaply as that can be told: hardly ever."""
    sure = away / np.sqrt(noise.min(initial=np.inf))
    parts = (np.nan_to_num(np.maximum(one - ALLOWED, 0.0)) for one in (sure, -sure))
    up, down = (one.cumsum(axis=0) > ALARM for one in parts)
    might: Bools = up | down
    return might


def residuals(scores: Floats, variances: Floats, noise: Floats | float) -> Floats:
    """How many standard deviations each wave is away from the mean of those before: waves x series.

    (y - m)/sqrt(lambda (V + 1/W)), W the sum of 1/V of the waves before, of which m is the mean;
    NaN for the first. So they are independent where nothing drifts (Hawkins 1987, The Statistician
    36, 295-299), while residuals about the mean of all waves add up to 0.
    """
    shown = ~np.isnan(scores)
    weights = np.where(shown, 1 / variances, 0.0)
    moments = weights * np.where(shown, scores, 0.0)
    weight, moment = (one.cumsum(axis=0) - one for one in (weights, moments))
    weight = np.where(shown & (shown.cumsum(axis=0) > 1), weight, np.nan)
    factor = np.broadcast_to(np.asarray(noise, dtype=np.float64), len(scores))[:, None]
    away: Floats = (scores - moment / weight) / np.sqrt(factor * (variances + 1 / weight))
    return away


def cusum(away: Floats) -> Sum:
    """The upwards sum of standardised residuals (waves x series); NaN leaves it as it is.

    Adding up and never going below 0 is how far all of it lies above the lowest it ever was.
    """
    added = np.cumsum(np.where(np.isnan(away), 0.0, away - ALLOWED), axis=0)
    size = added - np.minimum(0.0, np.minimum.accumulate(added, axis=0))
    rows = np.broadcast_to(np.arange(len(away))[:, None], away.shape)
    lowest = np.maximum.accumulate(np.where(size == 0, rows, -1), axis=0)
    return Sum(size, np.where(size == 0, -1, lowest + 1))


def no_step(scores: Floats, variances: Floats) -> Bools:
    """Whether a straight line over the waves fits a series better than the best single step."""
    if len(scores) < 2:
        return np.zeros(scores.shape[1], dtype=np.bool_)
    shown = ~np.isnan(scores)
    weights = np.where(shown, 1 / variances, 1e-12)  # no sum of weights is 0
    y = np.where(shown, scores, 0.0)
    y = np.where(shown, y - y.sum(axis=0) / np.maximum(shown.sum(axis=0), 1), 0.0)
    costs = plain_costs(running_sums(y, weights))
    step = (costs[1:-1, 0] + costs[-1, 1:]).min(axis=0)
    straight: Bools = costs[-1, 0] - _explained(y, weights) < step - HAIR
    return straight


def _explained(y: Floats, weights: Floats) -> Floats:
    """The weighted sum of squares that a straight line over the rows explains."""
    rows = np.arange(float(len(y)))[:, None]
    total = weights.sum(axis=0)
    about = rows - (weights * rows).sum(axis=0) / total
    slope = np.square((weights * about * y).sum(axis=0))
    explained: Floats = slope / (weights * np.square(about)).sum(axis=0)
    return explained
