"""What stands on one sheet about a wave: each unit, by what it says and what is behind that?"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analytics.figures.against_whole import Column, columns_of
from analytics.figures.cells import Cells
from analytics.figures.measures import PARTICIPATION
from analytics.figures.published_waves import published
from analytics.figures.reading import in_order, read_units
from analytics.figures.text import participation_text
from analytics.published.cells import Band, MeasureKind, Participation, Scope
from survey.errors import NotFound
from survey.organisation.structure import Unit, above, in_tree_order
from survey.store import Store
from survey.text import sentence

BY = (MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT)


class Line(NamedTuple):
    """A unit with its place in the tree, and who took part in words, "" where withheld."""

    unit: Unit
    scope: Scope
    part_of: str
    level: int
    took_part: str


class Summary(NamedTuple):
    """The units of a wave in the order of the tree, and a column for each measure over them."""

    wave: str
    whole: str
    lines: Sequence[Line]
    columns: Sequence[Column]


def summary(store: Store, *, wave: str | None) -> Summary:
    """Of a wave by its key, of the newest when None. Errors: NotFound."""
    waves = in_order(published(store))
    found = next((one for one in reversed(waves) if wave in {None, one.key}), None)
    if found is None:
        raise NotFound(sentence("refused.missing.figures", wave=wave or ""))
    stood = store.wave_units(found.id)
    units = {one.key: Unit(one.key, one.name, one.parent) for one in stood}
    read = read_units(store, list(units), only=found.key)
    of, parents = read.cells[-1], {one.parent for one in stood}
    root = next(key for key, one in units.items() if one.parent is None)
    there = [
        (unit, scope)
        for unit in in_tree_order(units)
        for scope in [Scope.AREA if unit.key in parents else Scope.TEAM]
        if of.places[read.places[unit.key, scope]]
    ]
    places = np.array([read.places[unit.key, scope] for unit, scope in there], dtype=np.int64)
    follow_up = [of.wave.follow_up] if of.wave.follow_up else []
    composites = [*of.wave.composites, *of.wave.of_kind(MeasureKind.CONSTRUCT), *follow_up]
    whole = read.places[root, Scope.AREA] if root in parents else None
    lines = list(_lines(there, units, of, places.tolist()))
    columns = list(columns_of(composites, of, places, whole))
    return Summary(found.name, units[root].name, lines, columns)


def _lines(
    there: Sequence[tuple[Unit, Scope]],
    units: dict[str, Unit],
    of: Cells,
    places: Sequence[int],
) -> Iterator[Line]:
    row = of.rows[PARTICIPATION]
    for (unit, scope), place in zip(there, places, strict=True):
        invited, low, high = (table[row, place] for table in (of.tenths, of.low, of.high))
        said = ""
        if not np.isnan(invited):
            said = participation_text(Participation(int(invited), Band(int(low), int(high))))
        part_of = units[unit.parent].name if unit.parent else ""
        yield Line(unit, scope, part_of, len(above(unit.key, units)) - 1, said)
