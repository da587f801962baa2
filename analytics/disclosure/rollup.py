"""Whose answers may stand together: the climb rule, and the plans made with it.

An atom is a group of people attached to one unit. At first the people of each home are an atom
attached to their home. `climb` makes a plan from the atoms of the plan before it:

    for each unit t, deepest first:
        each atom attached to t with enough people      -> is an atom of the new plan
        all other atoms of t                            -> climb from t
        if those that climb here are enough together    -> they are one new atom, Rest(t)
        else                                            -> they climb on to the parent of t
    what still climbs above a root                      -> is in no figure

Team(t) is shown when the people of home t are an atom by themselves. Area(t) is the union of all
atoms attached to t or below it, and is shown when there is one.

Why nothing shown can be subtracted down to fewer than k people:

1. Atoms are disjoint: each atom of the plan before goes to exactly one new atom, or to none.
2. Each atom has at least k people: it stood by its own count, or is a Rest formed by its count.
3. Each shown set is a union of whole atoms: Team(t) is one, Area(t) is all of a subtree's.
4. So a linear combination of shown figures gives everybody in the same atom the same weight. The
   people it says something about are a union of whole atoms: nobody, or at least k people.
   Against c insiders who pool their own answers, k - c are left.
5. The plans are nested: an atom of a later plan is a union of atoms of an earlier one, so 3 and 4
   hold, with the earlier atoms, for figures of all plans taken together.

The chain of plans: who is asked (participation) -> who answered (base) -> each item, and the signs
-> its distribution in three parts -> in five; and base -> comments. It begins with who is asked, so
that which cells are shown is a function of counts over groups of at least k people too: were base
made from homes, a team of 5 with 4 answers and one more person in its area would tell, by standing
together, that this person took part (docs/decisions/0008).

Only counts decide: two waves with the same counts and other answers show and hide the same cells.
No team with enough people is ever hidden for a neighbour's sake. Each plan leaves fewer people
than its least out of an area; later plans add to what earlier ones left out. An area never adds
back those who climbed past it: less its parts, it would tell of exactly them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.arrays import NOWHERE, Bools, Ints
from analytics.disclosure.tree import Tree

K_FLOOR = 4
THREE_SHARES_FROM = 10
FIVE_SHARES_FROM = 30
COMMENTS_FROM_PEOPLE = 10
COMMENTS_FROM_WRITERS = 3


@dataclass(frozen=True)
class Atoms:
    """The atoms of one plan: `node[a]` is the unit an atom is attached to.

    `own[a]` says that atom a is exactly the people of home `node[a]`; `of[h]` is the atom that the
    people of home h are in, -1 when they are in none.
    """

    node: Ints
    own: Bools
    of: Ints

    def sums(self, by_home: Ints) -> Ints:
        """What each atom holds of `by_home` ([home] or [home, x])."""
        inside = self.of != NOWHERE
        sums = np.zeros((len(self.node), *by_home.shape[1:]), dtype=np.int64)
        np.add.at(sums, self.of[inside], by_home[inside])
        return sums

    def stands_alone(self) -> Bools:
        """For each unit: is Team(t) shown, that is, are the people of home t an atom?"""
        alone = np.zeros(len(self.of), dtype=np.bool_)
        alone[self.node[self.own]] = True
        return alone

    def teams(self, by_home: Ints) -> Ints:
        """What each shown Team(t) holds of `by_home`; 0 where it is hidden."""
        alone = self.stands_alone()
        return np.where(alone.reshape(-1, *[1] * (by_home.ndim - 1)), by_home, 0)

    def areas(self, by_home: Ints, *, tree: Tree) -> Ints:
        """What each shown Area(t) holds of `by_home`; 0 where it is hidden, and at a leaf."""
        attached = np.zeros_like(by_home, dtype=np.int64)
        np.add.at(attached, self.node, self.sums(by_home))
        sums = tree.subtree_sums(attached)
        sums[tree.leaves()] = 0
        return sums


@dataclass(frozen=True)
class ItemPlans:
    """The plans of one item: for its score, and for its distribution in three and five parts."""

    score: Atoms
    three: Atoms
    five: Atoms


def check_k(k: int) -> None:
    """Refuse a k under the floor, with ValueError: no setting makes smaller groups visible."""
    if k < K_FLOOR:
        raise ValueError(f"A group of {k} is too small to show; the smallest is {K_FLOOR}.")


def homes(tree: Tree) -> Atoms:
    """The people of each home, each an atom attached to its home, before any plan."""
    every = np.arange(len(tree), dtype=np.int64)
    return Atoms(every, np.ones(len(tree), dtype=np.bool_), every)


def participation_plan(tree: Tree, invited: Ints, *, k: int) -> Atoms:
    """People asked by home, at least k in each atom; all other plans are made from it."""
    check_k(k)
    return climb(tree, homes(tree), invited, least=k)


def base_plan(tree: Tree, asked: Atoms, ballots: Ints, *, k: int) -> Atoms:
    """Ballots that count, at least k in each atom, from the plan of who is asked."""
    check_k(k)
    return climb(tree, asked, asked.sums(ballots), least=k)


def item_plans(tree: Tree, base: Atoms, answers: Ints, *, k: int) -> ItemPlans:
    """The plans of one item, from how many in each home answered it."""
    score = climb(tree, base, base.sums(answers), least=k)
    three = climb(tree, score, score.sums(answers), least=max(k, THREE_SHARES_FROM))
    five = climb(tree, three, three.sums(answers), least=max(k, FIVE_SHARES_FROM))
    return ItemPlans(score, three, five)


def comments_plan(tree: Tree, base: Atoms, voices: Ints, *, k: int) -> Atoms:
    """Where comments stand: among at least 10 people, of whom at least 3 wrote.

    `voices` is [home, 2]: ballots, and ballots with a comment.
    """
    least = (max(k, COMMENTS_FROM_PEOPLE), COMMENTS_FROM_WRITERS)
    return climb(tree, base, base.sums(voices), least=least)


def climb(tree: Tree, atoms: Atoms, counts: Ints, *, least: int | tuple[int, ...]) -> Atoms:
    """The next plan: atoms that reach `least` stay, the others climb (see above for the proof).

    `counts` is [atom], or [atom, x] with a `least` for each x.
    """
    needs = (least,) if isinstance(least, int) else least
    table = counts.reshape(len(atoms.node), len(needs))
    stays = (table >= np.array(needs)).all(axis=1)
    landing = _landings(tree, atoms.node[~stays], table[~stays], needs)[atoms.node]
    lands = ~stays & (landing != NOWHERE)
    rests = np.unique(landing[lands])

    # One place more than there are atoms: index -1, being in no atom, stays -1.
    becomes = np.full(len(atoms.node) + 1, NOWHERE, dtype=np.int64)
    becomes[:-1][stays] = np.arange(stays.sum())
    becomes[:-1][lands] = stays.sum() + np.searchsorted(rests, landing[lands])
    return Atoms(
        node=np.concatenate([atoms.node[stays], rests]),
        own=np.concatenate([atoms.own[stays], np.zeros(len(rests), dtype=np.bool_)]),
        of=becomes[atoms.of],
    )


def _landings(tree: Tree, node: Ints, counts: Ints, needs: Sequence[int]) -> Ints:
    """For each unit: the unit whose Rest takes in what climbs from here, -1 when none does."""
    climbing: dict[int, list[int]] = {}
    for t, group in zip(node.tolist(), counts.tolist(), strict=True):
        _join(climbing, t, group)
    rests = _rests(tree, climbing, needs)
    landing: list[int] = []
    for t, above in enumerate(tree.parent):
        landing.append(t if t in rests else NOWHERE if above == NOWHERE else landing[above])
    return np.array(landing, dtype=np.int64)


def _rests(tree: Tree, climbing: dict[int, list[int]], needs: Sequence[int]) -> set[int]:
    """The units where those that climb are enough together, deepest first; uses up `climbing`."""
    rests: set[int] = set()
    for t in range(len(tree) - 1, -1, -1):
        group = climbing.pop(t, None)
        if group is None:
            continue
        if all(count >= need for count, need in zip(group, needs, strict=True)):
            rests.add(t)
        elif tree.parent[t] != NOWHERE:
            _join(climbing, tree.parent[t], group)
    return rests


def _join(climbing: dict[int, list[int]], t: int, group: list[int]) -> None:
    """Add a group to those that climb at a unit."""
    there = climbing.get(t)
    climbing[t] = group if there is None else [a + b for a, b in zip(there, group, strict=True)]
