"""Why is a small team added to a bigger one: a tiny area, planned by the real rule."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.arrays import NOWHERE
from analytics.disclosure.rollup import Atoms, base_plan, participation_plan
from analytics.disclosure.tree import Tree

FEW = 2


@dataclass(frozen=True, slots=True)
class ExampleTeam:
    """A team: how many answered, whether it has figures of its own, and whether its people stand
    with others in the area's instead. Neither is so for a team whose people climb on.
    """

    people: int
    own: bool
    joins: bool


@dataclass(frozen=True, slots=True)
class Example:
    """An area of teams; `area` is how many people its figures are about."""

    k: int
    teams: tuple[ExampleTeam, ...]
    area: int

    @property
    def together(self) -> int:
        """How many stand in the area's figures and in no smaller ones."""
        return sum(team.people for team in self.teams if team.joins)


def example(k: int) -> Example:
    """A team a little larger than k beside two small ones; with k = 5 of 8, 3 and 2 people."""
    return planned((k + 3, k - FEW, FEW), k=k)


def planned(people: Sequence[int], *, k: int) -> Example:
    """An area with teams of so many people, who all answer, as the rule groups them."""
    tree = Tree(("area", *(f"team {n}" for n in range(len(people)))), (NOWHERE, *[0] * len(people)))
    answers = np.array([0, *people], dtype=np.int64)
    atoms = base_plan(tree, participation_plan(tree, answers, k=k), answers, k=k)
    return Example(
        k=k,
        teams=tuple(_team(n, t, atoms) for t, n in enumerate(people, start=1)),
        area=int(atoms.areas(answers, tree=tree)[0]),
    )


def _team(people: int, t: int, atoms: Atoms) -> ExampleTeam:
    """The team at position t: its atom is attached to it, to the area (position 0), or nowhere."""
    atom = atoms.of[t]
    joins = atom != NOWHERE and atoms.node[atom] == 0
    return ExampleTeam(people, own=bool(atoms.stands_alone()[t]), joins=bool(joins))
