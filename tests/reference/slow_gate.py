"""The gate, slow and obvious: the rules word for word, with sets of named people and fractions.

It shares no line with the fast gate but the types of what is published.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from analytics.published.cells import Band, Figure, Hidden, Participation, Scope, Score
from tests.make_organisations import COMPOSITES, ITEMS, SIGNS, Answerer, Universe

People = frozenset[Answerer]


class Atom(NamedTuple):
    """People who stand together; `team` when they are all of one home and nobody else."""

    people: People
    team: bool


Plan = dict[str, list[Atom]]  # unit -> the atoms attached to it
Enough = Callable[[People], bool]


def climb(universe: Universe, attached: Plan, enough: Enough) -> Plan:
    """The climb rule as it is written."""
    plan: Plan = {unit: [] for unit in universe.above}
    climbing: dict[str, People] = {unit: frozenset() for unit in universe.above}
    for unit in sorted(universe.above, key=lambda u: -len(upwards(universe, u))):
        for atom in attached[unit]:
            if enough(atom.people):
                plan[unit].append(atom)
            else:
                climbing[unit] |= atom.people
        if enough(climbing[unit]):
            plan[unit].append(Atom(climbing[unit], team=False))
            climbing[unit] = frozenset()
        parent = universe.above[unit]
        if parent is not None:
            climbing[parent] |= climbing[unit]
    return plan


def upwards(universe: Universe, unit: str) -> list[str]:
    """The unit and all above it."""
    parent = universe.above[unit]
    return [unit] if parent is None else [unit, *upwards(universe, parent)]


def below(universe: Universe, unit: str) -> list[str]:
    """The unit and all below it."""
    return [other for other in universe.above if unit in upwards(universe, other)]


def homes(universe: Universe, people: Iterable[Answerer]) -> Plan:
    """Each home's people as an atom attached to it."""
    everybody = list(people)
    return {
        unit: [Atom(frozenset(p for p in everybody if p.home == unit), team=True)]
        for unit in universe.above
    }


def shown(universe: Universe, plan: Plan, unit: str, scope: Scope) -> People:
    """Whom the figure of a unit is about; nobody when it is hidden."""
    if scope is Scope.TEAM:
        atoms = [atom for atom in plan[unit] if atom.team]
    elif unit in universe.above.values():
        atoms = [atom for inside in below(universe, unit) for atom in plan[inside]]
    else:
        atoms = []
    return frozenset().union(*(atom.people for atom in atoms))


def asked(universe: Universe) -> Plan:
    """Everybody invited, by home."""
    return climb(
        universe,
        homes(universe, universe.people),
        lambda people: len(people) >= universe.k,
    )


def base(universe: Universe) -> Plan:
    """Those whose ballot counts, in whole groups of the plan of who was asked."""
    plan = climb(universe, asked(universe), lambda people: len(counting(people)) >= universe.k)
    return {
        unit: [Atom(counting(atom.people), atom.team) for atom in atoms]
        for unit, atoms in plan.items()
    }


def counting(people: Iterable[Answerer]) -> People:
    """Those whose ballot counts."""
    return frozenset(person for person in people if person.counts)


def answered(people: Iterable[Answerer], item: str) -> list[int]:
    """What these people answered to an item."""
    return [p.answers[item] for p in people if p.answers is not None and item in p.answers]


def item_plan(universe: Universe, item: str, *thresholds: int) -> Plan:
    """The plan of an item: base, then each threshold on the plan before it."""
    plan = base(universe)
    for threshold in (universe.k, *thresholds):

        def enough(people: People, least: int = max(threshold, universe.k)) -> bool:
            return len(answered(people, item)) >= least

        plan = climb(universe, plan, enough)
    return plan


def comments_plan(universe: Universe) -> Plan:
    """The plan of comments: 10 people of whom 3 wrote."""

    def enough(people: People) -> bool:
        writers = [person for person in people if person.comments]
        return len(people) >= max(10, universe.k) and len(writers) >= 3

    return climb(universe, base(universe), enough)


def coarse(value: Fraction, step: int, margin: int) -> Fraction:
    """To the nearest multiple of the step, ties to even (as Python's round), within the margin."""
    return min(max(Fraction(round(value / step) * step), Fraction(margin)), Fraction(100 - margin))


