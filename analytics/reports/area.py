"""What a leader of leaders sees: the units of one area in one wave.

Each unit's own published figures. Order and colour come from figures with chance taken out
(analytics.statistics.shrinkage), and only where units differ by more than chance; there are no
ranks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.figures.many_cells import ManyCells, many_cells, rows_of
from analytics.figures.published_waves import closed_wave, published
from analytics.figures.unit_changes import Moves, moves
from analytics.figures.wave_cells import ClosedWave, Measure
from analytics.published.cells import Band, MeasureKind
from analytics.reports.area_units import Reach, areas_of, units_shown
from analytics.statistics.shrinkage import Ordered, Unordered, shrink
from survey.errors import NotFound
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Unit, names_apart
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import Wave

COLUMNS = 6
"""The most columns of a view, which is what a phone can show."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One measure over the units: published `scores`, and `values` with chance taken out.

    NaN where a figure is not shown; `values` are None where units are not told apart.
    """

    measure: Measure
    scores: Floats
    values: Floats | None
    order: Ordered | Unordered

    @property
    def complete(self) -> bool:
        """Whether every unit shows this figure."""
        return not np.isnan(self.scores).any()

    def only(self, units: Ints) -> "Column":
        """The same of some units, in that order; what is known of all of them stays."""
        values = None if self.values is None else self.values[units]
        return Column(self.measure, self.scores[units], values, self.order)


class Row(NamedTuple):
    """One unit; `people` and `took_part` are bands, None where they are not shown."""

    key: str
    name: str
    is_area: bool
    people: Band | None
    took_part: Band | None


@dataclass(frozen=True, slots=True)
class View:
    """One composite with its constructs, as many as a phone shows; the composite gives the order.

    `part` counts on from 1 where a composite has more constructs than that.
    """

    key: str
    lead: Measure
    part: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """The units of an area in one wave; columns are composites, then constructs."""

    name: str
    wave: ClosedWave
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]

    @property
    def views(self) -> tuple[View, ...]:
        """What can be looked at at once."""
        composites = [c.measure for c in self.columns if c.measure.kind is MeasureKind.COMPOSITE]
        return tuple(view for lead in composites for view in _views(lead, composites, self.columns))

    @property
    def shows_anything(self) -> bool:
        """Whether there is a figure at all."""
        return any(not np.isnan(column.scores).all() for column in self.columns)

    def seen_in(self, view: View) -> "Area":
        """The columns of a view; units in the order of its composite, where there is one.

        Those that may need support come first, those without a figure last.
        """
        chosen = [column for column in self.columns if column.measure.id in view.columns]
        lead = next(column for column in chosen if column.measure.id == view.lead.id)
        order = np.arange(len(self.rows))
        if lead.values is not None:
            order = np.argsort(lead.values, kind="stable")
        return replace(self, columns=tuple(chosen)).only(order)

    def only(self, units: Ints) -> "Area":
        """Some of the units, in that order."""
        rows = tuple(self.rows[at] for at in units.tolist())
        return replace(self, rows=rows, columns=tuple(c.only(units) for c in self.columns))

    def column(self, measure: str) -> Column:
        """The column of a measure."""
        return next(column for column in self.columns if column.measure.id == measure)


def waves_to_choose(store: Store) -> dict[str, str]:
    """The published waves by key, newest first, with their names."""
    return {wave.key: wave.name for wave in reversed(_in_order(store))}


def area_of(
    store: Store, *, unit: str, viewer: Viewer, wave: str, reach: Reach = Reach.DIRECT
) -> Area:
    """The units of an area, in a wave. Errors: NotFound."""
    units = store.units()
    if unit not in areas_of(viewer, units):
        raise NotFound(sentence("refused.missing.unit"))
    chosen = next((one for one in _in_order(store) if one.key == wave), None)
    if chosen is None:
        raise NotFound(sentence("refused.missing.wave"))
    below = units_shown(unit, units, reach)
    parents = {one.parent for one in units.values()}
    is_area = np.array([one.key in parents for one in below], dtype=np.bool_)
    cells = _read(store, chosen, below, is_area)
    there = np.array([not one.closed for one in below], dtype=np.bool_) | cells.any_shown
    below = [one for one, kept in zip(below, there.tolist(), strict=True) if kept]
    names = names_apart(below, units)
    named = [Unit(one.key, names[one.key], one.parent) for one in below]
    return area(units[unit].name, named, is_area[there], cells.only(there))


def moves_of(store: Store, found: Area) -> Moves:
    """What changed in an area, since the last wave that each figure can be compared with."""
    waves = {one.key: one for one in _in_order(store)}
    earlier = list(waves)[: list(waves).index(found.wave.key)]
    is_area = np.array([row.is_area for row in found.rows], dtype=np.bool_)

    def read(then: ClosedWave, places: Ints) -> ManyCells:
        units = [found.rows[at] for at in places.tolist()]
        return _read(store, waves[then.key], units, is_area[places])

    now = read(found.wave, np.arange(len(found.rows)))
    return moves(now, [closed_wave(store, waves[key]) for key in reversed(earlier)], read)


def area(name: str, below: Sequence[Unit], is_area: Bools, cells: ManyCells) -> Area:
    """The report, of units in the order of the tree and their cells in the same order."""
    kinds = (MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT)
    measures = [measure for kind in kinds for measure in cells.wave.of_kind(kind)]
    return Area(
        name=name,
        wave=cells.wave,
        rows=_rows(below, is_area, cells),
        columns=tuple(_column(measure, cells) for measure in measures),
    )


def _read(store: Store, wave: Wave, units: Sequence[Unit | Row], is_area: Bools) -> ManyCells:
    closed = closed_wave(store, wave)
    found = store.shown_cells(
        wave=wave.id, units=[one.key for one in units], measures=list(rows_of(closed))
    )
    return many_cells(closed, found, is_area)


def _in_order(store: Store) -> list[Wave]:
    return sorted(published(store), key=lambda wave: (wave.opened_on, wave.key))


def _column(measure: Measure, cells: ManyCells) -> Column:
    found = cells.estimates(measure)
    shown = ~np.isnan(found.scores)
    order = shrink(found.scores[shown], found.variances[shown])
    values = None
    if isinstance(order, Ordered):
        values = np.full(len(shown), np.nan)
        values[shown] = order.values
    return Column(measure, found.scores, values, order)


def _rows(below: Sequence[Unit], is_area: Bools, cells: ManyCells) -> tuple[Row, ...]:
    """A unit's people are those behind its first composite that is shown."""
    low, high = np.full((2, len(below)), np.nan)
    for measure in cells.wave.of_kind(MeasureKind.COMPOSITE):
        shown = cells.people(measure.id)
        low, high = np.where(np.isnan(low), shown, (low, high))
    people, took_part = _bands(low, high), _bands(*cells.took_part)
    keys, names = (one.key for one in below), (one.name for one in below)
    return tuple(map(Row, keys, names, is_area.tolist(), people, took_part))


def _bands(low: Floats, high: Floats) -> list[Band | None]:
    """Bands are few, so each is made once."""
    ends = np.nan_to_num(low) + 1j * np.nan_to_num(high)
    different, which = np.unique(ends, return_inverse=True)
    made = [Band(int(end.real), int(end.imag)) if end.imag else None for end in different]
    return [made[at] for at in which.tolist()]


def _views(
    lead: Measure, composites: Sequence[Measure], columns: Sequence[Column]
) -> Iterator[View]:
    """As many views of a composite as its constructs need; one that says the same is left out."""
    constructs = [
        column.measure.id
        for column in columns
        if column.measure.kind is MeasureKind.CONSTRUCT
        and column.measure.composite == lead.id
        and set(column.measure.items) != set(lead.items)
    ]
    always, room = tuple(measure.id for measure in composites), max(1, COLUMNS - len(composites))
    for part, at in enumerate(range(0, max(1, len(constructs)), room), start=1):
        key = lead.id if part == 1 else f"{lead.id}-{part}"
        yield View(key, lead, part, (*always, *constructs[at : at + room]))
