"""What belonging or alignment is for a unit: put together from figures already made coarse."""

from collections.abc import Sequence

from analytics.disclosure import rounding as coarsen
from analytics.published.cells import Figure, Hidden, Score


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
