"""What a leader of leaders sees: the units of one area in one wave.

Each unit's own published figures, in the order of the organisation: there are no ranks. Colour is
for single figures that lie off the figure of the whole organisation, strong where that is more than
chance and pale where it may be (analytics.statistics.units_differ); what became of a figure is what
its own page says.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats, Ints
from analytics.figures.against_whole import Column, columns_of
from analytics.figures.cells import Cells
from analytics.figures.comparison import follow
from analytics.figures.followed import Followed
from analytics.figures.line import Told
from analytics.figures.measures import PARTICIPATION, ClosedWave, Measure
from analytics.figures.published_waves import published, seals
from analytics.figures.reading import Read, in_order, read_units
from analytics.figures.unit import told_at
from analytics.figures.verdicts import Verdict
from analytics.published.cells import Band, MeasureKind, Scope
from analytics.reports.area_units import Reach, areas_of, units_shown
from survey.errors import NotFound
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Unit, above, names_apart
from survey.questionnaire.instrument import WRITTEN_IN
from survey.store import Store
from survey.text import sentence
from survey.waves.calendar import calendar_of

COLUMNS = 6
"""The most columns of a view, which is what a phone can show."""
KEPT = 4
"""So many areas are kept as they were worked out."""


class Row(NamedTuple):
    """One unit; `people` and `took_part` are bands, None where they are not shown."""

    key: str
    name: str
    is_area: bool
    people: Band | None
    took_part: Band | None


@dataclass(frozen=True, slots=True)
class View:
    """One composite with its constructs, as many as a phone shows.

    `part` counts on from 1 where a composite has more constructs than that.
    """

    key: str
    lead: Measure
    part: int
    columns: tuple[str, ...]


class Move(NamedTuple):
    """What became of one composite of one unit, by its place; None where a wave shows nothing."""

    unit: int
    measure: Measure
    told: Told
    scores: tuple[float | None, ...]


@dataclass(frozen=True, eq=False)
class Area:
    """The units of an area in one wave; columns are composites, then constructs.

    `follow_up` stands beside them: what people say of the pulse itself, None where not asked.
    `read` holds this wave, `places` where the units stand in it, `over_time` gives those up to it.
    """

    name: str
    wave: ClosedWave
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    follow_up: Column | None
    read: Read
    places: Ints
    over_time: Callable[[], Read]

    @property
    def views(self) -> tuple[View, ...]:
        """What can be looked at at once."""
        composites = self.wave.composites
        return tuple(view for lead in composites for view in _views(lead, composites, self.columns))

    @property
    def shows_anything(self) -> bool:
        """Whether there is a figure at all."""
        return any(not np.isnan(column.scores).all() for column in self.columns)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """What became of each composite that is shown, by unit."""
        read = self.over_time()
        found = [list(self._moves(m, read)) for m in self.wave.composites]
        return tuple(sorted((m for of in found for m in of), key=lambda move: move.unit))

    @cached_property
    def _spoken(self) -> dict[str, "Area"]:
        return {}

    def in_language(self, language: str) -> "Area":
        """The same with the words of a reader's language for all that was asked; made once."""
        if language == WRITTEN_IN:
            return self
        if language not in self._spoken:
            self._spoken[language] = self._in_language(language)
        return self._spoken[language]

    def _in_language(self, language: str) -> "Area":
        wave, over_time, follow_up = self.wave.in_language(language), self.over_time, self.follow_up
        columns = (replace(one, measure=wave.measures[one.measure.id]) for one in self.columns)
        if follow_up:
            follow_up = replace(follow_up, measure=wave.measures[follow_up.measure.id])
        return replace(
            self,
            wave=wave,
            columns=tuple(columns),
            follow_up=follow_up,
            read=self.read.in_language(language),
            over_time=lambda: over_time().in_language(language),
        )

    def told(self, verdict: Verdict) -> list[Move]:
        """Of which composites this is said, by unit."""
        return [move for move in self.moves if move.told.verdict is verdict]

    def seen_in(self, view: View) -> "Area":
        """The columns of a view."""
        chosen = [column for column in self.columns if column.measure.id in view.columns]
        return replace(self, columns=tuple(chosen))

    def column(self, measure: str) -> Column:
        """The column of a measure."""
        return next(column for column in self.columns if column.measure.id == measure)

    def _moves(self, measure: Measure, read: Read) -> Iterator[Move]:
        waves, last = [of.wave for of in read.cells], len(read.cells) - 1
        keyed = {place: of for of, place in self.read.places.items()}
        places = [read.places[keyed[place]] for place in self.places.tolist()]
        lines = read.lines.of[last, places]
        followed = Followed(read.cells, read.lines, measure.id, lines)
        found, nothing = follow(followed.series()), np.full(len(lines), np.nan)
        scores = np.array([one.points if one else nothing for one in followed.found])
        shown = ~np.isnan(self.column(measure.id).scores)
        for unit in np.flatnonzero(shown).tolist():
            over_time = (None if np.isnan(one) else float(one) for one in scores[:, unit])
            told = told_at(found, last, unit, waves)
            yield Move(unit, measure, told, tuple(over_time))


