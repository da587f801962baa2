"""What does it cost to call some waves in a row one level, with and without a spike?"""

from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints


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
