"""Where does each comment stand: in exactly one place, among enough people and other comments."""

from dataclasses import dataclass

import numpy as np

from analytics.cells import Scope
from analytics.climb import base_plan, comments_plan
from analytics.tally import Tally
from analytics.tree import NOWHERE, IntArray, Tree


@dataclass(frozen=True, slots=True)
class Place:
    """The page on which comments stand: a team's own, or with others of an area."""

    unit: str
    scope: Scope


def comment_places(
    tally: Tally, comments: IntArray, *, tree: Tree, k: int, held: frozenset[str] = frozenset()
) -> dict[str, Place | None]:
    """For each unit as a home: where the comments of its people stand, None for in no place.

    `comments` is [unit]: how many comments each home wrote. Only counts decide.
    """
    base = base_plan(tree, tally.ballots, k=k)
    free = np.array([key not in held for key in tree.keys], dtype=np.int64)
    voices = np.stack([tally.ballots * free, comments * free], axis=1)
    atoms = comments_plan(tree, base, voices, k=k)
    places = [
        Place(tree.keys[node], Scope.TEAM if own else Scope.AREA)
        for node, own in zip(atoms.node.tolist(), atoms.own.tolist(), strict=True)
    ]
    return {
        key: None if atom == NOWHERE else places[atom]
        for key, atom in zip(tree.keys, atoms.of.tolist(), strict=True)
    }
