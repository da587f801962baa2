"""How far people within the same group answer apart, over the whole organisation.

The pooled within-group standard deviation of a score in points, over the answers that stand in a
figure. Groups of a statement are the atoms of its own plan, those of a composite the atoms of the
base plan, so no smaller group has a mean of its own in it.
Only from 30 people on, in whole points and never under 10: a spread of nothing, which narrow
intervals would show, says that everybody answered alike (tests/attacks/test_alike.py).
"""

import numpy as np

from analytics.arrays import NOWHERE, Floats, Ints
from analytics.closing.counting import Bytes, Opened
from analytics.closing.standing_answers import standing_answers
from analytics.disclosure.control import Plans
from analytics.disclosure.rollup import Atoms
from survey.questionnaire.instrument import Instrument, composites

FROM_PEOPLE = 30
LEAST = 10.0


def pooled_spreads(opened: Opened, plans: Plans, *, instrument: Instrument) -> dict[str, float]:
    """The spread in whole points of each statement and composite, where enough answered it."""
    standing = standing_answers(opened, plans, instrument=instrument)
    spreads = {
        measure: pooled_spread(points, _plan(plans, measure).of[opened.home])
        for measure, points in _points(standing, instrument)
    }
    return {measure: spread for measure, spread in spreads.items() if spread is not None}


def _plan(plans: Plans, measure: str) -> Atoms:
    return plans.items[measure].score if measure in plans.items else plans.base


def _points(standing: Bytes, instrument: Instrument) -> list[tuple[str, Floats]]:
    scale = instrument.answered_on
    scores = np.array([np.nan, *map(scale.score, scale.points)])[standing]
    column = {item.id: place for place, item in enumerate(instrument.statements)}
    return [(item, scores[:, place]) for item, place in column.items()] + [
        (name, _composite(scores[:, [column[i] for i in items]]))
        for name, items in composites(instrument).items()
    ]


def _composite(scores: Floats) -> Floats:
    """Each person's mean over the statements they answered, where these are at least half."""
    given = ~np.isnan(scores)
    number = given.sum(axis=1)
    total = np.where(given, scores, 0.0).sum(axis=1)
    enough = 2 * number >= scores.shape[1]
    return np.where(enough, total / np.maximum(number, 1), np.nan)


def pooled_spread(points: Floats, group: Ints) -> float | None:
    """sqrt(sum of squares within groups / (people - groups)), in whole points, at least 10."""
    inside = (group != NOWHERE) & ~np.isnan(points)
    values, groups = points[inside], group[inside]
    if len(values) < FROM_PEOPLE:
        return None
    number = np.bincount(groups)
    total = np.bincount(groups, weights=values)
    within = np.square(values - (total / np.maximum(number, 1))[groups]).sum()
    freedom = len(values) - np.count_nonzero(number)
    return max(LEAST, float(np.rint(np.sqrt(within / freedom)))) if freedom > 0 else None
