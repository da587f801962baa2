"""At which levels was a line, and what is said of its newest wave?

Levels make the picture and the verdict in one step, so that they can never disagree. The cost of a
level is sum (y - weighted mean)²/(lambda V); the total, with beta for each cut, is made least
exactly (analytics/statistics/level_cuts.py; optimal partitioning: Jackson et al. 2005, IEEE Signal
Processing Letters 12, 105-108).

A series is the shown scores of one piece of one line; NaN where a wave is not in it.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.statistics.intervals import LEVEL, quantile
from analytics.statistics.level_cuts import (
    ONE_WAVE,
    Chunk,
    Costs,
    Ends,
    Lines,
    Sums,
    chunks,
    ends,
    lines,
    spike_of,
    starts,
)

DIGITS = 9
"""To which levels are given: sums over more or fewer lines at once differ in the last ones."""
NEW_FOR = 3
"""Waves for which the newest level is news."""


class Told(IntEnum):
    """What is said of a wave, as a small number in an array."""

    NOTHING = 0
    ROSE = 1
    FELL = 2
    NO_CLEAR_CHANGE = 3
    TOO_EARLY = 4


class Said(NamedTuple):
    """What the waves up to each one say, waves x series; -1 and NaN where there is nothing.

    `count` waves are shown so far; the last level began in row `since`, is `length` shown waves
    long (a left-out spike is one of them) and lies at `level`, the one before it at `before`.
    `rest` is the last level without its newest wave. Variances are of these weighted means, noise
    included. `threshold` is how many standard deviations the newest wave must be away to be news.

    `verdict` is a `Told`: the sign of (last level - the one before) for as long as the last level
    is three shown waves old; not where the 95 % interval of that difference holds 0.
    """

    count: Ints  # type: ignore[assignment]  # hides tuple.count, which nobody asks
    since: Ints
    length: Ints
    level: Floats
    level_variance: Floats
    before: Floats
    before_variance: Floats
    rest: Floats
    rest_variance: Floats
    threshold: Floats
    verdict: Ints


class Picture(NamedTuple):
    """The levels as the newest wave leaves them, waves x series.

    `level_of` counts levels from 0, -1 where nothing is shown; a `spike` lies in a level and does
    not count to its mean.
    """

    level_of: Ints
    spike: Bools
    means: Floats


def said(
    scores: Floats, variances: Floats, *, measures: Floats | float, noise: Floats | float
) -> Said:
    """What is said at each wave, with the waves up to it only.

    `scores` in points and `variances` V in squared points: waves x series, V above 0 where a score
    is. `measures` C on the page, one or one per series; `noise` lambda, one or one per wave: what
    was known when that wave closed holds for all waves up to it.
    """
    none, nowhere = np.zeros((2, *scores.shape), dtype=np.int64), np.full(scores.shape, -1)
    numbers, nothing = np.full((7, *scores.shape), np.nan), np.full(scores.shape, Told.NOTHING)
    result = Said._make([none[0], nowhere, none[1], *numbers, nothing])
    for chunk in chunks(scores, variances, measures, noise):
        found = lines(chunk.scores, chunk.weights, chunk.prices)
        for whole, part in zip(result, _said(chunk, found, ends(found, chunk.prices)), strict=True):
            view = whole[:, chunk.where]
            empty = np.take_along_axis(view, chunk.order, axis=0)
            np.put_along_axis(view, chunk.order, np.where(chunk.shown, part, empty), axis=0)
    return result


def picture(
    scores: Floats, variances: Floats, *, measures: Floats | float, noise: Floats | float
) -> Picture:
    """All levels of each series with all its waves; arguments as for `said`."""
    result = Picture(
        np.full(scores.shape, -1, dtype=np.int64),
        np.zeros(scores.shape, dtype=np.bool_),
        np.full(scores.shape, np.nan),
    )
    for chunk in chunks(scores, variances, measures, noise):
        found = lines(chunk.scores, chunk.weights, chunk.prices)
        for whole, part in zip(result, _pictured(chunk, found), strict=True):
            np.put_along_axis(whole[:, chunk.where], chunk.order, part, axis=0)
    return result


def _mean(chunk: Chunk, sums: Sums, start: Ints, end: Ints, spike: Ints) -> tuple[Floats, Floats]:
    """The weighted mean of waves from start to before end without a spike, and its variance.

    NaN where no wave is left.
    """
    at, past = np.maximum(start, 0), np.maximum(end, 0)
    weight, moment = (
        np.take_along_axis(one, past, axis=0) - np.take_along_axis(one, at, axis=0)
        for one in sums[:2]
    )
    out = np.where(spike >= 0, np.take_along_axis(chunk.weights, np.maximum(spike, 0), axis=0), 0.0)
    moment -= out * np.take_along_axis(chunk.scores, np.maximum(spike, 0), axis=0)
    weight = np.where((start >= 0) & (past > at), weight - out, np.nan)
    return np.round(chunk.middle + moment / weight, DIGITS), chunk.noise / weight


def _said(chunk: Chunk, found: Lines, levels: Ends) -> Said:
    """What is said at each number of shown waves."""
    count = np.broadcast_to(np.arange(1, len(chunk.order) + 1)[:, None], chunk.order.shape)
    sums, start = found.sums, levels.start
    last = _mean(chunk, sums, start, count, levels.spike)
    before = _mean(chunk, sums, levels.before, start, levels.before_spike)
    return Said(
        count,
        np.take_along_axis(chunk.order, start, axis=0),
        count - start,
        *(*last, *before),
        *_mean(chunk, sums, start, count - 1, levels.spike),
        np.sqrt(chunk.beta + ONE_WAVE),
        _verdicts(count, count - start, last, before),
    )


def _verdicts(
    count: Ints, length: Ints, last: tuple[Floats, Floats], before: tuple[Floats, Floats]
) -> Ints:
    difference = last[0] - before[0]
    reach = quantile((1 + LEVEL) / 2) * np.sqrt(last[1] + before[1])
    news = (length <= NEW_FOR) & (np.abs(difference) > reach)
    told = np.where(difference > 0, Told.ROSE, Told.FELL)
    told = np.where(news, told, Told.NO_CLEAR_CHANGE)
    return np.where(count == 1, Told.TOO_EARLY, told)


def _pictured(chunk: Chunk, found: Lines) -> Picture:
    """The picture of a chunk, shown waves first."""
    began = np.zeros(chunk.order.shape, dtype=np.int64)
    spike = np.zeros(chunk.order.shape, dtype=np.bool_)
    counts = chunk.shown.sum(axis=0)
    for waves in range(2, len(chunk.order) + 1):
        those = np.flatnonzero(found.restless & (counts == waves))
        if len(those):
            began[:waves, those], spike[:waves, those] = _traced(chunk, found, those, waves)
    first = np.arange(len(began))[:, None] == began
    level_of = np.where(chunk.shown, first.cumsum(axis=0) - 1, -1)
    return Picture(level_of, spike, _level_means(chunk, level_of, spike))


def _traced(chunk: Chunk, found: Lines, those: Ints, waves: int) -> tuple[Ints, Bools]:
    """Where the level of each wave began, and which waves are spikes: waves x those series."""
    place = np.cumsum(found.restless)[those] - 1
    costs = Costs(
        found.costs.plain[:, :, place],
        found.costs.relief[:, :, place],
        found.costs.spike[:, :, place],
    )
    cut, once = (one[waves - 1, those] for one in chunk.prices)
    best = starts(costs, waves, cut, once)
    began = np.zeros((waves, len(those)), dtype=np.int64)
    spike = np.zeros(began.shape, dtype=np.bool_)
    end, each = np.full(len(those), waves), np.arange(waves)[:, None]
    while (end > 0).any():
        start = np.take_along_axis(best, end[None], axis=0)[0]
        inside = (each >= start) & (each < end)
        began = np.where(inside, start, began)
        spike |= inside & (each == spike_of(costs, end, start, cut))
        end = start
    return began, spike


def _level_means(chunk: Chunk, level_of: Ints, spike: Bools) -> Floats:
    """The weighted mean of the level that each wave is in."""
    means = np.full(level_of.shape, np.nan)
    weights = np.where(spike, 0.0, chunk.weights)
    for level in range(int(level_of.max(initial=-1)) + 1):
        inside = level_of == level
        weight = np.where(inside, weights, 0.0)
        total = weight.sum(axis=0)
        mean = (weight * chunk.scores).sum(axis=0) / np.where(total > 0, total, np.nan)
        means = np.where(inside, np.round(chunk.middle + mean, DIGITS), means)
    return means
