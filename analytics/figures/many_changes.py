"""Of many families of figures, which changed? The same as statistics.change says of one."""

from math import erfc, sqrt
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.figures.last_shown import Ends
from analytics.statistics.change import FALSE_DISCOVERIES, Verdict
from analytics.statistics.intervals import LEVEL, quantile

VERDICTS = (None, Verdict.ROSE, Verdict.FELL, Verdict.UNCLEAR)
NONE, ROSE, FELL, UNCLEAR = range(len(VERDICTS))


class Changes(NamedTuple):
    """Differences with their intervals, measures x places; NaN and no verdict where none."""

    difference: Floats
    low: Floats
    high: Floats
    verdict: Ints


def many_changes(family: list[Ends]) -> Changes:
    """The changes of measures that are one family of tests in each place."""
    before, after = (np.array([end[at].scores for end in family]) for at in (0, 1))
    spread = np.array([end.before.variances + end.after.variances for end in family])
    difference, error = after - before, np.sqrt(spread)
    tested = ~np.isnan(difference)
    apart = tested & (_adjusted(_p_values(difference, error)) <= FALSE_DISCOVERIES)
    reach = _quantiles(apart, tested) * error
    verdict = np.where(apart, np.where(difference > 0, ROSE, FELL), np.where(tested, UNCLEAR, NONE))
    low, high = np.maximum(-100.0, difference - reach), np.minimum(100.0, difference + reach)
    return Changes(difference, low, high, verdict)


def _p_values(difference: Floats, error: Floats) -> Floats:
    """change.p_value; 2, which is never told apart, where nothing is compared."""
    tested = ~np.isnan(difference)
    values = np.full(difference.shape, 2.0)
    t = np.abs(difference[tested]) / error[tested] / sqrt(2)
    values[tested] = list(map(erfc, t.tolist()))
    return values


def _adjusted(p_values: Floats) -> Floats:
    """change.benjamini_hochberg of each place, over those that are tested there."""
    count = (p_values <= 1).sum(axis=0)
    order = np.argsort(p_values, axis=0, kind="stable")
    ranks = np.arange(1, len(p_values) + 1)[:, np.newaxis]
    by_rank = np.take_along_axis(p_values, order, axis=0) * count / ranks
    by_rank = np.where(ranks <= count, by_rank, 1.0)
    least = np.minimum(1.0, np.minimum.accumulate(by_rank[::-1], axis=0)[::-1])
    adjusted = np.empty_like(p_values)
    np.put_along_axis(adjusted, order, least, axis=0)
    return adjusted


def _quantiles(apart: Bools, tested: Bools) -> Floats:
    """The normal deviate of each interval (change._level): few different ones."""
    family, found = tested.sum(axis=0), apart.sum(axis=0)
    size = len(tested) + 1
    told, untold = np.zeros((size, size)), np.zeros((size, size))
    for of in range(1, size):
        for some in range(of + 1):
            least = max(LEVEL, 1 - (some + 1) * FALSE_DISCOVERIES / of)
            untold[of, some] = quantile((1 + least) / 2)
            if some:
                told[of, some] = quantile((1 + (1 - some * FALSE_DISCOVERIES / of)) / 2)
    deviates: Floats = np.where(apart, told[family, found], untold[family, found])
    return deviates
