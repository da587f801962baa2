"""Is what closing is about to publish what was promised? Looked at again before it is written.

Every shown cell must be the figure of exactly the people that the second count (second_count) finds
for it, and a figure that it does not find must be hidden. Every group of every plan must have as
many people as its threshold asks, in exact numbers, and be made of whole groups of the plan before
it; what is shown is made of whole groups, so nothing can be subtracted down to fewer. Comments and
kept rows must stand where the second count has them stand.

The outcome is recorded before anything is rounded and sealed with the publication: for each plan
its threshold, that every group reaches it, and how many the smallest has. How many answered is told
as the lower end of its band here as everywhere: the exact number would tell who did not.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.closing.second_count import Facts, Plan, Plans, plans
from analytics.closing.second_figures import Shown, bands_low, expected
from analytics.published.promised import NEVER_UNDER
from survey.errors import UnsafeFigure
from survey.store import CellRow
from survey.text import sentence
from survey.waves.comments import Comment, KeptAnswer

SMALLEST, LEAST, ENOUGH = "smallest:", "least:", "enough:"
YES = 1.0
PLANS = ("asked", "answered", "signs", "comments", "statements", "three parts", "five parts")


@dataclass(frozen=True, slots=True)
class Leaving:
    """All that is about to leave a wave; `keys` are its units, in their positions.

    `written` is what people wrote: the position of their home, the prompt, and the words.
    """

    keys: Sequence[str]
    cells: Sequence[CellRow]
    comments: Sequence[Comment]
    written: Sequence[tuple[int, str, str]]
    kept: Sequence[KeptAnswer]


def verify(facts: Facts, leaving: Leaving) -> dict[str, float]:
    """Look at everything again; the outcome by plan. Errors: UnsafeFigure, naming what is wrong."""
    if facts.k < NEVER_UNDER:
        raise _unsafe("k")
    found = plans(facts)
    outcome = _outcome(found, facts.k)
    _check_cells(facts, found, leaving)
    _check_comments(found.comments, leaving)
    _check_kept(facts, found, leaving)
    return outcome


def _outcome(found: Plans, k: int) -> dict[str, float]:
    """The smallest group of each plan in exact numbers, then as it is told."""
    least = {plan.name: plan.needs[0].least for plan in found}
    sizes: defaultdict[str, list[int]] = defaultdict(list)
    for plan in found:
        sizes[plan.name] += _sizes(plan)
    smallest = {name: min(of_plan) for name, of_plan in sizes.items() if of_plan}
    told = {
        f"{SMALLEST}{name}": float(n if name == "asked" else bands_low(n, k=k))
        for name, n in smallest.items()
    }
    for name in PLANS:
        told |= {f"{LEAST}{name}": float(least.get(name, k)), f"{ENOUGH}{name}": YES}
    return told


def _sizes(plan: Plan) -> Iterator[int]:
    """How many are in each group of a plan. Errors: UnsafeFigure.

    Nobody is in two groups, and whoever was together in the plan before is together in this one.
    """
    came_from = {home: at for at, group in enumerate(plan.before) for home in group.homes}
    taken: set[int] = set()
    for group in plan.groups:
        numbers = [need.of(group.homes) for need in plan.needs]
        if any(n < need.least for n, need in zip(numbers, plan.needs, strict=True)):
            raise _unsafe(plan.name)
        whole = sum(len(plan.before[at].homes) for at in {came_from[h] for h in group.homes})
        if not taken.isdisjoint(group.homes) or whole != len(set(group.homes)):
            raise _unsafe(plan.name)
        taken.update(group.homes)
        yield numbers[0]


def _check_cells(facts: Facts, found: Plans, leaving: Leaving) -> None:
    """Every cell is hidden, or the figure of the people it is to be about, and is there once."""
    at = {key: unit for unit, key in enumerate(leaving.keys)}
    should_be = expected(facts, found)
    seen: set[tuple[str, str, str]] = set()
    for cell in leaving.cells:
        seen.add((cell.unit, cell.scope, cell.measure))
        of_measure = should_be.get((cell.measure, cell.scope), {})
        if _shown(cell) != of_measure.get(at[cell.unit]):
            raise _unsafe(cell.measure)
    if len(seen) < len(leaving.cells):
        raise _unsafe("cells")


def _shown(cell: CellRow) -> Shown | None:
    """All that a cell says; None when it says nothing."""
    said = cell[6:]
    return None if not cell.shown and said == (None,) * len(said) else said


def _check_comments(plan: Plan, leaving: Leaving) -> None:
    """Each comment stands once, with the group its writer is in; the others stand nowhere."""
    group_of = {home: group for group in plan.groups for home in group.homes}
    should_be = Counter(
        (leaving.keys[group.unit], "team" if group.is_team else "area", prompt, words)
        for home, prompt, words in leaving.written
        if (group := group_of.get(home)) is not None
    )
    found = Counter((c.unit, str(c.scope), c.prompt, c.text) for c in leaving.comments)
    if found != should_be:
        raise _unsafe("comments")


def _check_kept(facts: Facts, plans: Plans, leaving: Leaving) -> None:
    """Kept rows lie in the groups of the signs, as many as are in each, and hold of a statement
    what all of such a group answered, or nothing."""
    if not leaving.kept:
        return
    ballots = plans.signs.needs[0]
    should_be: Counter[tuple[str, bool]] = Counter()
    answers: Counter[tuple[str, bool, str]] = Counter()
    for group in plans.signs.groups:
        place = leaving.keys[group.unit], group.is_team
        should_be[place] += ballots.of(group.homes)
        for item, (score, *_) in plans.items.items():
            if (given := score.needs[0].of(group.homes)) >= facts.k:
                answers[(*place, item)] += given
    found = Counter((row.unit, row.own) for row in leaving.kept)
    told = Counter(
        (row.unit, row.own, item)
        for row in leaving.kept
        for item in json.loads(row.answers).keys() & plans.items.keys()
    )
    if found != should_be or told != answers or any(n < facts.k for n in found.values()):
        raise _unsafe("kept")


def _unsafe(what: str) -> UnsafeFigure:
    return UnsafeFigure(sentence("closing.not_as_promised", what=what))
