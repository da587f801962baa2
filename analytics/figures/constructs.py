"""What several statements say together: the mean of their shown scores."""

from collections.abc import Mapping, Sequence
from math import ceil

from analytics.published.cells import Band, Figure, Hidden, Score


def mean_tenths(tenths: Sequence[int]) -> int:
    """The mean of whole tenths as whole tenths, ties to the even one, without floats."""
    whole, rest = divmod(sum(tenths), len(tenths))
    up = 2 * rest > len(tenths) or (2 * rest == len(tenths) and whole % 2 == 1)
    return whole + up


def lowest_band(scores: Sequence[Score]) -> Band:
    """The band of the statement that the fewest people answered."""
    return min((score.people for score in scores), key=lambda band: (band.low, band.high))


def mean_of(scores: Sequence[Score]) -> Score:
    """One score for several: mean, lowest band of people, widest step, no distribution."""
    return Score(
        tenths=mean_tenths([score.tenths for score in scores]),
        people=lowest_band(scores),
        step=max(score.step for score in scores),
    )


def shown_scores(cells: Mapping[str, Figure], items: Sequence[str]) -> dict[str, Score]:
    """The shown scores among `items`, in their order."""
    found = ((item, cells.get(item)) for item in items)
    return {item: figure for item, figure in found if isinstance(figure, Score)}


def construct_figure(cells: Mapping[str, Figure], items: Sequence[str]) -> Score | Hidden:
    """The figure of the construct measured by `items`: shown if at least half of them are."""
    shown = list(shown_scores(cells, items).values())
    if not shown or len(shown) < ceil(len(items) / 2):
        return Hidden()
    return mean_of(shown)
