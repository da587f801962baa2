"""What may leave: counts go in, published cells come out, and nothing else does.

Four steps, in this order and only here: plan (analytics.disclosure.rollup), sum over whole atoms,
make coarse (analytics.disclosure.rounding), then put composites together from the coarse figures.
Whether a cell is shown is decided from counts alone. A composite is a function of published cells,
so it can say no more than they do. Everybody counts in the home frozen at the opening, from their
first wave on. Comments stand where their plan says (analytics.closing.comment_places).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.arrays import Ints
from analytics.disclosure import rounding as coarsen
from analytics.disclosure.composites import composite_of
from analytics.disclosure.rollup import (
    FIVE_SHARES_FROM,
    THREE_SHARES_FROM,
    Atoms,
    ItemPlans,
    base_plan,
    comments_plan,
    item_plans,
    participation_plan,
)
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from analytics.published.cells import Cell, Figure, Hidden, MeasureKind, Participation, Scope, Score

HIDDEN = Hidden()


@dataclass(frozen=True)
class Plans:
    """All plans of a wave. Signs stand in the groups of `base`: whose ballot counts says each of
    them, ticked or not."""

    base: Atoms
    items: dict[str, ItemPlans]
    participation: Atoms
    comments: Atoms


@dataclass(frozen=True)
class Where:
    """The tree that figures stand in, and the smallest group that may."""

    tree: Tree
    k: int


@dataclass(frozen=True)
class Column:
    """One measure over the whole tree: the figure of each unit's team, and of its area."""

    measure: str
    kind: MeasureKind
    team: list[Figure]
    area: list[Figure]


def cells_of(plans: Plans, tally: Tally, *, tree: Tree, k: int) -> list[Cell]:
    """Every cell of a wave, shown or hidden: each unit x scope x measure, in tree order.

    A unit with nothing below it has scope team only; one with units below has area, and team too
    where somebody has it as home.
    """
    at = Where(tree, k)
    items = {item: _item(item, tally, plans, at) for item in tally.counts}
    columns = [
        *items.values(),
        *(_sign(sign, tally, plans, at) for sign in tally.ticks),
        *(_composite(name, [items[item] for item in of]) for name, of in tally.composites.items()),
        _participation(tally, plans, at),
    ]
    return list(_grid(columns, tally, tree))


def plan(tally: Tally, *, tree: Tree, k: int) -> Plans:
    """Who stands with whom, for every measure of a wave.

    Raises ValueError for k under 4 and for counts of another tree.
    """
    if len(tally.invited) != len(tree):
        raise ValueError("The counts must be of this tree.")
    asked = participation_plan(tree, tally.invited, k=k)
    base = base_plan(tree, asked, tally.ballots, k=k)
    return Plans(
        base=base,
        items={
            item: item_plans(tree, base, counts.sum(axis=1), k=k)
            for item, counts in tally.counts.items()
        },
        participation=asked,
        comments=comments_plan(tree, base, np.stack([tally.ballots, tally.writers], axis=1), k=k),
    )


def _item(item: str, tally: Tally, plans: Plans, at: Where) -> Column:
    """The scores of an item, with the distribution where there are enough answers for one."""
    of_item, counts = plans.items[item], tally.counts[item]
    stages, top = (of_item.score, of_item.three, of_item.five), counts.shape[1]

    def figures(over: Callable[[Atoms], Ints]) -> list[Figure]:
        sums = np.concatenate([over(atoms) for atoms in stages], axis=1)
        ends = slice(top), slice(top, 2 * top), slice(2 * top, None)
        return _figures(sums, lambda row: _score(*(row[part] for part in ends), k=at.k))

    return Column(
        item,
        MeasureKind.SCOPE if item in tally.scope_items else MeasureKind.ITEM,
        figures(lambda atoms: atoms.teams(counts)),
        figures(lambda atoms: atoms.areas(counts, tree=at.tree)),
    )


def _score(counts: Sequence[int], three: Sequence[int], five: Sequence[int], *, k: int) -> Score:
    """The figure of one shown set, from its counts in each plan, all 0 where it is not in one."""
    n = sum(counts)
    grain = coarsen.score_grain(n)
    shares: tuple[int, ...] = ()
    if any(five):
        coarsen.check_enough(sum(five), max(k, FIVE_SHARES_FROM))
        shares = coarsen.shares_of_five(five)
    elif any(three):
        coarsen.check_enough(sum(three), max(k, THREE_SHARES_FROM))
        shares = coarsen.shares_of_three(three)
    band = coarsen.people_band(n, k=k)
    return Score(10 * grain.of(*coarsen.points(counts)), band, grain.step, shares)


def _sign(sign: str, tally: Tally, plans: Plans, at: Where) -> Column:
    """The share that ticked a sign, of all who are in the atom."""
    pairs = np.stack([tally.ticks[sign], tally.ballots], axis=1)
    return Column(
        sign,
        MeasureKind.SIGN,
        _figures(plans.base.teams(pairs), lambda row: _ticked(*row, k=at.k)),
        _figures(plans.base.areas(pairs, tree=at.tree), lambda row: _ticked(*row, k=at.k)),
    )


def _ticked(ticks: int, n: int, *, k: int) -> Score:
    grain = coarsen.sign_grain(n)
    return Score(10 * grain.of(100 * ticks, n), coarsen.people_band(n, k=k), grain.step)


def _composite(name: str, parts: Sequence[Column]) -> Column:
    """The mean of each unit's shown items."""
    return Column(
        name,
        MeasureKind.COMPOSITE,
        [composite_of(items) for items in zip(*(part.team for part in parts), strict=True)],
        [composite_of(items) for items in zip(*(part.area for part in parts), strict=True)],
    )


def _participation(tally: Tally, plans: Plans, at: Where) -> Column:
    """Who was asked, exactly, and which share answered, as a band."""
    pairs = np.stack([tally.answered, tally.invited], axis=1)
    atoms = plans.participation
    return Column(
        MeasureKind.PARTICIPATION.value,
        MeasureKind.PARTICIPATION,
        _figures(atoms.teams(pairs), lambda row: _took_part(*row, k=at.k)),
        _figures(atoms.areas(pairs, tree=at.tree), lambda row: _took_part(*row, k=at.k)),
    )


def _took_part(answered: int, invited: int, *, k: int) -> Participation:
    coarsen.check_enough(invited, k)
    return Participation(invited, coarsen.participation_band(answered, invited))


def _figures(sums: Ints, figure: Callable[[Sequence[int]], Figure]) -> list[Figure]:
    """For each unit its figure: hidden where nobody is in the shown set, that is, there is none."""
    figures: list[Figure] = [HIDDEN] * len(sums)
    shown = np.flatnonzero(sums.any(axis=1))
    for t, row in zip(shown.tolist(), sums[shown].tolist(), strict=True):
        figures[t] = figure(row)
    return figures


def _grid(columns: Sequence[Column], tally: Tally, tree: Tree) -> Iterator[Cell]:
    """The cells there are, unit by unit: team before area, measures in their own order."""
    areas = ~tree.leaves()
    teams = ~areas | (tally.invited > 0)
    for t, unit in enumerate(tree.keys):
        if teams[t]:
            for c in columns:
                yield Cell(unit, Scope.TEAM, c.measure, c.kind, c.team[t])
        if areas[t]:
            for c in columns:
                yield Cell(unit, Scope.AREA, c.measure, c.kind, c.area[t])
