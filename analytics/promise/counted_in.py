"""Where somebody's answers will count: said to them before they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.arrays import NOWHERE
from analytics.disclosure.rollup import Atoms, participation_plan
from analytics.disclosure.tree import wave_tree
from survey.store import Store
from survey.waves.wave import Wave, WaveUnit


@dataclass(frozen=True, slots=True)
class Place:
    """The smallest unit whose figures will hold somebody's answers, and how many are asked there.

    `own` says that it is their own team and nobody else.
    """

    name: str
    invited: int
    own: bool


def place_of(store: Store, wave: Wave, home: str) -> Place | None:
    """Where answers from a home count if enough are sent; None when no group is large enough."""
    return _places(store, wave.id, wave.k).get(home)


@lru_cache(maxsize=8)
def _places(store: Store, wave: int, k: int) -> dict[str, Place | None]:
    """By home; kept per wave, because a roster never changes once its wave is open."""
    units = store.wave_units(wave)
    tree = wave_tree(units)
    invited = np.array([unit.invited for unit in units], dtype=np.int64)
    atoms = participation_plan(tree, invited, k=k)
    areas = atoms.areas(invited, tree=tree)
    return {
        unit.key: _place(units, atoms, int(areas[atoms.node[atoms.of[unit.position]]]), unit)
        for unit in units
        if unit.invited and atoms.of[unit.position] != NOWHERE
    }


def _place(units: Sequence[WaveUnit], atoms: Atoms, in_area: int, home: WaveUnit) -> Place:
    atom = atoms.of[home.position]
    node, own = int(atoms.node[atom]), bool(atoms.own[atom])
    return Place(units[node].name, home.invited if own else in_area, own)
