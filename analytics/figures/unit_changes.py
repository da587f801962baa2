"""Of many units, which credibly rose or fell since their last comparable wave?

The same as analytics.figures.timeline says of one unit, for all of them at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Ints
from analytics.figures.many_cells import Estimates, ManyCells
from analytics.figures.wave_cells import ClosedWave, Measure
from analytics.published.cells import MeasureKind
from analytics.statistics.change import Change, Verdict, changes
from analytics.statistics.intervals import Estimate

Read = Callable[[ClosedWave, Ints], ManyCells]
"""Reads what an earlier wave shows of some of the units, by their places."""


@dataclass(frozen=True, slots=True)
class Move:
    """How one composite of one unit, by its place, stands to its last comparable wave."""

    unit: int
    measure: Measure
    since: ClosedWave
    change: Change


@dataclass(frozen=True, slots=True)
class Moves:
    """Every change of a view; `apart` counts figures that are shown and have nothing before them
    to be compared with."""

    all: tuple[Move, ...]
    apart: int

    def of(self, verdict: Verdict) -> list[Move]:
        """The changes of which this can be said, in the order of the view."""
        return [move for move in self.all if move.change.verdict is verdict]


class _Pairs(NamedTuple):
    """Of one composite: the units, by place, that can be compared with one earlier wave."""

    measure: Measure
    since: ClosedWave
    units: Ints
    before: Estimates
    after: Estimates


def moves(now: ManyCells, earlier: Sequence[ClosedWave], read: Read) -> Moves:
    """The changes of all composites of all units, one family of tests; `earlier` newest first."""
    composites = now.wave.of_kind(MeasureKind.COMPOSITE)
    alone = {one.id: np.flatnonzero(~np.isnan(now.estimates(one).scores)) for one in composites}
    found: list[_Pairs] = []
    for wave in earlier:
        units = np.unique(np.concatenate([np.array([], dtype=np.int64), *alone.values()]))
        if not len(units):
            break
        then, same = read(wave, units), now.only(units)
        for measure in composites:
            pairs = _pairs(then, same, measure, wanted=np.isin(units, alone[measure.id]))
            found.append(pairs._replace(units=units[pairs.units]))
            alone[measure.id] = np.setdiff1d(alone[measure.id], found[-1].units)
    places = {measure.id: place for place, measure in enumerate(composites)}
    return Moves(_told(found, places), sum(len(units) for units in alone.values()))


def _pairs(then: ManyCells, now: ManyCells, measure: Measure, *, wanted: Bools) -> _Pairs:
    before, after = compare_many(then, now, measure)
    units = np.flatnonzero(wanted & ~np.isnan(before.scores))
    ends = (Estimates(end.scores[units], end.variances[units]) for end in (before, after))
    return _Pairs(measure, then.wave, units, *ends)


def _told(found: Sequence[_Pairs], places: Mapping[str, int]) -> tuple[Move, ...]:
    """By unit; of one unit in the order of the composites."""
    known = [
        (unit, of.measure, of.since, Estimate(*before), Estimate(*after))
        for of in found
        for unit, before, after in zip(
            of.units.tolist(), _each(of.before), _each(of.after), strict=True
        )
    ]
    said = changes([(before, after) for *_, before, after in known])
    told = (
        Move(unit, measure, since, change)
        for (unit, measure, since, *_), change in zip(known, said, strict=True)
        if change is not None
    )
    return tuple(sorted(told, key=lambda move: (move.unit, places[move.measure.id])))


def _each(ends: Estimates) -> Iterator[tuple[float, float]]:
    return zip(ends.scores.tolist(), ends.variances.tolist(), strict=True)


def compare_many(
    before: ManyCells, after: ManyCells, measure: Measure
) -> tuple[Estimates, Estimates]:
    """What wave_cells.compare gives, of the same units in two waves; NaN where it gives None."""
    asked = before.wave.measures.get(measure.id)
    if asked is None:
        nothing = np.full(after.tenths.shape[1], np.nan)
        return Estimates(nothing, nothing), Estimates(nothing, nothing)
    items = list(dict.fromkeys([*measure.items, *asked.items]))
    then, now = (
        cells.shown([item if item in of.items else "" for item in items])
        for cells, of in ((before, asked), (after, measure))
    )
    whole = ~then.any(axis=0) | ~now.any(axis=0)
    there = ~before.held_inside & ~after.held_inside
    plain = np.where(whole, set(asked.items) == set(measure.items), (then == now).all(axis=0))
    shared = then & now
    fewest = max(len(asked.items), len(measure.items))
    partly = there & ~plain & ~whole & (2 * shared.sum(axis=0) >= fewest)
    plain &= there
    ends = (
        (cells.estimates(of), cells.over(of, items, shared & partly), partly, plain)
        for cells, of in ((before, asked), (after, measure))
    )
    return _both(*(_chosen(*end) for end in ends))


def _chosen(own: Estimates, over: Estimates, partly: Bools, plain: Bools) -> Estimates:
    """The figure itself, that over the shared statements, or none."""
    scores, variances = (
        np.where(plain, figure, np.where(partly, part, np.nan))
        for figure, part in zip(own, over, strict=True)
    )
    return Estimates(scores, variances)


def _both(before: Estimates, after: Estimates) -> tuple[Estimates, Estimates]:
    """None where either is not shown."""
    gone = np.isnan(before.scores) | np.isnan(after.scores)
    first, second = (
        Estimates(*(np.where(gone, np.nan, part) for part in one)) for one in (before, after)
    )
    return first, second
