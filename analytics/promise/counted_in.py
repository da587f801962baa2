"""Where somebody's answers will count: said to them before they answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.arrays import NOWHERE, Ints
from analytics.disclosure.rollup import Atoms, participation_plan
from analytics.disclosure.tree import wave_tree
from survey.store import Store
from survey.store.asked import address_book, asked_first, people_of
from survey.waves.wave import Wave, WaveUnit


@dataclass(frozen=True, slots=True)
class Place:
    """The smallest unit whose figures will hold somebody's answers, and how many are asked there.

    `new` is how many are asked for the first time, 0 in the first wave of all.
    """

    name: str
    invited: int
    new: int = 0


def place_of(store: Store, wave: Wave, home: str) -> Place | None:
    """Where answers from a home count if enough are sent; None when no group is large enough."""
    return _places(store, wave).get(home)


@lru_cache(maxsize=8)
def _places(store: Store, wave: Wave) -> dict[str, Place | None]:
    """By home; kept per wave, because a roster never changes once its wave is open."""
    units = store.wave_units(wave.id)
    tree = wave_tree(units)
    counts = np.array([[unit.invited, new] for unit, new in _new(store, wave, units)])
    invited: Ints = counts[:, 0].astype(np.int64)
    atoms = participation_plan(tree, invited, k=wave.k)
    areas = atoms.areas(counts.astype(np.int64), tree=tree)
    return {
        unit.key: _place(units, atoms, unit, own=counts[unit.position], area=areas)
        for unit in units
        if unit.invited and atoms.of[unit.position] != NOWHERE
    }


def _new(store: Store, wave: Wave, units: Sequence[WaveUnit]) -> Iterator[tuple[WaveUnit, int]]:
    """Each unit, and how many at home there are asked for the first time."""
    book = address_book(store)
    found = asked_first(store, wave, people_of(store, wave, book), book)
    by_unit = found.by_unit if found else {}
    return ((unit, by_unit.get(unit.key, 0)) for unit in units)


def _place(
    units: Sequence[WaveUnit], atoms: Atoms, home: WaveUnit, *, own: Ints, area: Ints
) -> Place:
    atom = atoms.of[home.position]
    node, alone = int(atoms.node[atom]), bool(atoms.own[atom])
    invited, new = own if alone else area[node]
    return Place(units[node].name, int(invited), int(new))
