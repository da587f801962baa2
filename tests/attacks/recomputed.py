"""What an attacker works out who has every published cell and knows everything but the answers.

They know the rosters, who answered, who skipped what and who wrote. Wherever a cell is shown they
know how many people it is about; groups that are not shown they get by subtracting.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analytics.published.cells import Cell, Figure, Hidden, Participation, Scope, Score
from tests.make_companies import Company
from tests.make_organisations import ITEMS, SIGNS
from tests.reference import slow_plans
from tests.reference.slow_gate import band, took_part
from tests.reference.slow_plans import Counts, Group, Plans, Shown

PARTICIPATION = "participation"
SHARES = {10: "in three", 30: "in five"}


@dataclass(frozen=True)
class Recomputed:
    """By figure: how many people each shown Team and Area is about, and the least it may be.

    A distribution is a figure of its own, such as "B1 in three". `wrong` says where the published
    cells are not what somebody who knows the counts expects.
    """

    known: Counts
    plans: Plans
    sets: Mapping[str, Shown]
    least: Mapping[str, int]
    wrong: list[str]


def recomputed(company: Company) -> Recomputed:
    """Everything that can be worked out from what an organisation publishes."""
    known = known_of(company)
    plans = slow_plans.plans_of(known)
    expected = dict(_expected(known, plans))
    took = slow_plans.shown(known.parent, plans.asked, known.answered)
    place = {key: t for t, key in enumerate(company.tree.keys)}
    sets = {name: Shown([0] * len(place), [0] * len(place)) for name in expected}
    wrong = []
    for cell in company.published:
        t = place[cell.unit]
        for name in figures_in(cell):
            _of(sets[name], cell.scope)[t] = _of(expected[name], cell.scope)[t]
        if cell.measure in expected:
            n, answered = (_of(shown, cell.scope)[t] for shown in (expected[cell.measure], took))
            if not fits(cell.figure, n, answered=answered, k=known.k):
                wrong.append(f"{company.seed}: {cell} is about {n}")
    differ = [name for name, shown in expected.items() if shown != sets[name]]
    wrong += [f"{company.seed}: {name} shows not what it should" for name in differ]
    return Recomputed(known, plans, sets, dict(_least(known.k)), wrong)


def known_of(company: Company) -> Counts:
    """All that is known but the answers."""
    tally = company.tally
    return Counts(
        parent=company.tree.parent,
        k=company.k,
        invited=tally.invited.tolist(),
        answered=tally.answered.tolist(),
        ballots=tally.ballots.tolist(),
        answers={item: counts.sum(axis=1).tolist() for item, counts in tally.counts.items()},
        writers=tally.writers.tolist(),
    )


def _expected(known: Counts, plans: Plans) -> Iterator[tuple[str, Shown]]:
    """Each figure, and how many people its shown sets should be about."""

    def sets(plan: list[Group], counts: slow_plans.Numbers) -> Shown:
        return slow_plans.shown(known.parent, plan, counts)

    yield PARTICIPATION, sets(plans.asked, known.invited)
    of_signs = sets(plans.base, known.ballots)
    yield from ((sign, of_signs) for sign in SIGNS)
    for item, answers in known.answers.items():
        yield item, sets(plans.scores[item], answers)
        yield f"{item} {SHARES[10]}", sets(plans.three[item], answers)
        yield f"{item} {SHARES[30]}", sets(plans.five[item], answers)


def _least(k: int) -> Iterator[tuple[str, int]]:
    yield from ((name, k) for name in (PARTICIPATION, *SIGNS, *ITEMS))
    for least, name in SHARES.items():
        yield from ((f"{item} {name}", max(k, least)) for item in ITEMS)


def _of(shown: Shown, scope: Scope) -> list[int]:
    return shown.team if scope is Scope.TEAM else shown.area


def figures_in(cell: Cell) -> list[str]:
    """What a shown cell shows: its measure, and the distributions it may be read as.

    Where five parts are shown, what three would be about is taken to be known too.
    """
    match cell.figure:
        case Participation():
            return [cell.measure]
        case Score() if cell.measure in SIGNS:
            return [cell.measure]
        case Score(shares=shares) if cell.measure in ITEMS:
            parts = {0: [], 3: [SHARES[10]], 5: [*SHARES.values()]}[len(shares)]
            return [cell.measure, *(f"{cell.measure} {name}" for name in parts)]
        case _:
            return []


def fits(figure: Figure, n: int, *, answered: int, k: int) -> bool:
    """Whether a figure is shown exactly when it is about somebody, and says so in bands."""
    match figure:
        case Participation():
            return n > 0 and figure == took_part(answered, n)
        case Score(people=people):
            return n > 0 and people == band(n, k)
        case Hidden():
            return n == 0


def below(parent: slow_plans.Numbers) -> list[list[int]]:
    """The units right below each unit."""
    found: list[list[int]] = [[] for _ in parent]
    for t, above in enumerate(parent):
        if above >= 0:
            found[above].append(t)
    return found


def whole(shown: Shown, t: int, children: list[list[int]]) -> int:
    """How many people all that is shown of a unit is about: its Area, or a leaf's Team."""
    return shown.area[t] if children[t] else shown.team[t]


def left_over(shown: Shown, t: int, children: list[list[int]]) -> int:
    """An Area less its own Team and all that is shown below: whoever climbed to this unit."""
    return shown.area[t] - shown.team[t] - sum(whole(shown, c, children) for c in children[t])
