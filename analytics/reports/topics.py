"""Which one strength, and which one or two themes, are a unit's own figures worth talking about?

A function of what one unit published in its waves, and of nothing else: no other unit is looked
at, and a withheld figure cannot be chosen, because it is no candidate. Ties go to the construct
that stands first in the instrument.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, sqrt

import numpy as np

from analytics.figures.line import NOTHING_TOLD, Told
from analytics.figures.measures import Measure
from analytics.figures.verdicts import Verdict
from analytics.statistics.false_discovery import FALSE_DISCOVERIES, benjamini_hochberg
from analytics.statistics.intervals import Estimate, interval

MIDDLE = 50
"""The score of "neither": a strength is likely above it."""

ROOM_BELOW = 75
"""The score of "agree": a figure below it has room to improve."""


class Reason(StrEnum):
    """Why a construct was chosen: the first two make a strength, the others a theme."""

    ABOVE = "above"
    ROSE = "rose"
    CHANGED = "changed"
    LOWEST = "lowest"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A construct that a unit shows in a wave, and what became of it."""

    measure: Measure
    estimate: Estimate
    told: Told = NOTHING_TOLD

    @property
    def is_above_middle(self) -> bool:
        """Whether the likely range, as people read it, lies above the middle of the scale."""
        return round(interval(self.estimate).low) > MIDDLE

    @property
    def has_room(self) -> bool:
        """Whether the score is below that of "agree"."""
        return round(self.estimate.score) < ROOM_BELOW

    @property
    def size_of_change(self) -> float:
        """How far it moved, in points to one decimal, up or down."""
        return round(abs(self.told.change.difference), 1) if self.told.change else 0.0


@dataclass(frozen=True, slots=True)
class Pick:
    """A construct that was chosen, and why."""

    measure: Measure
    reason: Reason


def strength(candidates: Sequence[Candidate]) -> Pick | None:
    """The highest construct that is likely above the middle or that rose, and does not fall."""
    down = {Verdict.FELL, Verdict.FALLING}
    good = [c for c in candidates if c.told.verdict not in down]
    good = [c for c in good if c.is_above_middle or c.told.verdict is Verdict.ROSE]
    if not good:
        return None
    best = max(good, key=lambda c: c.estimate.score)
    return Pick(best.measure, Reason.ABOVE if best.is_above_middle else Reason.ROSE)


def themes(candidates: Sequence[Candidate], strength: Pick | None) -> list[Pick]:
    """One or two constructs besides the strength; none where there is no other.

    The largest change that can be told apart; then, of those with room to improve, the lowest that
    can be told apart from the unit's own mean; where neither is there, simply the lowest.
    """
    taken = {strength.measure.id} if strength else set[str]()
    found: list[Pick] = []
    if changed := _largest_change(c for c in candidates if c.measure.id not in taken):
        found.append(Pick(changed.measure, Reason.CHANGED))
        taken.add(changed.measure.id)
    low = [c for c in below_the_rest(candidates) if c.has_room and c.measure.id not in taken]
    if low:
        found.append(Pick(_lowest(low).measure, Reason.LOWEST))
    others = [c for c in candidates if c.measure.id not in taken]
    if not found and others:
        found.append(Pick(_lowest(others).measure, Reason.NEXT))
    return found


def below_the_rest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that lie below the mean of all candidates by more than chance; one test family.

    Each is tested against the mean of the others, which is the same t as against the mean of all.
    They are taken as independent although the same people answered, which makes the test cautious.
    """
    if len(candidates) < 2:
        return []
    z = np.array([_below_others(candidates, one) for one in candidates])
    p_values = np.array([erfc(abs(one) / sqrt(2)) for one in z.tolist()])
    found = (benjamini_hochberg(p_values) <= FALSE_DISCOVERIES) & (z < 0)
    return [one for one, low in zip(candidates, found.tolist(), strict=True) if low]


def _below_others(candidates: Sequence[Candidate], one: Candidate) -> float:
    others = _mean_of_others(candidates, one)
    return (one.estimate.score - others.score) / sqrt(one.estimate.variance + others.variance)


def _mean_of_others(candidates: Sequence[Candidate], one: Candidate) -> Estimate:
    others = [c.estimate for c in candidates if c is not one]
    score = sum(e.score for e in others) / len(others)
    return Estimate(score, sum(e.variance for e in others) / len(others) ** 2)


def _largest_change(candidates: Iterable[Candidate]) -> Candidate | None:
    moved = [c for c in candidates if c.told.moved]
    return max(moved, key=lambda c: c.size_of_change, default=None)


def _lowest(candidates: Sequence[Candidate]) -> Candidate:
    return min(candidates, key=lambda c: c.estimate.score)