@cache
def band(n: int, k: int) -> Band:
    """The band of n, by looking for all the numbers near it that are shown like it."""

    def label(m: int) -> int:
        small = [low for low in (0, 8, 10, 15) if low <= m]
        return max(small) if m < 30 else 10 * round(Fraction(m, 10))

    alike = [
        m for m in range(max(k, n - 30), n + 20) if label(m) == label(n) and (m < 30) == (n < 30)
    ]
    return Band(min(alike), max(alike))


def item_figure(universe: Universe, item: str, unit: str, scope: Scope) -> Figure:
    """An item's score, with the distribution of the plans for it."""
    people, three, five = (
        shown(universe, item_plan(universe, item, *more), unit, scope)
        for more in ((), (10,), (10, 30))
    )
    answers = answered(people, item)
    n = len(answers)
    if n == 0:
        return Hidden()
    step, margin = (2, 2) if n >= 30 else (5, 5) if n >= 8 else (10, 10)
    score = coarse(25 * (Fraction(sum(answers), n) - 1), step, margin)
    shares: list[Fraction] = []
    if in_five := answered(five, item):
        shares = [coarse(share(in_five, {v}), 5, 5) for v in (1, 2, 3, 4, 5)]
    elif in_three := answered(three, item):
        shares = [coarse(share(in_three, v), 10, 10) for v in ({1, 2}, {3}, {4, 5})]
    return Score(int(10 * score), band(n, universe.k), step, tuple(int(s) for s in shares))


def share(answers: list[int], values: set[int]) -> Fraction:
    """Per cent of the answers that are one of these values."""
    return Fraction(100 * sum(a in values for a in answers), len(answers))


def sign_figure(universe: Universe, sign: str, unit: str, scope: Scope) -> Figure:
    """The share that ticked."""
    people = shown(universe, base(universe), unit, scope)
    n = len(people)
    if n == 0:
        return Hidden()
    step, margin = (2, 4) if n >= 30 else (5, 10) if n >= 8 else (10, 20)
    score = coarse(Fraction(100 * sum(sign in p.ticks for p in people), n), step, margin)
    return Score(int(10 * score), band(n, universe.k), step)


def composite_figure(universe: Universe, name: str, unit: str, scope: Scope) -> Figure:
    """The mean of shown items."""
    return mean_of([item_figure(universe, item, unit, scope) for item in COMPOSITES[name]])


def mean_of(items: Sequence[Figure]) -> Figure:
    """The mean of the shown items, where they are at least half of all."""
    scores = [figure for figure in items if isinstance(figure, Score)]
    if not scores or len(scores) < Fraction(len(items), 2):
        return Hidden()
    tenths = round(Fraction(sum(s.tenths for s in scores), len(scores)))
    lowest = min((s.people for s in scores), key=lambda b: b.low)
    return Score(tenths, lowest, max(s.step for s in scores))


def participation_figure(universe: Universe, unit: str, scope: Scope) -> Figure:
    """Who was invited, and the band of the share that answered."""
    people = shown(universe, asked(universe), unit, scope)
    if not people:
        return Hidden()
    return took_part(sum(p.answers is not None for p in people), len(people))


def took_part(answered: int, invited: int) -> Participation:
    """How many were asked, and the band of the share that answered."""
    rate = Fraction(100 * answered, invited)
    lows = [0, 50, 75] if invited < 20 else [0, 30, 40, 50, 60, 70, 80, 90]
    at = max(i for i, low in enumerate(lows) if low <= rate)
    return Participation(invited, Band(lows[at], [*(low - 1 for low in lows[1:]), 100][at]))


def cells(universe: Universe) -> dict[tuple[str, Scope, str], Figure]:
    """Every cell of the wave."""
    table: dict[tuple[str, Scope, str], Figure] = {}
    for unit in universe.above:
        inner = unit in universe.above.values()
        somebody = any(p.home == unit for p in universe.people)
        for scope in [Scope.TEAM] * (not inner or somebody) + [Scope.AREA] * inner:
            for item in ITEMS:
                table[unit, scope, item] = item_figure(universe, item, unit, scope)
            for sign in SIGNS:
                table[unit, scope, sign] = sign_figure(universe, sign, unit, scope)
            for name in COMPOSITES:
                table[unit, scope, name] = composite_figure(universe, name, unit, scope)
            table[unit, scope, "participation"] = participation_figure(universe, unit, scope)
    return table
