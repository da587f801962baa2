"""What share of everybody invited is favourable, given how many answered and how many of them are.

Shares are per cent, 0 to 100. For closing and for large groups: a share of a small unit that leaves
is made coarse first (privacy rules), and then has the interval of
analytics/statistics/intervals.py.
"""

from math import comb, sqrt

from analytics.statistics.intervals import LEVEL, Interval, quantile

EXACT_UP_TO = 30
"""So many invited are counted through instead of approximated."""


def favourable_interval(
    favourable: int, *, n: int, invited: int | None = None, level: float = LEVEL
) -> Interval:
    """Where the share among all invited lies when `favourable` of the `n` who answered are.

    Exact up to 30 invited, else Wilson within the logical bounds; without a number of invited
    nothing is assumed of it. A single point where everybody answered. Per cent.
    """
    assert 0 <= favourable <= n, "as many favourable answers as answers at most"
    if invited is None:
        return wilson(100 * favourable / n, n=n, level=level)
    everybody = max(invited, n)
    if everybody <= EXACT_UP_TO:
        return exact(favourable, n=n, invited=everybody, level=level)
    found = wilson(100 * favourable / n, n=n, invited=everybody, level=level)
    low, high = logical_bounds(favourable, n=n, invited=everybody)
    return Interval(max(low, found.low), min(high, found.high))


def wilson(share: float, *, n: int, invited: int | None = None, level: float = LEVEL) -> Interval:
    """Wilson's interval of a share in per cent, with finite population correction.

    psi = (N - n)/(N - 1) z²/2n; centre (p + psi)/(1 + 2 psi); half-width
    sqrt(2 psi p (1 - p) + psi²)/(1 + 2 psi): O'Neill (2021), "Mathematical properties and finite-
    population correction for the Wilson score interval"; without N the interval
    of Wilson (1927). `n` from 1 on.
    """
    p, psi = share / 100, _unseen(n, invited) * quantile((1 + level) / 2) ** 2 / (2 * n)
    reach = sqrt(2 * psi * p * (1 - p) + psi**2)
    ends = (p + psi - reach) / (1 + 2 * psi), (p + psi + reach) / (1 + 2 * psi)
    return Interval(100 * max(0.0, ends[0]), 100 * min(1.0, ends[1]))


def margin_of_error(share: float, *, n: int, invited: int, level: float = LEVEL) -> float:
    """Plus and minus, in points, of a share in a large group: z sqrt(p (1 - p)/n (N - n)/(N - 1)).

    As the Civil Service People Survey's technical guide prints it; says 0 at 0 and 100 %, so an
    interval of a small group is never made of it.
    """
    error = sqrt(share * (100 - share) / n * _unseen(n, invited))
    return quantile((1 + level) / 2) * error


def logical_bounds(favourable: float, *, n: int, invited: int) -> Interval:
    """The share, in per cent, if none or all of those who did not answer were favourable."""
    return Interval(100 * favourable / invited, 100 * (favourable + invited - n) / invited)


def exact(favourable: int, *, n: int, invited: int, level: float = LEVEL) -> Interval:
    """The shares of the invited, in per cent, that a hypergeometric test does not rule out.

    Both tails at (1 - level)/2. Each end is the nearest share that is ruled out, or the logical
    bound: one person wider than the shares that are not, as R's samplingbook has it (`Sprop`;
    Kauermann & Küchenhoff 2010, "Stichproben"). Time grows with `invited` squared.
    """
    tail, least, most = (1 - level) / 2, favourable, favourable + invited - n
    possible = [
        number
        for number in range(least, most + 1)
        if min(_tails(favourable, n, number, invited)) > tail
    ]
    low, high = max(least, possible[0] - 1), min(most, possible[-1] + 1)
    return Interval(100 * low / invited, 100 * high / invited)


def _unseen(n: int, invited: int | None) -> float:
    """(N - n)/(N - 1): how much of the sampling error is left; 1 where N is not known."""
    if invited is None:
        return 1.0
    return 0.0 if invited <= n else (invited - n) / (invited - 1)


def _tails(favourable: int, n: int, number: int, invited: int) -> tuple[float, float]:
    """The chance of so few and of so many favourable among n, if `number` of all invited are."""
    ways = [comb(number, x) * comb(invited - number, n - x) for x in range(n + 1)]
    total = comb(invited, n)
    return sum(ways[: favourable + 1]) / total, sum(ways[favourable:]) / total
