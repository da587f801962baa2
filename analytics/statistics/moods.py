"""By how much do figures of many people go up and down together with the mood of a wave?

V knows what chance does, and that shrinks with how many answer; what a wave does to everybody does
not. In a team it hardly shows beside chance; in an area of sixty it is half of all there is. A
function of published scores and their variances (analytics/statistics/intervals.py) alone.
"""

import numpy as np

from analytics.arrays import Floats
from analytics.statistics.noise import CAP, Lines

CONSISTENT = 1 / 0.914
"""One over how much of chi² with 3 degrees lies below the cap: what makes the estimate of a capped
square right where everything is normal (Huber 1964, Ann. Math. Statist. 35, 73-101)."""

MEDIAN, LOG_SD = 1.0, 0.5
GRID = np.geomspace(0.2, 4.0, 25)
INDEPENDENT = 2 / 3
"""Differences of neighbouring waves share a wave: three of them say about as much as two."""


def mood(lines: Lines) -> float:
    """The SD in points, to two decimals, beside chance: V + mood² is how far a score lies off.

    The highest posterior on a grid, lognormal prior of median 1, from differences of neighbouring
    waves of each piece, N(0, V + V' + 2 mood²): a real step is in one of them only, and capped.
    """
    squares, variances = _steps(lines)
    total = variances + 2 * np.square(GRID)[:, None]
    fit = np.log(total) + CONSISTENT * np.minimum(squares / total, CAP)
    cost = INDEPENDENT * fit.sum(axis=1) + np.square(np.log(GRID / MEDIAN) / LOG_SD)
    return round(float(GRID[int(np.argmin(cost))]), 2)


def _steps(lines: Lines) -> tuple[Floats, Floats]:
    """From each shown score to the next of its piece: the square, and the sum of their V."""
    squares, sums = [np.empty(0)], [np.empty(0)]
    piece = lines.begins().cumsum(axis=0)
    for column in range(lines.scores.shape[1]):
        shown = np.flatnonzero(~np.isnan(lines.scores[:, column]))
        score, own = lines.scores[shown, column], lines.variances[shown, column]
        same = np.diff(piece[shown, column]) == 0
        squares.append(np.square(np.diff(score))[same])
        sums.append((own[1:] + own[:-1])[same])
    return np.concatenate(squares), np.concatenate(sums)