def waves_to_choose(store: Store) -> dict[str, str]:
    """The published waves by key, newest first, with their names."""
    return {wave.key: wave.name for wave in reversed(in_order(published(store)))}


def area_of(
    store: Store, *, unit: str, viewer: Viewer, wave: str, reach: Reach = Reach.DIRECT
) -> Area:
    """The units of an area, in a wave. Errors: NotFound."""
    units = store.units()
    if unit not in areas_of(viewer, units):
        raise NotFound(sentence("refused.missing.unit"))
    if wave not in waves_to_choose(store):
        raise NotFound(sentence("refused.missing.wave"))
    known_by = seals(store), calendar_of(store.preferences()).zone
    return _area_of(store, known_by, tuple(units.values()), (unit, wave, reach))


@lru_cache(maxsize=KEPT)
def _area_of(store: Store, _: object, tree: tuple[Unit, ...], of: tuple[str, str, Reach]) -> Area:
    """Kept until there is another wave or another tree, because a publication never changes."""
    unit, wave, reach = of
    units = {one.key: one for one in tree}
    below = units_shown(unit, units, reach)
    parents = {one.parent for one in units.values()}
    keys, root = [one.key for one in below], above(unit, units)[-1]
    read = read_units(store, [*keys, root], only=wave)
    shown = read.any_shown
    standing = [
        (one, scope)
        for one in below
        for scope in [(Scope.AREA if one.key in parents else Scope.TEAM)]
        for place in [read.places.get((one.key, scope))]
        if place is not None and (not one.closed or shown[place])
    ]
    names = names_apart([one for one, _ in standing], units)
    named = [(Unit(one.key, names[one.key], one.parent), scope) for one, scope in standing]
    over_time = partial(_over_time, store, keys, wave)
    return area(units[unit].name, named, read, over_time, whole=units[root])


def _over_time(store: Store, keys: Sequence[str], wave: str) -> Read:
    return read_units(store, keys).until(wave)


def area(
    name: str,
    below: Sequence[tuple[Unit, Scope]],
    read: Read,
    over_time: Callable[[], Read] | None = None,
    *,
    whole: Unit | None = None,
) -> Area:
    """The report, of units in the order of the tree, in the last wave that was read.

    `whole` is the organisation that they are held against, None for each other.
    """
    of = read.cells[-1]
    places = np.array([read.places[one.key, scope] for one, scope in below], dtype=np.int64)
    measures = [*of.wave.composites, *of.wave.of_kind(MeasureKind.CONSTRUCT)]
    follow_up = [of.wave.follow_up] if of.wave.follow_up else []
    held = read.places.get((whole.key, Scope.AREA)) if whole else None
    return Area(
        name=name,
        wave=of.wave,
        rows=_rows(below, of, places),
        columns=tuple(columns_of(measures, of, places, held)),
        follow_up=next(columns_of(follow_up, of, places, held), None),
        read=read,
        places=places,
        over_time=over_time or (lambda: read),
    )


def _rows(below: Sequence[tuple[Unit, Scope]], of: Cells, places: Ints) -> tuple[Row, ...]:
    """A unit's people are those behind its first composite that is shown."""
    low, high = np.full((2, len(below)), np.nan)
    for measure in of.wave.composites:
        at = of.rows[measure.id]
        shown = of.low[at, places], of.high[at, places]
        low, high = np.where(np.isnan(low), shown, (low, high))
    turnout = of.rows[PARTICIPATION]
    people = _bands(low, high)
    took_part = _bands(of.low[turnout, places], of.high[turnout, places])
    keys, names = (one.key for one, _ in below), (one.name for one, _ in below)
    is_area = (scope is Scope.AREA for _, scope in below)
    return tuple(map(Row, keys, names, is_area, people, took_part))


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
