"""Are changes said where there are none, and found where there are?"""

from collections.abc import Iterable, Sequence

import numpy as np

from analytics.arrays import Bools, Ints
from analytics.figures.verdicts import FALLING, FELL, RISING, ROSE, STEADY
from analytics.published.cells import Scope
from analytics.reports.phrasing import Sentence, sentences
from bench.truth.path import Seen, composites_of
from bench.truth.shares import Share

WITHIN = 3
STORY = "trends.story"


def _moved(verdict: Ints) -> Bools:
    found: Bools = (verdict == ROSE) | (verdict == FELL)
    return found


def false_years(found: Iterable[Seen]) -> dict[int, Share]:
    """By size of team, whether any wave said "rose" or "fell" of either composite."""
    shares: dict[int, Share] = {}
    for seen in found:
        told = [seen.compared(one, seen.teams).verdict for one in composites_of(seen)]
        said = np.any([_moved(verdict).any(axis=0) for verdict in told], axis=0)
        compared = np.any([_compared(verdict).any(axis=0) for verdict in told], axis=0)
        for size in np.unique(seen.sizes).tolist():
            shares.setdefault(size, Share()).add(said, compared & (seen.sizes == size))
    return shares


def _compared(verdict: Ints) -> Bools:
    found: Bools = _moved(verdict) | np.isin(verdict, (STEADY, RISING, FALLING))
    return found


def false_areas(found: Iterable[Seen]) -> Share:
    """Of the waves of areas that are compared, in which "rose" or "fell" is said of either."""
    share = Share()
    for seen in found:
        told = [seen.compared(one, seen.areas).verdict for one in composites_of(seen)]
        share.add(
            np.any([_moved(one) for one in told], axis=0),
            np.any([_compared(one) for one in told], axis=0),
        )
    return share


def falls_found(found: Iterable[Seen], *, who: Sequence[int], at: int) -> dict[int, Share]:
    """By size, whether "fell" is said in one of three waves from the fall on: each composite."""
    shares: dict[int, Share] = {}
    for seen in found:
        for team in who:
            place = np.array([seen.read.places[f"t{team}", Scope.TEAM]])
            told = [
                seen.compared(one, place).verdict[at : at + WITHIN] for one in composites_of(seen)
            ]
            share = shares.setdefault(seen.shape.teams[team], Share())
            share.add([(verdict == FELL).any() for verdict in told])
    return shares


def dips_told(found: Iterable[Seen], *, who: Sequence[int]) -> dict[int, Share]:
    """By size, whether the sentence of the last wave tells three levels, the middle one lowest."""
    shares: dict[int, Share] = {}
    for seen in found:
        for team in who:
            figures = seen.unit(f"t{team}", Scope.TEAM)
            lines = [figures.line(one) for one in composites_of(seen)]
            told = [_dip(sentences(line, figures.waves)) for line in lines]
            shares.setdefault(seen.shape.teams[team], Share()).add(told)
    return shares


def _dip(said: Sequence[Sentence]) -> bool:
    story = next((one for one in said if one.key.startswith(STORY)), None)
    if story is None:
        return False
    earlier = story.values["earlier"]
    assert not isinstance(earlier, str), "levels are told one by one"
    means = [int(str(one.values["mean"])) for one in earlier]
    return len(means) == 2 and means[1] < min(means[0], int(str(story.values["now"])))
