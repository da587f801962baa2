"""Publications as closings wrote them until version 3 of the gate, which held teams back.

A team that fewer than k people came to or went from since the wave before showed its composites
alone, to ten points, and its areas' statements left it out (docs/decisions/0020). Such publications
stay as they are, so whatever reads must read them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from analytics.closing import publication
from analytics.disclosure.composites import composite_of
from analytics.disclosure.control import Plans, plan
from analytics.disclosure.rounding import people_band
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from analytics.published.cells import Band, Cell, Figure, Hidden, Scope, Score
from analytics.published.kept_cells import row_of, seal_of
from survey.actions import publication as writing
from survey.actions.publication import Publication, write_publication
from survey.store import Store
from survey.waves.wave import State, Wave
from tests.make_cells import cells

FORMER_RULES = 3
HeldOf = Callable[[Store, Wave], frozenset[str]]


def few_changes(store: Store, wave: Wave) -> frozenset[str]:
    """The teams that fewer than k people came to or went from since the wave before."""
    earlier = [one for one in store.waves() if one.state is State.PUBLISHED]
    if not earlier:
        return frozenset()
    then, now = members(store, earlier[-1]), members(store, wave)
    return frozenset(
        team for team, people in now.items() if 1 <= len(people ^ then.get(team, set())) < wave.k
    )


def members(store: Store, wave: Wave) -> dict[str, set[str]]:
    """Who was invited to a wave, by the key of their home."""
    keys = {unit.unit: unit.key for unit in store.wave_units(wave.id)}
    teams: dict[str, set[str]] = {}
    for who, home in store.roster(wave.id).items():
        teams.setdefault(keys[home], set()).add(who)
    return teams


@contextmanager
def closing_as_before(held_of: HeldOf = few_changes) -> Iterator[None]:
    """Waves that are closed in here are published and sealed as by version 3 of the gate."""
    counted: list[tuple[Tally, Tree]] = []

    def noting(tally: Tally, *, tree: Tree, k: int) -> Plans:
        counted.append((tally, tree))
        return plan(tally, tree=tree, k=k)

    def as_before(store: Store, wave: Wave, said: Publication, *, actor: str) -> None:
        tally, tree = counted.pop()
        found = held_cells(tally, tree=tree, k=wave.k, held=held_of(store, wave))
        rows = [row_of(cell, wave.id) for cell in found]
        seal = seal_of(rows, said.diagnostics, wave=replace(wave, rules=FORMER_RULES))
        write_publication(store, wave, replace(said, cells=rows, seal=seal), actor=actor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publication, "plan", noting)
        patch.setattr(publication, "write_publication", as_before)
        patch.setattr(writing, "RULES", FORMER_RULES)
        yield


def held_cells(tally: Tally, *, tree: Tree, k: int, held: frozenset[str]) -> list[Cell]:
    """The cells of a wave with these teams held; `tally` counts everybody."""
    own = {
        (unit, name): _held_composite([tally.counts[item][t].tolist() for item in items], k=k)
        for t, unit in enumerate(tree.keys)
        if unit in held and tally.ballots[t] >= k
        for name, items in tally.composites.items()
    }

    def as_before(cell: Cell) -> Cell:
        if cell.measure not in tally.composites:
            return cell
        if cell.scope is Scope.TEAM:
            return replace(cell, figure=own.get((cell.unit, cell.measure), cell.figure))
        inside = [
            figure
            for (team, name), figure in own.items()
            if name == cell.measure and _is_inside(tree, team, cell.unit)
        ]
        return replace(cell, figure=join([cell.figure, *inside]))

    return [as_before(cell) for cell in cells(_without(tally, tree, held), tree=tree, k=k)]


def _without(tally: Tally, tree: Tree, held: frozenset[str]) -> Tally:
    """The same counts without the answers of held teams; who was asked stays."""
    rest = np.array([unit not in held for unit in tree.keys], dtype=np.int64)
    return replace(
        tally,
        ballots=tally.ballots * rest,
        counts={item: counts * rest[:, None] for item, counts in tally.counts.items()},
        ticks={sign: ticks * rest for sign, ticks in tally.ticks.items()},
        writers=tally.writers * rest,
    )


def _is_inside(tree: Tree, team: str, area: str) -> bool:
    t = tree.keys.index(area)
    return t <= tree.keys.index(team) < tree.end[t]


def _held_composite(counts: Sequence[Sequence[int]], *, k: int) -> Figure:
    """Of two or more statements with k answers each, to ten points."""
    enough = [given for given in counts if sum(given) >= k]
    if len(enough) < 2 or 2 * len(enough) < len(counts):
        return Hidden()
    points = [
        Fraction(100 * sum(at * n for at, n in enumerate(given)), sum(given) * (len(given) - 1))
        for given in enough
    ]
    ten = min(90, max(10, 10 * round(sum(points) / len(points) / 10)))
    return Score(10 * ten, people_band(min(map(sum, enough)), k=k), 10)


def join(composites: Sequence[Figure]) -> Figure:
    """Of an area's statements and its held teams, each weighing as the low end of its band."""
    shown = [figure for figure in composites if isinstance(figure, Score)]
    if len(shown) < 2:
        return composite_of(shown)
    weight = sum(score.people.low for score in shown)
    tenths = round(Fraction(sum(s.tenths * s.people.low for s in shown), weight))
    people = Band(weight, sum(score.people.high for score in shown))
    return Score(tenths, people, max(score.step for score in shown))
