"""What does one measure show over some units, and which of them lie off the whole?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.arrays import Floats, Ints
from analytics.figures.cells import Cells
from analytics.figures.measures import Measure
from analytics.statistics.units_differ import (
    UnitsDiffer,
    away_from_others,
    away_from_whole,
    differ,
    perhaps,
    surely,
    unit_variance,
)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One measure over the units: published `scores`, NaN where a figure is not shown.

    `apart` is -1 where a unit stands below the `whole` by more than chance, 1 above, else 0;
    `perhaps` the same of those that may. Where the whole shows nothing (`whole` is None), the other
    units stand in its place. `differ` says whether the units differ at all, None where too few show
    the figure.
    """

    measure: Measure
    scores: Floats
    apart: Ints
    perhaps: Ints
    differ: UnitsDiffer | None
    whole: float | None = None

    @property
    def complete(self) -> bool:
        """Whether every unit shows this figure."""
        return not np.isnan(self.scores).any()


def columns_of(
    measures: Sequence[Measure], of: Cells, places: Ints, whole: int | None
) -> Iterator[Column]:
    """The columns of some measures; figures stand on one page, so they are told apart together.

    `whole` is the place of what they are held against, None for each other.
    """
    figures = [_chance(of.of(measure, places), measure) for measure in measures]
    if not figures:
        return
    scores, variances = (np.array(part) for part in zip(*figures, strict=True))
    against = _whole(measures, of, whole)
    away = away_from_others(scores, variances)
    if against is not None:
        held = away_from_whole(scores, variances, *against)
        away = np.where(np.isnan(against[0])[:, None], away, held)
    told, may = surely(away), perhaps(away)
    for at, measure in enumerate(measures):
        found = differ(scores[at], variances[at])
        score = None if against is None or np.isnan(against[0][at]) else float(against[0][at])
        yield Column(measure, scores[at], told[at], may[at], found, score)


def _whole(
    measures: Sequence[Measure], of: Cells, place: int | None
) -> tuple[Floats, Floats] | None:
    """The figures of the whole with their variances, one per measure; None where it has none."""
    if place is None:
        return None
    found = [_chance(of.of(measure, np.array([place])), measure) for measure in measures]
    scores, variances = (np.array(part)[:, 0] for part in zip(*found, strict=True))
    return scores, variances


def _chance(of: Cells, measure: Measure) -> tuple[Floats, Floats]:
    """Scores, and how far each lies off by chance."""
    found = of.found(measure)
    sampled = of.sampled(measure, found)
    items = found.coarsened.astype(np.float64)
    off = unit_variance(n=sampled.n, spread=sampled.spread, step=found.step, items=items)
    return found.points, np.where(np.isnan(found.points), np.nan, off)
