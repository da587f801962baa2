"""Where does a line go from one level to the next at the least cost, for every number of waves?"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints

SPIKE_PRICE = 1.3
"""What a left-out spike costs, in cuts."""

ONE_WAVE = 2.0
"""What a last level of a single wave costs beside its cut."""

CELLS = 2**19
"""Levels looked at in one go: what bounds the memory."""

HAIR = 1e-7  # costs nearer than that are the same: the longer level, and no spike, is taken


class Sums(NamedTuple):
    """Running sums, from none to all waves (waves + 1 x series): of weights, and of weight x score.

    Weights are 1/V; scores count from a middle of their series, so that little is lost in rounding.
    """

    weight: Floats
    moment: Floats
    square: Floats


class Costs(NamedTuple):
    """Of each level, by [wave it ends before, wave it starts at, series].

    `plain` is sum (y - weighted mean)²/V; `relief` is by how much it falls when the most striking
    wave between the first and the last one of the level is left out, and `spike` which wave that
    is, -1 for none.
    """

    plain: Floats
    relief: Floats
    spike: Ints


def running_sums(scores: Floats, weights: Floats) -> Sums:
    """Sums over the first 0, 1, 2, ... waves of `scores` and `weights` (waves x series)."""
    none = np.zeros((1, scores.shape[1]))
    columns = (weights, weights * scores, weights * np.square(scores))
    return Sums(*(np.concatenate([none, one.cumsum(axis=0)]) for one in columns))


def plain_costs(sums: Sums) -> Floats:
    """The cost of each level with all its waves, in V: ends x starts x series."""
    ends, series = sums.weight.shape
    found = np.zeros((ends, ends - 1, series))
    for end in range(1, ends):
        weight, moment, square = (one[end] - one[:end] for one in sums)
        np.maximum(square - moment * moment / weight, 0.0, out=found[end, :end])
    return found


def spikes(scores: Floats, weights: Floats, sums: Sums, *, starts: int) -> tuple[Floats, Ints]:
    """`relief` and `spike` of `Costs`, for levels that start at the first so many waves.

    Without wave k a sum of squares about the weighted mean m falls by
    w_k (y_k - m)² W/(W - w_k), where W sums the weights.
    """
    waves, series = scores.shape
    relief = np.zeros((waves + 1, starts, series))
    spike = np.full(relief.shape, -1, dtype=np.int64)
    for end in range(3, waves + 1):
        for wave in range(1, end - 1):
            first = min(wave, starts)
            weight = sums.weight[end] - sums.weight[:first]
            mean = (sums.moment[end] - sums.moment[:first]) / weight
            rest = np.square(scores[wave] - mean) * (weights[wave] * weight)
            rest /= weight - weights[wave]
            better = rest > relief[end, :first] * (1 + 1e-9)  # of two alike, the first
            np.copyto(relief[end, :first], rest, where=better)
            np.copyto(spike[end, :first], wave, where=better)
    return relief, spike


def may_have_levels(
    plain: Floats, first_relief: Floats, prices: Floats, *, spike_price: float
) -> Bools:
    """Series of which, at some wave, a cut or a spike could pay: the others have one level always.

    With `prices` of a cut (waves x series, at each number of waves so far) and spikes at
    `spike_price` times that: one cut gains enough, or one spike does, or all there is to gain pays
    for two cuts, which is less than any other choice costs.
    """
    waves, series = prices.shape
    found = np.zeros(series, dtype=np.bool_)
    for end in range(2, waves + 1):
        whole, price = plain[end, 0], prices[end - 1]
        cut = (plain[1:end, 0] + plain[end, 1:end]).min(axis=0)
        found |= (whole - cut > price) | (whole > 2 * price)
        found |= first_relief[end, 0] > spike_price * price
    return found


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


class Chunk(NamedTuple):
    """Some series, their shown waves first: `order` is the row of each, `shown` whether it is."""

    where: slice
    order: Ints
    shown: Bools
    scores: Floats
    weights: Floats
    middle: Floats
    beta: Floats
    noise: Floats

    @property
    def prices(self) -> Prices:
        return Prices(self.noise * self.beta, self.noise * ONE_WAVE)


def beta(waves: Floats, measures: Floats) -> Floats:
    """The price of a cut: 4 + 2 ln T + 1.5 ln(max(C, 2)/2), T waves so far, C measures on a page.

    From the study in which steady lines are cut in 3 % and falls found soon (simulated_lines.py).
    """
    return 4 + 2 * np.log(waves) + 1.5 * np.log(np.maximum(measures, 2) / 2)


def chunks(
    scores: Floats, variances: Floats, measures: Floats | float, noise: Floats | float
) -> Iterator[Chunk]:
    waves, series = scores.shape
    families = np.broadcast_to(np.asarray(measures, dtype=np.float64), series)
    per_wave = np.broadcast_to(np.asarray(noise, dtype=np.float64), waves)
    assert bool((per_wave >= 1).all()), "noise never makes a wave surer than it is"
    so_far = np.arange(1.0, waves + 1)[:, None]
    size = max(1, CELLS // max(1, waves * waves))
    for at in range(0, series, size):
        where = slice(at, at + size)
        absent = np.isnan(scores[:, where])
        order = np.argsort(absent, axis=0, kind="stable")
        shown = ~np.take_along_axis(absent, order, axis=0)
        y = np.where(shown, np.take_along_axis(scores[:, where], order, axis=0), 0.0)
        v = np.where(shown, np.take_along_axis(variances[:, where], order, axis=0), 1.0)
        assert bool((v > 0).all()), "a published score is never certain"
        middle = y.sum(axis=0) / np.maximum(shown.sum(axis=0), 1)
        yield Chunk(
            where=where,
            order=order,
            shown=shown,
            scores=np.where(shown, y - middle, 0.0),
            weights=1 / v,
            middle=middle,
            beta=beta(so_far, families[where]),
            noise=per_wave[order],
        )
