"""What belonging or alignment is for a unit: put together from figures already made coarse."""

from collections.abc import Sequence
from math import lcm

from analytics.disclosure import rounding as coarsen
from analytics.published.cells import Band, Figure, Hidden, Score

HELD_GRAIN = coarsen.COARSE
HELD_FROM_ITEMS = 2


def composite_of(items: Sequence[Figure]) -> Figure:
    """The mean of the shown item scores, to one decimal; hidden under half of the items.

    Its people are the lowest band among these items, its step the largest.
    """
    shown = [figure for figure in items if isinstance(figure, Score)]
    if not shown or 2 * len(shown) < len(items):
        return Hidden()
    return Score(
        tenths=coarsen.nearest(sum(score.tenths for score in shown), len(shown), 1),
        people=min((score.people for score in shown), key=lambda band: band.low),
        step=max(score.step for score in shown),
    )


def held_composite(counts: Sequence[Sequence[int]], *, k: int) -> Figure:
    """The composite of a held team, from all answers to each item, to 10 points, 10 to 90.

    `counts` are how many chose each answer to each item. It is the mean of the items' exact
    means, made coarse once; as anywhere, an item counts from k answers, and half of the items
    must count. They must be two at least: the composite of one would be that item, which is held.
    """
    enough = [answers for answers in counts if sum(answers) >= k]
    if len(enough) < HELD_FROM_ITEMS or 2 * len(enough) < len(counts):
        return Hidden()
    means = [coarsen.points(answers) for answers in enough]
    common = lcm(*(denominator for _, denominator in means))
    numerator = sum(points * (common // denominator) for points, denominator in means)
    value = HELD_GRAIN.of(numerator, common * len(enough))
    return Score(10 * value, coarsen.people_band(min(map(sum, enough)), k=k), HELD_GRAIN.step)


def join(composites: Sequence[Figure]) -> Figure:
    """The composite of an area with held teams: of its shown items, and those of the held teams.

    Each weighs as the lower end of its band of people; the joined band adds up both ends.
    """
    shown = [figure for figure in composites if isinstance(figure, Score)]
    if not shown:
        return Hidden()
    weight = sum(score.people.low for score in shown)
    return Score(
        tenths=coarsen.nearest(sum(s.tenths * s.people.low for s in shown), weight, 1),
        people=Band(weight, sum(score.people.high for score in shown)),
        step=max(score.step for score in shown),
    )
