"""How much less is seen because who is asked comes first (decision record 0008)?

Organisations of two or three levels: teams of 3 to 15, those who lead at home in the area above, 60
to 95 % take part; no team is held, or one in five. Each is planned by the former rule and by ours.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pytest

from analytics.arrays import NOWHERE, Ints
from analytics.disclosure.control import Plans, cells_of, plan
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from analytics.published.cells import Hidden, MeasureKind, Scope
from tests.attacks.former_rules import from_homes
from tests.make_organisations import COMPOSITES, ITEMS, SIGNS

K = 5


@dataclass(frozen=True)
class Ordinary:
    """An organisation as there are many."""

    tree: Tree
    tally: Tally
    held: frozenset[str]


def ordinary(seed: int, *, held: float) -> Ordinary:
    """The organisation of a seed, with this share of its teams held."""
    rng = np.random.default_rng(seed)
    parent = [NOWHERE]
    for _ in range(rng.integers(2, 7) if rng.random() < 0.5 else 0):
        area = len(parent)
        parent.append(0)
        parent += [area] * int(rng.integers(2, 9))
    if len(parent) == 1:
        parent += [0] * int(rng.integers(3, 13))
    tree = Tree(tuple(f"u{t}" for t in range(len(parent))), tuple(parent))
    leaves = tree.leaves()
    invited = np.where(leaves, rng.integers(3, 16, size=len(tree)), 0)
    led = np.bincount([above for above in parent if above != NOWHERE], minlength=len(tree))
    invited += led + (np.arange(len(tree)) == 0)
    is_held = leaves & (rng.random(len(tree)) < held)
    names = (key for key, it_is in zip(tree.keys, is_held, strict=True) if it_is)
    return Ordinary(tree, _tally(rng, invited), frozenset(names))


def _tally(rng: np.random.Generator, invited: Ints) -> Tally:
    ballots = rng.binomial(invited, rng.uniform(0.6, 0.95))
    answered = {item: rng.binomial(ballots, 0.97) for item in ITEMS}
    return Tally(
        ballots=ballots,
        counts={item: rng.multinomial(n, np.full(5, 0.2)) for item, n in answered.items()},
        ticks={sign: rng.binomial(ballots, 0.3) for sign in SIGNS},
        invited=invited,
        answered=ballots,
        composites=COMPOSITES,
        writers=rng.binomial(ballots, 0.3),
    )


def seen(at: Ordinary, plans: Plans) -> Counter[str]:
    """How much is seen: people in the figures of areas and of the root, and cells of areas."""
    tree, rest, inner = at.tree, plans.rest, ~at.tree.leaves()
    answered = plans.base.areas(rest.ballots, tree=tree)
    asked = plans.participation.areas(at.tally.invited, tree=tree)
    cells = cells_of(plans, at.tally, tree=tree, k=K)
    return Counter(
        root=int(answered[0]),
        areas=int(answered[inner].sum()),
        asked=int(asked[inner].sum()),
        cells=sum(
            c.scope is Scope.AREA
            and c.kind is not MeasureKind.PARTICIPATION
            and c.figure != Hidden()
            for c in cells
        ),
    )


def everybody(at: Ordinary, plans: Plans) -> Counter[str]:
    """The same if nobody had to climb."""
    ballots = at.tree.subtree_sums(plans.rest.ballots)
    asked, inner = at.tree.subtree_sums(at.tally.invited), ~at.tree.leaves()
    return Counter(
        root=int(ballots[0]), areas=int(ballots[inner].sum()), asked=int(asked[inner].sum())
    )


def measured(seeds: range, *, held: float) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Over all organisations: what there is, what the rule before showed, what ours shows."""
    there, before, after = Counter[str](), Counter[str](), Counter[str]()
    for seed in seeds:
        at = ordinary(seed, held=held)
        ours = plan(at.tally, tree=at.tree, k=K, held=at.held)
        there += everybody(at, ours)
        before += seen(at, from_homes(at.tally, tree=at.tree, k=K, held=at.held))
        after += seen(at, ours)
    return there, before, after


@pytest.mark.parametrize("held", [0.0, 0.2])
def test_few_are_left_out_because_who_is_asked_comes_first(held: float) -> None:
    """Of those who answered, at the root and in all areas; of those asked; and of cells."""
    there, before, after = measured(range(100), held=held)

    for where in ("root", "areas", "asked"):
        assert after[where] >= 0.94 * there[where]
        assert after[where] >= 0.96 * before[where]
    assert after["cells"] >= 0.96 * before["cells"]


@pytest.mark.long
@pytest.mark.parametrize("held", [0.0, 0.2])
def test_what_the_rule_costs_over_a_thousand_organisations(held: float) -> None:
    there, before, after = measured(range(1000), held=held)

    print(f"\nwith {held:.0%} of teams held, 1,000 organisations from seed 0:")
    for where in ("root", "areas", "asked"):
        now, then = after[where] / there[where], before[where] / there[where]
        print(f"{where}: {then:.2%} of {there[where]:,} people before, {now:.2%} now")
        assert now > then - 0.04
    gone = before["cells"] - after["cells"]
    print(f"cells of areas: {before['cells']:,} before, {gone:,} fewer now")
    assert gone < 0.04 * before["cells"]
