"""The rules that the gate had before, and gave up: how each of them would plan a wave."""

from collections.abc import Callable

import numpy as np

from analytics.disclosure.control import Plans, plan
from analytics.disclosure.rollup import (
    Atoms,
    base_plan,
    climb,
    comments_plan,
    homes,
    item_plans,
    participation_plan,
)
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from tests.make_organisations import Universe

Rule = Callable[[Universe], Plans]


def planned_from_homes(universe: Universe) -> Plans:
    """Answers are planned from homes; who is asked has a plan of its own."""
    return from_homes(universe.tally, tree=universe.tree, k=universe.k, held=universe.held)


def held_teams_planned_with_others(universe: Universe) -> Plans:
    """A held team that is too small stands in one group with teams that are not held."""
    tally, tree, k = universe.tally, universe.tree, universe.k
    asked = participation_plan(tree, tally.invited, k=k)
    base = base_plan(tree, asked, tally.ballots, k=k)
    return _made_from(base, asked, plan(tally, tree=tree, k=k, held=universe.held), tree, k)


def from_homes(tally: Tally, *, tree: Tree, k: int, held: frozenset[str]) -> Plans:
    """The plans of counts when answers are planned from homes."""
    base = base_plan(tree, homes(tree), tally.ballots, k=k)
    asked = participation_plan(tree, tally.invited, k=k)
    return _made_from(base, asked, plan(tally, tree=tree, k=k, held=held), tree, k)


def _made_from(base: Atoms, asked: Atoms, plans: Plans, tree: Tree, k: int) -> Plans:
    """All plans that are made from another base."""
    rest = plans.rest
    return Plans(
        held=plans.held,
        rest=rest,
        base=base,
        items={
            item: item_plans(tree, base, counts.sum(axis=1), k=k)
            for item, counts in rest.counts.items()
        },
        signs=climb(tree, base, base.sums(rest.ballots), least=k),
        participation=asked,
        comments=comments_plan(tree, base, np.stack([rest.ballots, rest.writers], axis=1), k=k),
    )
