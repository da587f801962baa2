"""Which units of an area are looked at: by words, those that moved, those that noted nothing?"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from analytics.arrays import Ints
from analytics.figures.verdicts import Verdict
from analytics.reports.area import Area, Move
from survey.experiments.experiment import OVER, Experiment, State
from survey.organisation.structure import Unit, above
from survey.store import Store

MOVED = frozenset({Verdict.ROSE, Verdict.FELL, Verdict.RISING, Verdict.FALLING})
MANY = 500
"""Of more units all that is tried is read: looking for each takes longer."""


class Show(StrEnum):
    """Which units somebody wants to see."""

    ALL = "all"
    MOVED = "moved"
    NOT_TALKED = "not-talked"


class Tried(NamedTuple):
    """What each unit tries or keeps now, by its key, and which wrote something about the wave."""

    now: Mapping[str, Experiment]
    talked: Collection[str]


def tried_in(store: Store, area: Area) -> Tried:
    """What the units of an area try, and which agreed on something after its wave."""
    keys = {row.key for row in area.rows}
    found = store.experiments(keys if len(keys) <= MANY else None)
    here = [one for one in found if one.unit in keys]
    habits = {one.unit: one for one in reversed(here) if one.state is State.KEPT}
    now = habits | {one.unit: one for one in reversed(here) if one.state not in OVER}
    return Tried(now, {one.unit for one in here if one.signal.wave == area.wave.key})


def moved(area: Area) -> list[Move]:
    """What moved in an area: at once or slowly."""
    return [move for move in area.moves if move.told.verdict in MOVED]


def rows_of(
    area: Area, units: Mapping[str, Unit], tried: Tried, *, words: str = "", show: Show = Show.ALL
) -> Ints:
    """The places of the units that fit, in their order.

    All `words` must stand in the name of a unit or of one above it, in any order.
    """
    fits = np.ones(len(area.rows), dtype=np.bool_)
    if show is Show.MOVED:
        fits[:] = False
        fits[[move.unit for move in moved(area)]] = True
    elif show is Show.NOT_TALKED:
        shown = {move.unit for move in area.moves}
        fits[:] = [at in shown and row.key not in tried.talked for at, row in enumerate(area.rows)]
    asked = words.casefold().split()
    if asked:
        fits &= [_has(row.key, units, asked) for row in area.rows]
    found: Ints = np.flatnonzero(fits)
    return found


def _has(unit: str, units: Mapping[str, Unit], asked: Collection[str]) -> bool:
    known = " ".join(units[key].name for key in above(unit, units)).casefold()
    return all(word in known for word in asked)
