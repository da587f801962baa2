"""Which share speaks well of us, and where does it lie among all who were invited?

A function of published figures alone: the shares were rounded and their ends merged before they
left, so the interval begins from all that a published share may stand for.
"""

from collections.abc import Sequence
from typing import NamedTuple

from analytics.disclosure.rounding import FIVE_SHARES, THREE_SHARES
from analytics.figures.line import Point
from analytics.published.cells import Participation
from analytics.statistics.favourable import logical_bounds, wilson
from analytics.statistics.intervals import Interval
from survey.questionnaire.scale import sides

THREE = 3


class FavourableShare(NamedTuple):
    """The published share in per cent, and the likely range among all invited."""

    share: int
    interval: Interval


def favourable_share(score: Point, participation: Participation | None) -> FavourableShare | None:
    """The share of answers on the good side; None where no distribution was published.

    Wilson's interval with finite population correction (analytics.statistics.favourable) around
    both ends of what the rounded share may be, for the fewest people who can stand behind it.
    """
    if not score.shares:
        return None
    _, _, parts = sides(score.shares)
    least, most = _may_be(parts, len(score.shares))
    n = _fewest(score, participation)
    invited = max(n, participation.invited) if participation else None
    low = wilson(least, n=n, invited=invited).low
    high = wilson(most, n=n, invited=invited).high
    if invited is not None:
        low = max(low, logical_bounds(least * n / 100, n=n, invited=invited).low)
        high = min(high, logical_bounds(most * n / 100, n=n, invited=invited).high)
    return FavourableShare(min(100, sum(parts)), Interval(low, high))


def _fewest(score: Point, participation: Participation | None) -> int:
    """The fewest people who can stand behind a figure, by its two published bands."""
    if participation is None:
        return score.people.low
    by_share = -(-participation.invited * participation.answered.low // 100)
    return min(max(score.people.low, by_share), score.people.high)


def _may_be(parts: Sequence[int], of: int) -> tuple[float, float]:
    """The least and the most that parts made coarse may have been together, in per cent."""
    grain = THREE_SHARES if of == THREE else FIVE_SHARES
    half, end = grain.step / 2, 100 - grain.margin
    least = sum(0.0 if part <= grain.margin else part - half for part in parts)
    most = sum(100.0 if part >= end else part + half for part in parts)
    return max(0.0, least), min(100.0, most)
