"""How large are effects of a kind, over several experiments? Pooled, with honest width.

A random-effects mean per kind, drawn towards the mean of all kinds as far as kinds are alike
(partial pooling; DerSimonian & Laird 1986, Control. Clin. Trials 7, 177-188, once within kinds and
once between them).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats
from analytics.statistics.intervals import LEVEL, quantile


class Pooled(NamedTuple):
    """The typical effect of a kind, in points, and from where to where the next one likely lies."""

    mean: float
    low: float
    high: float


class _Mean(NamedTuple):
    mean: float
    variance: float
    between: float


def pooled(kinds: Sequence[tuple[Floats, Floats]]) -> list[Pooled]:
    """Of each kind: its effects and their variances, both in points; at least one in each."""
    own = [_random_effects(effects, variances) for effects, variances in kinds]
    means, errors = (
        np.array([one.mean for one in own]),
        np.array([one.variance for one in own]),
    )
    all_ = _random_effects(means, errors)
    reach = quantile((1 + LEVEL) / 2)
    found = []
    for one in own:
        share = all_.between / (all_.between + one.variance) if len(own) > 1 else 1.0
        mean = share * one.mean + (1 - share) * all_.mean
        error = share * one.variance + (1 - share) ** 2 * all_.variance
        half = reach * float(np.sqrt(error))
        found.append(Pooled(mean, mean - half, mean + half))
    return found


def _random_effects(effects: Floats, variances: Floats) -> _Mean:
    weight = 1 / variances
    fixed = float(weight @ effects / weight.sum())
    excess = float(weight @ np.square(effects - fixed)) - (len(effects) - 1)
    scale = float(weight.sum() - np.square(weight).sum() / weight.sum())
    between = max(0.0, excess / scale) if scale > 0 else 0.0
    weight = 1 / (variances + between)
    return _Mean(float(weight @ effects / weight.sum()), float(1 / weight.sum()), between)
