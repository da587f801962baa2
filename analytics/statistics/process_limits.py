"""Whether a wave stands out from how a line usually goes up and down.

A function of published figures alone. Without a signal, "no signal" is the thing to say: what goes
up and down within the limits has no reason of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

FROM_WAVES = 8
FIRM_FROM = 12
THREE_SIGMA = 2.66
"""3/1.128: three standard deviations in mean moving ranges of two."""

RANGE_FACTOR = 3.267


class Limits(NamedTuple):
    """Where figures lie when nothing special happens."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Usual:
    """How a line usually goes: its mean, its mean step from wave to wave, and the limits of both.

    `signals` are the positions, from 0, of waves outside the limits; `provisional` below 12 waves.
    """

    mean: float
    moving_range: float
    limits: Limits
    range_limit: float
    signals: tuple[int, ...]
    provisional: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """The share over all samples, the limits of each, and the positions, from 0, outside them."""

    share: float
    limits: tuple[Limits, ...]
    signals: tuple[int, ...]


def xmr(values: Sequence[float], *, step: float = 0.0) -> Usual | None:
    """XmR limits, mean ± 2.66 x mean moving range, from eight waves on; None with fewer.

    `values` in points, in the order of time. `step` is how coarse they are: the limits are never
    nearer than that, because one step may be rounding. Wheeler (1993), Understanding Variation.
    """
    if len(values) < FROM_WAVES:
        return None
    mean = sum(values) / len(values)
    ranges = [abs(b - a) for a, b in pairwise(values)]
    usual = sum(ranges) / len(ranges)
    reach = max(THREE_SIGMA * usual, step)
    limits = Limits(mean - reach, mean + reach)
    signals = _outside(values, [limits] * len(values))
    return Usual(mean, usual, limits, RANGE_FACTOR * usual, signals, len(values) < FIRM_FROM)


def p_chart(counts: Sequence[int], sizes: Sequence[int]) -> Shares:
    """A p-chart of shares, 0 to 1: p ± 3 sqrt(p (1 - p)/n) kept within 0 and 1, for each sample.

    `counts` of `sizes` people, in the order of time, all sizes 1 or more. Montgomery, Introduction
    to Statistical Quality Control, chapter 7; samples independent of each other.
    """
    share = sum(counts) / sum(sizes)
    reach = [3 * sqrt(share * (1 - share) / size) for size in sizes]
    limits = tuple(Limits(max(0.0, share - r), min(1.0, share + r)) for r in reach)
    shares = [count / size for count, size in zip(counts, sizes, strict=True)]
    return Shares(share, limits, _outside(shares, limits))


def _outside(values: Sequence[float], limits: Sequence[Limits]) -> tuple[int, ...]:
    """Where values lie outside their limits; a hair's breadth is rounding, not a signal."""
    hair = 1e-9
    return tuple(
        at
        for at, (value, (low, high)) in enumerate(zip(values, limits, strict=True))
        if value < low - hair or value > high + hair
    )
