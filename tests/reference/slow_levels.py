"""Levels of one line, slowly: every way to cut it and to leave spikes out is tried."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import log
from typing import NamedTuple


class Level(NamedTuple):
    """Waves from `start` to before `end`, the `spike` left out."""

    start: int
    end: int
    spike: int | None

    @property
    def kept(self) -> list[int]:
        return [wave for wave in range(self.start, self.end) if wave != self.spike]


class Mean(NamedTuple):
    """A weighted mean and its variance."""

    value: float
    variance: float


Levels = tuple[Level, ...]


def beta(waves: int, measures: float) -> float:
    """What a cut costs after so many waves, with so many measures on the page."""
    return 4 + 2 * log(waves) + 1.5 * log(max(measures, 2) / 2)


def all_levels(waves: int) -> Iterator[Levels]:
    """Every allowed way to tell so many waves as levels."""
    for cuts in (c for size in range(waves) for c in combinations(range(1, waves), size)):
        spans = list(zip((0, *cuts), (*cuts, waves), strict=True))
        if any(end - start < 2 for start, end in spans[1:-1]):
            continue
        choices = [(None, *range(start + 1, end - 1)) for start, end in spans]
        for spikes in product(*choices):
            yield tuple(Level(*span, spike) for span, spike in zip(spans, spikes, strict=True))


def mean(scores: Sequence[float], variances: Sequence[float], kept: Sequence[int]) -> Mean:
    """The mean of some waves, each weighted by 1/V."""
    weight = sum(1 / variances[wave] for wave in kept)
    return Mean(sum(scores[wave] / variances[wave] for wave in kept) / weight, 1 / weight)


def total(
    scores: Sequence[float], variances: Sequence[float], levels: Levels, price: float, noise: float
) -> float:
    """The cost of telling a line so."""
    cost = price * (len(levels) - 1)
    for level in levels:
        about = mean(scores, variances, level.kept).value
        cost += sum((scores[w] - about) ** 2 / (noise * variances[w]) for w in level.kept)
        cost += 1.3 * price * (level.spike is not None)
    return cost + 2 * (len(levels) > 1 and levels[-1].end - levels[-1].start == 1)


def best(
    scores: Sequence[float], variances: Sequence[float], measures: float, noise: float
) -> Levels:
    """The cheapest levels; among equals the longest last one, without a spike, and so backwards."""
    price = beta(len(scores), measures)
    costs = {
        levels: total(scores, variances, levels, price, noise) for levels in all_levels(len(scores))
    }
    least = min(costs.values())
    equal = [levels for levels, cost in costs.items() if cost < least + 1e-6]
    return min(equal, key=_last_first)


def _last_first(levels: Levels) -> list[tuple[int, int]]:
    return [(one.start, -1 if one.spike is None else one.spike) for one in reversed(levels)]
