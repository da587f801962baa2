"""Published scores of flat organisations, computed slowly with fractions, straight from the rules.

One root with teams below it, everybody at home in a team: then every team of k or more that gave
k or more answers to a statement shows it, and the area is everybody whose team does, joined by the
small ones where these are k or more together.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

Answers = Sequence[Mapping[str, int]]


def coarse(values: Sequence[int]) -> int:
    """25 x (mean - 1) to the step for so many answers, ties to even, ends merged."""
    n = len(values)
    step = 10 if n < 8 else 5 if n < 30 else 2
    exact = 25 * (Fraction(sum(values), n) - 1)
    return min(max(step * round(exact / step), step), 100 - step)


def band(n: int, k: int) -> tuple[int, int]:
    """The band n is shown in."""
    for low, high in ((k, 7), (8, 9), (10, 14), (15, 29)):
        if n <= high:
            return max(low, k), high
    tens = 10 * round(Fraction(n, 10))
    inside = [m for m in range(30, tens + 11) if 10 * round(Fraction(m, 10)) == tens]
    return inside[0], inside[-1]


def composite(scores: Iterable[int]) -> float:
    """The mean of shown scores to one decimal, ties to even."""
    shown = list(scores)
    return float(Fraction(round(Fraction(10 * sum(shown), len(shown))), 10))


def team_scores(people: Answers, items: Sequence[str], k: int) -> dict[str, int]:
    """The shown item scores of a team: those that k or more answered."""
    counted = [p for p in people if 2 * len(p) >= len(items)]
    given = {item: [p[item] for p in counted if item in p] for item in items}
    if len(counted) < k:
        return {}
    return {item: coarse(values) for item, values in given.items() if len(values) >= k}
