"""Where comments stand: each in one place, among at least 10 people of whom 3 wrote."""

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from analytics.closing.comment_places import standing
from analytics.closing.counting import Opened
from analytics.disclosure.control import plan
from analytics.published.cells import Scope
from survey.waves.comments import Comment
from tests.disclosure.test_control import people, universe_of
from tests.make_organisations import ITEMS, SIGNS, Answerer, Universe, universes
from tests.reference import slow_gate


def crew(home: str, many: int, *, wrote: int) -> list[Answerer]:
    """People of one home, of whom the first `wrote` left a comment."""
    return [
        replace(p, name=f"{home}-{place}", comments=int(place < wrote))
        for place, p in enumerate(people(home, many, 3))
    ]


def kept(universe: Universe) -> list[Comment]:
    """The comments that stand somewhere; the text of each is its author's name and its number."""
    tree, ballots = universe.tree, universe.ballots
    place = {key: t for t, key in enumerate(tree.keys)}
    opened = Opened(
        home=np.array([place[person.home] for person in ballots], dtype=np.int64),
        scores=np.zeros((len(ballots), len(ITEMS)), dtype=np.uint8),
        ticks=np.zeros((len(ballots), len(SIGNS)), dtype=np.uint8),
        comments={
            ballot: {f"O{n}": f"{person.name} {n}" for n in range(person.comments)}
            for ballot, person in enumerate(ballots)
            if person.comments
        },
    )
    plans = plan(universe.tally, tree=tree, k=universe.k)
    return standing(opened, plans.comments, tree=tree)


def places(universe: Universe) -> dict[str, tuple[str, str]]:
    """Where the comments of each home stand, of those that stand somewhere."""
    return {c.text.partition("-")[0]: (c.unit, c.scope) for c in kept(universe)}


def test_ten_people_of_whom_three_wrote_have_them_on_their_own_page() -> None:
    universe = universe_of(crew("a", 10, wrote=3), crew("b", 9, wrote=9))

    assert places(universe) == {"a": ("a", Scope.TEAM)}


def test_two_who_wrote_climb_to_the_area_where_there_are_three() -> None:
    universe = universe_of(crew("a", 10, wrote=2), crew("b", 8, wrote=1))

    assert places(universe) == {"a": ("root", Scope.AREA), "b": ("root", Scope.AREA)}


def test_one_who_writes_much_is_one_of_three_all_the_same() -> None:
    """It is people that hide among people, not comments among comments."""
    one, two, *others = crew("a", 12, wrote=2)

    assert kept(universe_of([replace(one, comments=2), replace(two, comments=2), *others])) == []


def test_two_comments_by_one_author_have_nothing_in_common() -> None:
    first, *others = crew("a", 10, wrote=3)

    comments = kept(universe_of([replace(first, comments=2), *others]))

    assert sorted(c.text for c in comments) == ["a-0 0", "a-0 1", "a-1 0", "a-2 0"]
    assert len({c.key for c in comments}) == 4
    assert {(c.unit, c.scope, c.withdrawn) for c in comments} == {("a", "team", None)}


def test_k_above_ten_holds_for_comments_too() -> None:
    universe = universe_of(crew("a", 11, wrote=5), crew("b", 12, wrote=5), k=12)

    assert places(universe) == {"b": ("b", Scope.TEAM)}


@given(universes(size=14))
@settings(deadline=None)
def test_comments_stand_where_the_slow_gate_puts_them(universe: Universe) -> None:
    slow = {
        person.name: (unit, Scope.TEAM if atom.team else Scope.AREA)
        for unit, atoms in slow_gate.comments_plan(universe).items()
        for atom in atoms
        for person in atom.people
    }
    stands = Counter((c.text.split()[0], (c.unit, c.scope)) for c in kept(universe))

    assert stands == {(p.name, slow[p.name]): p.comments for p in universe.ballots
                      if p.comments and p.name in slow}  # fmt: skip
