"""What share of everybody invited is favourable, given how many answered and how many of them are.

Shares are per cent, 0 to 100.
"""

from math import sqrt

from analytics.statistics.intervals import LEVEL, Interval, quantile


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


def logical_bounds(favourable: float, *, n: int, invited: int) -> Interval:
    """The share, in per cent, if none or all of those who did not answer were favourable."""
    return Interval(100 * favourable / invited, 100 * (favourable + invited - n) / invited)


def _unseen(n: int, invited: int | None) -> float:
    """(N - n)/(N - 1): how much of the sampling error is left; 1 where N is not known."""
    if invited is None:
        return 1.0
    return 0.0 if invited <= n else (invited - n) / (invited - 1)
