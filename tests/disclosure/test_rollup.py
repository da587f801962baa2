"""The climb rule: who stands alone, who climbs, and where they come to rest."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from analytics.arrays import NOWHERE, Ints
from analytics.disclosure.control import plan
from analytics.disclosure.rollup import (
    Atoms,
    base_plan,
    check_k,
    climb,
    homes,
    item_plans,
    participation_plan,
)
from analytics.disclosure.tree import Tree
from survey.organisation.structure import Unit
from tests.make_organisations import Universe, big_universes, seeded, universes, with_other_answers

# root ── a ── a1, a2
#      └─ b
KEYS = ("root", "a", "a1", "a2", "b")
TREE = Tree(KEYS, (-1, 0, 1, 1, 0))


def numbers(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


def atoms_of(atoms: Atoms, tree: Tree = TREE) -> set[tuple[str, bool, frozenset[str]]]:
    """Where each atom is attached, whether it is a team, and the homes in it."""
    return {
        (
            tree.keys[node],
            bool(own),
            frozenset(tree.keys[h] for h in np.flatnonzero(atoms.of == a).tolist()),
        )
        for a, (node, own) in enumerate(zip(atoms.node.tolist(), atoms.own, strict=True))
    }


def teams(*names: str) -> set[tuple[str, bool, frozenset[str]]]:
    return {(name, True, frozenset({name})) for name in names}


def test_a_team_of_k_stands_alone_whatever_its_neighbours_are() -> None:
    atoms = base_plan(TREE, homes(TREE), numbers(0, 0, 5, 1, 0), k=5)

    assert teams("a1") <= atoms_of(atoms)
    assert atoms.stands_alone().tolist() == [False, False, True, False, False]


def test_teams_under_k_rest_together_at_the_first_unit_where_they_are_k() -> None:
    atoms = base_plan(TREE, homes(TREE), numbers(0, 0, 3, 2, 4), k=5)

    assert atoms_of(atoms) == {("a", False, frozenset({"a", "a1", "a2"}))}
    assert atoms.of[KEYS.index("b")] == NOWHERE


def test_people_attached_to_a_unit_itself_climb_with_those_below() -> None:
    atoms = base_plan(TREE, homes(TREE), numbers(2, 1, 5, 1, 4), k=5)

    rest = ("root", False, frozenset({"root", "a", "a2", "b"}))
    assert atoms_of(atoms) == teams("a1") | {rest}


def test_who_still_climbs_above_the_root_is_in_no_figure() -> None:
    ballots = numbers(1, 1, 5, 1, 1)
    atoms = base_plan(TREE, homes(TREE), ballots, k=5)

    assert atoms_of(atoms) == teams("a1")
    assert atoms.areas(ballots, tree=TREE).tolist() == [5, 5, 0, 0, 0]


def test_an_area_is_everybody_in_its_atoms_and_a_leaf_has_none() -> None:
    ballots = numbers(0, 6, 5, 3, 7)
    atoms = base_plan(TREE, homes(TREE), ballots, k=5)

    assert atoms.teams(ballots).tolist() == [0, 6, 5, 0, 7]
    assert atoms.areas(ballots, tree=TREE).tolist() == [18, 11, 0, 0, 0]


def test_an_item_that_many_skipped_climbs_in_whole_atoms_of_the_base_plan() -> None:
    base = base_plan(TREE, homes(TREE), numbers(0, 0, 3, 2, 6), k=5)
    plans = item_plans(TREE, base, numbers(0, 0, 2, 2, 6), k=5)

    assert atoms_of(plans.score) == teams("b")
    assert plans.score.of[KEYS.index("a1")] == NOWHERE


def test_a_rest_that_loses_answers_rests_with_others_further_up() -> None:
    base = base_plan(TREE, homes(TREE), numbers(0, 0, 3, 2, 6), k=5)
    plans = item_plans(TREE, base, numbers(0, 0, 2, 2, 3), k=5)

    assert atoms_of(plans.score) == {("root", False, frozenset({"a", "a1", "a2", "b"}))}


def test_distributions_stand_from_ten_and_in_five_parts_from_thirty() -> None:
    answers = numbers(0, 0, 9, 10, 30)
    plans = item_plans(TREE, base_plan(TREE, homes(TREE), answers, k=5), answers, k=5)

    assert plans.score.teams(answers).tolist() == [0, 0, 9, 10, 30]
    assert plans.three.teams(answers).tolist() == [0, 0, 0, 10, 30]
    assert plans.five.teams(answers).tolist() == [0, 0, 0, 0, 30]


@pytest.mark.parametrize(
    ("invited", "shown"), [((4, 4, 4, 4, 4), (0,) * 5), ((5, 4, 5, 4, 6), (5, 0, 5, 0, 6))]
)
def test_participation_climbs_by_the_number_invited(
    invited: tuple[int, ...], shown: tuple[int, ...]
) -> None:
    atoms = participation_plan(TREE, numbers(*invited), k=5)

    assert atoms.teams(numbers(*invited)).tolist() == list(shown)


def test_base_is_made_of_whole_groups_of_who_was_asked() -> None:
    """One person attached to an area does not join a team whose answers are too few alone."""
    invited, ballots = numbers(0, 1, 5, 0, 0), numbers(0, 1, 4, 0, 0)
    asked = participation_plan(TREE, invited, k=5)

    assert atoms_of(asked) == teams("a1")
    assert atoms_of(base_plan(TREE, homes(TREE), ballots, k=5)) != set()
    assert atoms_of(base_plan(TREE, asked, ballots, k=5)) == set()


def test_two_needs_must_both_be_met() -> None:
    counts = np.stack([numbers(0, 0, 10, 10, 10), numbers(0, 0, 3, 2, 1)], axis=1)
    atoms = climb(TREE, homes(TREE), counts, least=(10, 3))

    rest = ("root", False, frozenset({"root", "a", "a2", "b"}))
    assert atoms_of(atoms) == teams("a1") | {rest}


@pytest.mark.parametrize("k", [-1, 0, 1, 3])
def test_no_setting_goes_under_the_floor_of_four(k: int) -> None:
    with pytest.raises(ValueError, match="smallest is 4"):
        base_plan(TREE, homes(TREE), numbers(9, 9, 9, 9, 9), k=k)
    with pytest.raises(ValueError, match="smallest is 4"):
        participation_plan(TREE, numbers(9, 9, 9, 9, 9), k=k)


def test_four_is_allowed() -> None:
    check_k(4)

    assert base_plan(TREE, homes(TREE), numbers(4, 0, 0, 0, 0), k=4).stands_alone()[0]


def is_nested(finer: Atoms, coarser: Atoms) -> bool:
    """Whether each atom of the finer plan lies in one atom of the coarser plan, or in none."""
    return all(len(set(coarser.of[finer.of == a].tolist())) == 1 for a in range(len(finer.node)))


def all_plans(universe: Universe) -> list[tuple[Atoms, Ints, int]]:
    """Each plan of a wave, with what it counts and the least an atom must have."""
    k = universe.k
    plans = plan(universe.tally, tree=universe.tree, k=k)
    items = [
        (atoms, universe.tally.counts[item].sum(axis=1), max(k, least))
        for item, of_item in plans.items.items()
        for atoms, least in ((of_item.score, k), (of_item.three, 10), (of_item.five, 30))
    ]
    return [
        (plans.base, universe.tally.ballots, k),
        (plans.participation, universe.tally.invited, k),
        (plans.comments, universe.tally.ballots, max(k, 10)),
        (plans.comments, universe.tally.writers, 3),
        *items,
    ]


@given(universes() | big_universes())
@settings(deadline=None)
def test_every_atom_has_at_least_k_people(universe: Universe) -> None:
    for atoms, counted, least in all_plans(universe):
        assert (atoms.sums(counted) >= least).all()


@given(universes() | big_universes())
@settings(deadline=None)
def test_later_plans_are_nested_in_earlier_ones(universe: Universe) -> None:
    plans = plan(universe.tally, tree=universe.tree, k=universe.k)

    for of_item in plans.items.values():
        assert is_nested(plans.base, of_item.score)
        assert is_nested(of_item.score, of_item.three)
        assert is_nested(of_item.three, of_item.five)
    assert is_nested(plans.participation, plans.base)
    assert is_nested(plans.base, plans.comments)


@given(universes())
@settings(deadline=None)
def test_each_plan_leaves_fewer_than_its_least_out_of_an_area(universe: Universe) -> None:
    tree, tally, k = universe.tree, universe.tally, universe.k
    plans = plan(tally, tree=tree, k=k)
    areas = ~tree.leaves()

    asked, base = plans.participation, plans.base
    never_asked = tree.subtree_sums(tally.invited) - asked.areas(tally.invited, tree=tree)
    left_out = asked.areas(tally.ballots, tree=tree) - base.areas(tally.ballots, tree=tree)
    assert (never_asked[areas] < k).all()
    assert (left_out[areas] < k).all()


@given(universes())
@settings(deadline=None)
def test_an_area_counts_everybody_of_its_shown_groups(universe: Universe) -> None:
    """Teams that stand alone, and whoever climbed and came to rest, inside it: nobody twice."""
    tree, ballots = universe.tree, universe.tally.ballots
    base = plan(universe.tally, tree=tree, k=universe.k).base
    for t, area in enumerate(base.areas(ballots, tree=tree).tolist()):
        inside = [
            ballots[home]
            for home, atom in enumerate(base.of.tolist())
            if atom != NOWHERE and t <= base.node[atom] < tree.end[t]
        ]
        assert area == (0 if tree.leaves()[t] else sum(inside))


@given(universes())
@settings(deadline=None)
def test_no_team_of_k_is_hidden_for_a_neighbour(universe: Universe) -> None:
    tally = universe.tally
    plans = plan(tally, tree=universe.tree, k=universe.k)
    alone = plans.base.stands_alone()

    assert (alone == (tally.ballots >= universe.k)).all()


@given(universes(), seeded())
@settings(deadline=None)
def test_plans_are_decided_from_counts_never_from_answers(universe: Universe, rng: Random) -> None:
    other = with_other_answers(universe, rng)

    for (mine, _, _), (theirs, _, _) in zip(all_plans(universe), all_plans(other), strict=True):
        assert (mine.of == theirs.of).all()
        assert (mine.node == theirs.node).all()


def test_a_tree_is_made_from_units_in_any_order() -> None:
    parents = {"b": "root", "a2": "a", "root": None, "a": "root", "a1": "a"}
    tree = Tree.of({key: Unit(key, key, parent) for key, parent in parents.items()})

    assert tree == TREE
    assert tree.subtree_sums(numbers(1, 10, 100, 1000, 10000)).tolist() == [
        11111,
        1110,
        100,
        1000,
        10000,
    ]


@pytest.mark.parametrize(
    ("keys", "parent"),
    [
        (("a", "b"), (1, -1)),  # a child before its parent
        (("r", "a", "b", "a1"), (-1, 0, 0, 1)),  # a subtree in two runs
        (("a",), (0,)),  # its own parent
        (("a", "a"), (-1, 0)),  # one unit twice
        (("a", "b"), (-1,)),  # a parent missing
    ],
)
def test_a_tree_in_any_other_order_is_refused(
    keys: tuple[str, ...], parent: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r"tree needs|must follow"):
        Tree(keys, parent)
