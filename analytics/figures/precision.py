"""How sure is a published score, as a function of its published bands alone?"""

from analytics.published.cells import Band, Participation
from analytics.statistics.intervals import variance


def answered_at_least(people: Band, participation: Participation | None) -> int:
    """The fewest people who can stand behind a figure, by its two published bands.

    An area may count fewer people than it invited, so the band of n also caps the product.
    """
    if participation is None:
        return people.low
    by_share = -(-participation.invited * participation.answered.low // 100)
    return min(max(people.low, by_share), people.high)


def unanswered_share(n: int, participation: Participation | None) -> float:
    """The share 1 - n/N of those invited who did not answer; 1 where N is withheld."""
    if participation is None or participation.invited <= 0:
        return 1.0
    return max(0.0, 1 - n / participation.invited)


def score_variance(  # noqa: PLR0913  (as above)
    *,
    people: Band,
    participation: Participation | None,
    step: int,
    spread: float,
    reliability: float,
    items: int = 1,
) -> float:
    """The variance of one shown figure that averages `items` coarsened statements."""
    n = answered_at_least(people, participation)
    return variance(
        n=float(n),
        unanswered=unanswered_share(n, participation),
        spread=spread,
        reliability=reliability,
        step=float(step),
        items=float(items),
    )
