"""Which published figures of some units, or of all, are there over the waves?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow.compute as pc  # type: ignore[import-untyped]

from analytics.arrays import NOWHERE, Bools, Ints
from analytics.figures.cells import Cells, cells_of
from analytics.figures.lines import Lines, People, lines
from analytics.figures.published_waves import closed_wave, published
from analytics.figures.unit import UnitFigures
from analytics.published.cells import Scope
from survey.store import Store
from survey.store.report_cells import report_cells
from survey.waves.calendar import calendar_of
from survey.waves.wave import Wave

Keyed = tuple[str, Scope]
Continued = Mapping[tuple[str, str], Mapping[Keyed, str | None]]
"""For two waves by key, the later first: the units whose people were another's, or nobody's."""


class Places(Mapping[Keyed, int]):
    """Where each unit stands in either scope: its team, and right after that its area."""

    def __init__(self, units: Iterable[str]) -> None:
        self._order = {unit: at for at, unit in enumerate(units)}

    def __getitem__(self, of: Keyed) -> int:
        return 2 * self._order[of[0]] + (of[1] is Scope.AREA)

    def __iter__(self) -> Iterator[Keyed]:
        return ((unit, scope) for unit in self._order for scope in Scope)

    def __len__(self) -> int:
        return 2 * len(self._order)

    @staticmethod
    def of_numbers(numbers: Iterable[int]) -> Ints:
        """The same by the numbers of the units, in their order, as cells_of takes it."""
        known = np.fromiter(numbers, dtype=np.int64)
        at = np.full((known.max(initial=0) + 1, 2), NOWHERE)
        at[known] = np.arange(2 * len(known)).reshape(-1, 2)
        return at


FEW = 1000
"""Of more units, whole waves are read: leaving some out is faster than looking for each."""


@dataclass(frozen=True, eq=False, slots=True)
class Read:
    """The cells of some units over the waves, oldest first, and which lines they are on.

    `places` gives where a unit stands in either scope.
    """

    cells: Sequence[Cells]
    places: Mapping[Keyed, int]
    lines: Lines

    def unit(self, key: str, *, scope: Scope, name: str) -> UnitFigures | None:
        """One unit over the waves that are about its people; None where there is none."""
        at = self.places.get((key, scope))
        waves = [] if at is None else [n for n, of in enumerate(self.cells) if of.places[at]]
        if not waves:
            return None
        keys = {place: of[0] for of, place in self.places.items()}
        line = int(self.lines.of[waves[-1], at])
        return UnitFigures(key, name, scope, keys, self.cells, self.lines, line)

    def until(self, wave: str) -> "Read":
        """The waves up to one, by its key."""
        upto = slice([of.wave.key for of in self.cells].index(wave) + 1)
        place, run, of = (part[upto] for part in self.lines)
        return Read(self.cells[upto], self.places, Lines(place, run, of))

    def in_language(self, language: str) -> "Read":
        """The same with the words of a reader's language for all that was asked."""
        cells = [of.in_language(language) for of in self.cells]
        return Read(cells, self.places, self.lines)

    @property
    def any_shown(self) -> Bools:
        """Of which places the last wave shows anything."""
        return np.asarray((~np.isnan(self.cells[-1].tenths)).any(axis=0))

    def beside(
        self, unit: UnitFigures, above: Sequence[str | None], measure: str
    ) -> tuple[float | None, ...]:
        """What the areas above a unit, wave by wave, show over the statements of its own line."""
        items = {at: s.items for s in unit.stretches(measure) for at in s.waves}
        return tuple(
            self._score(of, key, measure, items.get(at))
            for at, (of, key) in enumerate(zip(unit.cells, above, strict=True))
        )

    def _score(
        self, of: Cells, area: str | None, measure: str, items: tuple[str, ...] | None
    ) -> float | None:
        asked, place = of.wave.measures.get(measure), self.places.get((area or "", Scope.AREA))
        if asked is None or place is None:
            return None
        part = of.of(asked, np.array([place]))
        found = part.found(asked)
        if items is not None:
            found = part.over(items, part.shown(items), needs=len(items))
        score = float(found.points[0])
        return None if np.isnan(score) else round(score, 1)


def in_order(waves: Iterable[Wave]) -> list[Wave]:
    """Waves as they opened."""
    return sorted(waves, key=lambda wave: (wave.opened or wave.opens, wave.key))


