"""Whether a line has gone up or down over all its waves.

A function of published scores and their variances (analytics/statistics/intervals.py) alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin, sqrt

import numpy as np

from analytics.arrays import Floats
from analytics.statistics.change import Verdict
from analytics.statistics.intervals import LEVEL, Estimate

FROM_WAVES = 4
HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Slope:
    """Points per unit of time, with its interval, and the median of all pairwise slopes beside it.

    `noise` is the SD in points by which whole waves go up and down, beyond what chance in who
    answered explains.
    """

    slope: float
    low: float
    high: float
    theil_sen: float
    noise: float

    @property
    def verdict(self) -> Verdict:
        """What may be said: it rose, it fell, or neither can be told."""
        if self.low > 0:
            return Verdict.ROSE
        return Verdict.FELL if self.high < 0 else Verdict.UNCLEAR


def slope(
    times: Sequence[float], estimates: Sequence[Estimate], *, level: float = LEVEL
) -> Slope | None:
    """The weighted least squares slope over four waves or more; None with fewer.

    `times` in any unit (years, say), not all the same. Weights are 1/(V + wave noise), the noise
    that makes the weighted squares equal their degrees of freedom (Paule & Mandel 1982, J. Res.
    Nat. Bur. Stand. 87, 377-385); the interval takes Student's t with waves - 2 df, because that
    noise is estimated from few waves.
    """
    if len(estimates) < FROM_WAVES:
        return None
    x, y = np.array(times, dtype=np.float64), np.array([e.score for e in estimates])
    variances = np.array([e.variance for e in estimates])
    noise = wave_noise(x, y, variances)
    weight = 1 / (variances + noise)
    found = _line(x, y, weight)[1]
    about = x - float(weight @ x / weight.sum())
    reach = t_quantile((1 + level) / 2, len(y) - 2) / sqrt(float(weight @ np.square(about)))
    return Slope(found, found - reach, found + reach, theil_sen(times, list(y)), sqrt(noise))


def theil_sen(times: Sequence[float], scores: Sequence[float]) -> float:
    """The median of the slopes between every two waves at different times.

    Theil (1950); Sen (1968), J. Am. Statist. Ass. 63, 1379-1389. Equals scipy's theilslopes.
    """
    x, y = np.array(times, dtype=np.float64), np.array(scores, dtype=np.float64)
    first, second = np.triu_indices(len(x), k=1)
    apart = x[second] - x[first]
    different = apart != 0
    return float(np.median((y[second] - y[first])[different] / apart[different]))


def wave_noise(times: Floats, scores: Floats, variances: Floats) -> float:
    """The variance, in squared points, that waves have about their line beyond their own V."""

    def excess(noise: float) -> float:
        weight = 1 / (variances + noise)
        level, rise = _line(times, scores, weight)
        return float(weight @ np.square(scores - level - rise * times)) - (len(scores) - 2)

    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, float(np.ptp(scores)) ** 2 * len(scores)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2


def _line(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """The weighted least squares line: its height at time 0 and its slope."""
    middle = float(weight @ x / weight.sum())
    about = x - middle
    rise = float((weight * about) @ y / (weight @ np.square(about)))
    return float(weight @ y / weight.sum()) - rise * middle, rise


@lru_cache(maxsize=256)
def t_quantile(probability: float, freedom: int) -> float:
    """Student's t below which `probability`, from .5 to under 1, lies; `freedom` is 1 or more.

    Halving of the exact distribution function, so that no page waits for scipy.
    """
    low, high = 0.0, pi / 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if _within(middle, freedom) < 2 * probability - 1 else (low, middle)
        )
    return sqrt(freedom) * sin(low) / cos(low)


def _within(angle: float, freedom: int) -> float:
    """The chance that |t| is at most sqrt(df) tan(angle): Abramowitz & Stegun 26.7.3 and 26.7.4."""
    odd = freedom % 2
    term, total = (cos(angle) if odd else 1.0), 0.0
    for k in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cos(angle) ** 2 * (k - 1) / k
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
