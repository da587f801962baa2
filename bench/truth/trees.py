"""Where do people stand in organisations made up: a forest of organisations of one shape?

Whoever leads a unit has the unit above as home, so areas and the organisation have people too.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analytics.arrays import Bools, Ints
from analytics.disclosure.tree import Tree
from survey.organisation.structure import Unit

MOST_TEAMS = 7
"""The most teams of an area; an organisation of so few or fewer than four has no areas."""


@dataclass(frozen=True)
class Shape:
    """One organisation: how many people each team has, and how teams are put into areas."""

    teams: tuple[int, ...]

    @cached_property
    def units(self) -> tuple[tuple[str, int, int], ...]:
        """Key, place of the unit above (-1: none) and people of each unit, in tree order."""
        count = len(self.teams)
        areas = 0 if count < 4 else max(2, -(-count // MOST_TEAMS))
        found = [("all", -1, max(areas, 1) + 1 if areas else count + 1)]
        if not areas:
            return (*found, *((f"t{at}", 0, size) for at, size in enumerate(self.teams)))
        for area in range(areas):
            inside = [at for at in range(count) if at % areas == area]
            above = len(found)
            found.append((f"a{area}", 0, len(inside)))
            found += [(f"t{at}", above, self.teams[at]) for at in inside]
        return tuple(found)

    @cached_property
    def structure(self) -> dict[str, Unit]:
        """The units as the organisation knows them."""
        keys = [key for key, _, _ in self.units]
        return {k: Unit(k, k, None if up < 0 else keys[up]) for k, up, _ in self.units}

    @cached_property
    def is_team(self) -> Bools:
        """Which units are teams."""
        return np.array([key.startswith("t") for key, _, _ in self.units])

    @cached_property
    def above(self) -> Ints:
        """The place of the unit above."""
        return np.array([up for _, up, _ in self.units], dtype=np.int64)

    def forest(self, count: int) -> tuple[Tree, Ints]:
        """So many of them in one tree, and the people of each unit; each has a root of its own."""
        width = len(self.units)
        keys = [f"{at}:{key}" for at in range(count) for key, _, _ in self.units]
        above = [
            up + at * width if up >= 0 else -1 for at in range(count) for _, up, _ in self.units
        ]
        people = np.tile([size for _, _, size in self.units], count)
        return Tree(tuple(keys), tuple(above)), people.astype(np.int64)
