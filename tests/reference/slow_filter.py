"""The filter of one line, slowly: a list of all that may have been, one wave after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, pi, sqrt

from analytics.statistics.noise import Noise


@dataclass(frozen=True)
class Wave:
    """What is known of a unit in one wave; `score` is None where it is withheld."""

    score: float | None
    variance: float
    mu: float
    begins: bool = False


@dataclass(frozen=True)
class MayBe:
    """The last jump was at `wave`: then the unit stands about `mean`, as likely as `weight`."""

    wave: int
    mean: float
    variance: float
    weight: float


@dataclass(frozen=True)
class Stand:
    """Where the unit stands in one wave."""

    mean: float
    sd: float
    p_jump: float


def log_density(value: float, mean: float, variance: float) -> float:
    """Of the normal distribution."""
    return -((value - mean) ** 2) / (2 * variance) - log(2 * pi * variance) / 2


def middle(mays: Sequence[MayBe]) -> tuple[float, float]:
    """The mean and the variance of all that may be."""
    mean = sum(may.weight * may.mean for may in mays)
    return mean, sum(may.weight * (may.variance + (may.mean - mean) ** 2) for may in mays)


def stands(
    line: Sequence[Wave], noise: Noise, *, jump: float = 0.1, spread: float = 15.0
) -> list[Stand]:
    """Where the unit stands in every wave, knowing that wave and those before it."""
    found, mays = [], list[MayBe]()
    for number, wave in enumerate(line):
        if number == 0 or wave.begins:
            mays = [MayBe(number, wave.mu, noise.tau**2, 1.0)]
        else:
            later = [MayBe(m.wave, m.mean, m.variance + noise.q**2, m.weight) for m in mays]
            mean, variance = middle(later)
            stayed = [MayBe(m.wave, m.mean, m.variance, m.weight * (1 - jump)) for m in later]
            mays = [*stayed, MayBe(number, mean, variance + spread**2, jump)]
        if wave.score is not None:
            mays = learned(mays, wave.score, noise.lam * wave.variance)
        mean, variance = middle(mays)
        fresh = number == 0 or wave.begins
        found.append(Stand(mean, sqrt(variance), 0.0 if fresh else mays[-1].weight))
    return found


def learned(mays: Sequence[MayBe], score: float, error: float) -> list[MayBe]:
    """What may have been, after a score was seen, weighed by how likely each made it."""
    likely = [log_density(score, may.mean, may.variance + error) for may in mays]
    best = max(one for one, may in zip(likely, mays, strict=True) if may.weight > 0)
    weights = [
        may.weight * exp(one - best) if may.weight > 0 else 0.0
        for one, may in zip(likely, mays, strict=True)
    ]
    found = []
    for may, weight in zip(mays, weights, strict=True):
        gain = may.variance / (may.variance + error)
        mean = may.mean + gain * (score - may.mean)
        found.append(MayBe(may.wave, mean, (1 - gain) * may.variance, weight / sum(weights)))
    return found


def surprise(line: Sequence[Wave], noise: Noise, *, cap: float = 6.6) -> float:
    """Minus twice the log-likelihood of a line without jumps, up to a constant."""
    total, mean, variance = 0.0, 0.0, 0.0
    for number, wave in enumerate(line):
        fresh = number == 0 or wave.begins
        mean = wave.mu if fresh else mean
        variance = noise.tau**2 if fresh else variance + noise.q**2
        if wave.score is not None:
            error = noise.lam * wave.variance
            off = (wave.score - mean) ** 2 / (variance + error)
            total += log(variance + error) + min(off, cap)
            (seen,) = learned([MayBe(0, mean, variance, 1.0)], wave.score, error)
            mean, variance = seen.mean, seen.variance
    return total


def improbability(noise: Noise) -> float:
    """Minus twice the log of the prior, up to a constant."""
    terms = ((noise.q, 2.0, 0.6), (noise.tau, 7.0, 0.5), (noise.lam, 1.0, 0.2))
    return sum((log(value / median) / sd) ** 2 for value, median, sd in terms)