def read_units(store: Store, units: Sequence[str], *, only: str | None = None) -> Read:
    """The figures of some units over all published waves, and of those they came from.

    Or of these units in one wave only, by its key.
    """
    waves = [wave for wave in in_order(published(store)) if only in {None, wave.key}]
    came_from = {} if only else continued(store)
    keys = sorted(_with_earlier(units, came_from))
    if len(keys) > FEW:
        numbers = store.unit_numbers_of(keys)
        return _read(store, waves, [report_cells(store, w.id) for w in waves], numbers, came_from)
    table = store.unit_cells(keys)
    unit = table["unit"].combine_chunks()
    table = table.set_column(table.column_names.index("unit"), "unit", unit.indices)
    each = [table.filter(pc.equal(table["wave"], wave.id)) for wave in waves]
    codes = {key: at for at, key in enumerate(unit.dictionary.to_pylist())}
    return _read(store, waves, each, codes, came_from)


def read_all(store: Store, waves: Sequence[Wave], numbers: Mapping[str, int]) -> Read:
    """The figures of all units (their numbers by key) over some waves, in order."""
    each = [report_cells(store, wave.id) for wave in waves]
    return _read(store, waves, each, numbers, continued(store))


def _read(
    store: Store,
    waves: Sequence[Wave],
    tables: Sequence[Any],
    numbers: Mapping[str, int],
    came_from: Continued,
) -> Read:
    places, at = Places(numbers), Places.of_numbers(numbers.values())
    zone = calendar_of(store.preferences()).zone
    cells = [
        cells_of(closed_wave(store, wave, zone), table, at, len(places))
        for wave, table in zip(waves, tables, strict=True)
    ]
    return Read(cells, places, lines_of(cells, places, came_from))


def lines_of(cells: Sequence[Cells], places: Mapping[Keyed, int], came_from: Continued) -> Lines:
    """The lines of places over waves, as far as it is known who was the same."""
    there = np.array([of.places for of in cells]).reshape(len(cells), len(places))
    return lines(there, _people(cells, places, came_from))


def _people(cells: Sequence[Cells], places: Mapping[Keyed, int], came_from: Continued) -> People:
    order = {of.wave.key: at for at, of in enumerate(cells)}
    pairs = {
        (order[of.wave.key], order[other])
        for of in cells
        for other in of.wave.compared
        if other in order
    }
    was: dict[tuple[int, int], dict[int, int]] = {}
    for later, earlier in pairs:
        exceptions = {
            places[of]: NOWHERE if key is None else places.get((key, of[1]), NOWHERE)
            for of, key in came_from.get(
                (cells[later].wave.key, cells[earlier].wave.key), {}
            ).items()
            if of in places
        }
        pair = (later, earlier)
        was[max(pair), min(pair)] = exceptions if later > earlier else _turned_round(exceptions)
    return People(frozenset(was), was)


def _turned_round(exceptions: Mapping[int, int]) -> dict[int, int]:
    """What a wave brought in later says of those after it, as those would say it of that wave."""
    onto = {was: place for place, was in exceptions.items() if was != NOWHERE}
    return {place: onto.get(place, NOWHERE) for place in exceptions} | onto


def _with_earlier(units: Iterable[str], came_from: Continued) -> set[str]:
    """Some units, and all that their people were ever called."""
    pairs = {
        (key, was)
        for exceptions in came_from.values()
        for (key, _), was in exceptions.items()
        if was is not None
    }
    found = set(units)
    while more := {b for pair in pairs for a, b in (pair, pair[::-1]) if a in found} - found:
        found |= more
    return found


def ever_called(store: Store, unit: str) -> list[str]:
    """The keys under which the people of a unit, or some of them, ever stood."""
    return sorted(_with_earlier([unit], continued(store)))


def continued(store: Store) -> Continued:
    """Whose people were another's in an earlier wave, or nobody's, for all published waves."""
    return _continued(store, tuple(published(store)))


@lru_cache(maxsize=16)
def _continued(store: Store, waves: tuple[Wave, ...]) -> Continued:
    """Kept until there is another wave, because a publication never changes."""
    names = {wave.id: wave.key for wave in waves}
    found: dict[tuple[str, str], dict[Keyed, str | None]] = {}
    for row in store.other_people():
        if row.wave in names and row.other in names:
            pair = names[row.wave], names[row.other]
            found.setdefault(pair, {})[row.unit, Scope(row.scope)] = row.was
    return found
