"""Where does each unit stand: the units of a wave as positions in one fixed order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analytics.arrays import NOWHERE, Bools, Ints
from survey.organisation.structure import Unit, in_tree_order
from survey.waves.wave import WaveUnit


@dataclass(frozen=True)
class Tree:
    """Units in tree order: every unit after its parent, each subtree in one run (depth first).

    `parent[t]` is the position of the unit above, -1 at a root; `end[t]` is the first position
    after t's subtree. Raises ValueError for any other order.
    """

    keys: tuple[str, ...]
    parent: tuple[int, ...]
    end: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        if len(self.keys) != len(self.parent) or len(set(self.keys)) != len(self.keys):
            raise ValueError("A tree needs one parent for each unit, and no unit twice.")
        object.__setattr__(self, "end", _ends(_depths(self.parent)))

    @classmethod
    def of(cls, units: Mapping[str, Unit]) -> "Tree":
        """The tree of an organisation's units."""
        ordered = in_tree_order(units)
        place = {unit.key: t for t, unit in enumerate(ordered)}
        above = (NOWHERE if u.parent is None else place[u.parent] for u in ordered)
        return cls(tuple(place), tuple(above))

    def __len__(self) -> int:
        return len(self.keys)

    def leaves(self) -> Bools:
        """For each unit: whether nothing is below it."""
        leaves: Bools = np.array(self.end) == np.arange(1, len(self) + 1)
        return leaves

    def subtree_sums(self, values: Ints) -> Ints:
        """For each unit, the sum of `values` ([unit] or [unit, x]) over it and all below it."""
        start = np.zeros((1, *values.shape[1:]), dtype=np.int64)
        running = np.concatenate([start, np.cumsum(values, axis=0, dtype=np.int64)])
        sums: Ints = running[list(self.end)] - running[:-1]
        return sums


def _depths(parent: tuple[int, ...]) -> tuple[int, ...]:
    """How far each unit is below its root; checks the order on the way."""
    depth: list[int] = []
    path: list[int] = []  # from the root down to the unit before this one
    for t, above in enumerate(parent):
        while path and path[-1] != above:
            path.pop()
        if not path and above != NOWHERE:
            raise ValueError("Units must follow their parent, each subtree in one run.")
        depth.append(len(path))
        path.append(t)
    return tuple(depth)


def _ends(depth: tuple[int, ...]) -> tuple[int, ...]:
    """The first position after each unit's subtree."""
    end = [len(depth)] * len(depth)
    unfinished: list[int] = []
    for t, level in enumerate(depth):
        while unfinished and depth[unfinished[-1]] >= level:
            end[unfinished.pop()] = t
        unfinished.append(t)
    return tuple(end)


def wave_tree(units: Sequence[WaveUnit]) -> Tree:
    """The tree a wave was opened with."""
    place = {unit.key: position for position, unit in enumerate(units)}
    above = (NOWHERE if unit.parent is None else place[unit.parent] for unit in units)
    return Tree(tuple(place), tuple(above))
