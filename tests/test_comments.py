"""Where comments stand: each in one place, among at least 10 people and 3 comments."""

import numpy as np
from hypothesis import given, settings

from analytics.cells import Scope
from analytics.comments import Place, comment_places
from tests.make_organisations import Universe, universes
from tests.reference import slow_gate
from tests.test_gate import people, universe_of


def places(universe: Universe, **comments: int) -> dict[str, Place | None]:
    said = np.array([comments.get(key, 0) for key in universe.tree.keys], dtype=np.int64)
    tree, k = universe.tree, universe.k
    return comment_places(universe.tally, said, tree=tree, k=k, held=universe.held)


def test_ten_people_with_three_comments_have_them_on_their_own_page() -> None:
    universe = universe_of(people("a", 10, 3), people("b", 9, 3))

    assert places(universe, a=3, b=9) == {
        "root": None,
        "a": Place("a", Scope.TEAM),
        "b": None,
    }


def test_two_comments_climb_to_the_area_where_there_are_three() -> None:
    universe = universe_of(people("a", 10, 3), people("b", 8, 3))

    area = Place("root", Scope.AREA)
    assert places(universe, a=2, b=1) == {"root": None, "a": area, "b": area}


def test_k_above_ten_holds_for_comments_too() -> None:
    universe = universe_of(people("a", 11, 3), people("b", 12, 3), k=12)

    assert places(universe, a=5, b=5)["a"] is None
    assert places(universe, a=5, b=5)["b"] == Place("b", Scope.TEAM)


def test_the_comments_of_a_held_team_stand_only_beside_enough_others() -> None:
    groups = [people("a", 12, 3), people("b", 7, 3), people("c", 7, 3)]
    held = frozenset({"a"})

    assert places(universe_of(*groups[:2], held=held), a=5, b=5)["a"] is None
    assert places(universe_of(*groups, held=held), a=5, b=2, c=1)["a"] == Place("root", Scope.AREA)
    assert places(universe_of(*groups, held=held), a=5, b=2)["a"] is None


@given(universes())
@settings(deadline=None)
def test_comments_stand_where_the_slow_gate_puts_them(universe: Universe) -> None:
    plan = slow_gate.comments_plan(universe)
    slow = {
        person.home: Place(unit, Scope.TEAM if atom.team else Scope.AREA)
        for unit, atoms in plan.items()
        for atom in atoms
        for person in atom.people
    }
    fast = places(universe, **universe.comments)

    assert {home: fast[home] for home in slow} == slow
    assert all(fast[person.home] is None for person in universe.ballots if person.home not in slow)
