"""Drift, slowly: every sum, every line and every step tried with plain numbers."""

from collections.abc import Sequence
from math import sqrt

ALLOWED, ALARM, HAIR = 0.5, 5.0, 1e-7


def way(
    at: Sequence[int], points: Sequence[float], off: Sequence[float], noise: float
) -> tuple[int, int]:
    """1 where the newest of some waves tells of a slow rise, -1 of a slow fall, else 0; and the one
    of them that it began with.

    `at` are the places of the waves among all, `off` their variances.
    """
    weights = [1 / one for one in off]
    if len(points) < 2 or not _straight(at, points, weights):
        return 0, 0
    up = down = 0.0
    rises = falls = 1
    for n in range(1, len(points)):
        before = sum(weights[:n])
        mean = sum(w * y for w, y in zip(weights[:n], points[:n], strict=True)) / before
        away = (points[n] - mean) / sqrt(noise * (off[n] + 1 / before))
        up, down = max(0.0, up + away - ALLOWED), max(0.0, down - away - ALLOWED)
        rises, falls = rises if up else n + 1, falls if down else n + 1
    if down > ALARM:
        return -1, falls
    return (1, rises) if up > ALARM else (0, 0)


def _straight(at: Sequence[int], points: Sequence[float], weights: Sequence[float]) -> bool:
    """Whether a straight line fits better than the best single step."""
    cuts = range(1, len(points))
    step = min(_cost(points[:n], weights[:n]) + _cost(points[n:], weights[n:]) for n in cuts)
    total = sum(weights)
    middle = sum(w * x for w, x in zip(weights, at, strict=True)) / total
    away = [x - middle for x in at]
    slope = sum(w * x * y for w, x, y in zip(weights, away, points, strict=True))
    explained = slope**2 / sum(w * x * x for w, x in zip(weights, away, strict=True))
    return _cost(points, weights) - explained < step - HAIR


def _cost(points: Sequence[float], weights: Sequence[float]) -> float:
    mean = sum(w * y for w, y in zip(weights, points, strict=True)) / sum(weights)
    return sum(w * (y - mean) ** 2 for w, y in zip(weights, points, strict=True))
