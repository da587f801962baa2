"""Whether a wave stands out from how a line usually goes up and down.

A function of published figures alone. Without a signal, "no signal" is the thing to say: what goes
up and down within the limits has no reason of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

FROM_WAVES = 8
THREE_SIGMA = 2.66
"""3/1.128: three standard deviations in mean moving ranges of two."""


class Limits(NamedTuple):
    """Where figures lie when nothing special happens."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Usual:
    """How a line usually goes: its mean, its limits, and the positions, from 0, outside them."""

    mean: float
    limits: Limits
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
    reach = max(THREE_SIGMA * (sum(ranges) / len(ranges)), step)
    low, high = Limits(mean - reach, mean + reach)
    hair = 1e-9  # rounding, not a signal
    outside = (at for at, one in enumerate(values) if one < low - hair or one > high + hair)
    return Usual(mean, Limits(low, high), tuple(outside))
