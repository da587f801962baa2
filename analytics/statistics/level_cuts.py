"""Where does a line go from one level to the next, for every number of waves so far?"""

from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.statistics.level_costs import (
    Costs,
    Sums,
    may_have_levels,
    plain_costs,
    running_sums,
    spikes,
)

SPIKE_PRICE = 1.3
"""What a left-out spike costs, in cuts."""

HAIR = 1e-7  # costs nearer than that are the same: the longer level, and no spike, is taken


class Prices(NamedTuple):
    """Of a cut, and of a last level of one wave, at each number of waves so far: waves x series."""

    cut: Floats
    one_wave: Floats


class Ends(NamedTuple):
    """The level that ends at a wave, and the one before it, in waves counted from 0: -1 for none.

    Arrays of one shape, waves x series; row t is about the first t + 1 waves.
    """

    start: Ints
    spike: Ints
    before: Ints
    before_spike: Ints


class Lines(NamedTuple):
    """What a chunk of series costs; `restless` are those that may have more than one level."""

    sums: Sums
    restless: Bools
    costs: Costs


def lines(scores: Floats, weights: Floats, prices: Prices) -> Lines:
    """Everything that is the same for all numbers of waves; `costs` are of restless series only."""
    sums = running_sums(scores, weights)
    plain = plain_costs(sums)
    first, _ = spikes(scores, weights, sums, starts=1)
    restless = may_have_levels(plain, first, prices.cut, spike_price=SPIKE_PRICE)
    some = Sums(*(one[:, restless] for one in sums))
    found = spikes(scores[:, restless], weights[:, restless], some, starts=len(scores))
    return Lines(sums, restless, Costs(plain[:, :, restless], *found))


def starts(costs: Costs, waves: int, cut: Floats, one_wave: Floats) -> Ints:
    """Where the level starts that best ends before each wave: waves + 1 x series; row 0 is unused.

    Exact, by dynamic programming over the first `waves` waves: the last row is the last level, and
    `costs` x 1 + `cut` x (levels - 1) is least. Levels other than the first and the last have two
    waves or more. A spike lies between two waves of its level, so that it never makes a level and
    is never the newest wave.
    """
    series = costs.plain.shape[2]
    best = np.zeros((waves, series))
    found = np.zeros((waves + 1, series), dtype=np.int64)
    for end in range(1, waves + 1):
        cost = np.maximum(costs.relief[end, :end] - SPIKE_PRICE * cut, 0.0)
        np.subtract(costs.plain[end, :end], cost, out=cost)
        cost[1:] += best[1:end] + cut
        if end > 1:
            cost[-1] += one_wave if end == waves else np.inf
        least = cost.min(axis=0)
        found[end] = (cost <= least + HAIR).argmax(axis=0)
        if end < waves:
            best[end] = least
    return found


def spike_of(costs: Costs, end: Ints, start: Ints, cut: Floats) -> Ints:
    """The spike left out of one level of each series, -1 for none."""
    every = np.arange(len(end))
    left_out = costs.relief[end, start, every] > SPIKE_PRICE * cut + HAIR
    return np.where(left_out, costs.spike[end, start, every], -1)


def ends(found: Lines, prices: Prices) -> Ends:
    """The last two levels at each number of waves so far."""
    shape = prices.cut.shape
    nothing = (np.full(shape, -1, dtype=np.int64) for _ in range(3))
    result = Ends(np.zeros(shape, dtype=np.int64), *nothing)
    for waves in range(2, shape[0] + 1):
        cut, once = (price[waves - 1, found.restless] for price in prices)
        last = starts(found.costs, waves, cut, once)
        now = last[waves]
        earlier = np.take_along_axis(last, now[None], axis=0)[0]
        end = np.full(len(now), waves)
        levels = (now, spike_of(found.costs, end, now, cut))
        past = (earlier, spike_of(found.costs, now, earlier, cut))
        result.start[waves - 1, found.restless], result.spike[waves - 1, found.restless] = levels
        for whole, part in zip(result[2:], past, strict=True):
            whole[waves - 1, found.restless] = np.where(now > 0, part, -1)
    return result
