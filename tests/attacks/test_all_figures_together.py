"""Attack 5: statements, distributions, signs, composites, participation and comments together.

People who are in the same shown sets of every figure cannot be told apart. Everything that is shown
of an organisation cuts it into such groups: none has fewer than k people who were asked; and of the
groups that figures of answers cut it into, none has fewer than k who answered.
"""

from dataclasses import replace

import pytest

from tests.attacks.recomputed import Recomputed, recomputed
from tests.attacks.some import some_now
from tests.make_companies import companies
from tests.reference.slow_plans import Group, climb, from_counts

ORGANISATIONS = range(50_000, 51_000)
STEP = 250
LONG = range(60_000, 70_000)
NOBODY = -1


def figures_of_answers(found: Recomputed) -> list[list[Group]]:
    """Whose answers are in each figure; signs first, which hold every ballot of a group."""
    plans = found.plans
    return [
        plans.base,
        *(plan[item] for plan in (plans.scores, plans.three, plans.five) for item in plan),
    ]


def labels(groups: list[Group], units: int) -> list[int]:
    """For each home the group it is in, which is the smallest shown set that holds it."""
    found = [NOBODY] * units
    for number, group in enumerate(groups):
        for home in group.homes:
            found[home] = number
    return found


def told_apart(figures: list[list[Group]], units: int) -> list[list[int]]:
    """The homes that no figure can tell from one another, group by group."""
    signatures = zip(*(labels(groups, units) for groups in figures), strict=True)
    groups: dict[tuple[int, ...], list[int]] = {}
    for home, signature in enumerate(signatures):
        groups.setdefault(signature, []).append(home)
    return [homes for signature, homes in groups.items() if any(at != NOBODY for at in signature)]


def cut_up(found: Recomputed) -> tuple[list[list[int]], list[list[int]]]:
    """The groups that all figures cut an organisation into, and those that answers cut it into."""
    of_answers, units = figures_of_answers(found), len(found.known.parent)
    return told_apart([found.plans.asked, *of_answers], units), told_apart(of_answers, units)


def too_few(found: Recomputed) -> list[str]:
    """Groups of fewer than k people who were asked, or of fewer than k who answered; and groups
    that stand partly in one place of comments, and partly in another or in none."""
    known, (everything, answers) = found.known, cut_up(found)
    place = labels(found.plans.comments, len(known.parent))
    counted = [(homes, known.invited) for homes in everything]
    counted += [(homes, known.ballots) for homes in answers]
    sizes = ((homes, sum(counts[h] for h in homes)) for homes, counts in counted)
    few = [f"{n} in {homes[:9]}" for homes, n in sizes if 0 < n < known.k]
    places = ((homes, {place[h] for h in homes if known.ballots[h]}) for homes in everything)
    return few + [f"{homes[:9]} stand in {many}" for homes, many in places if len(many) > 1]


def run(first: int, many: int) -> int:
    """Cut up so many organisations; how many people's homes are in them."""
    homes = 0
    for company in companies(first, many):
        found = recomputed(company)
        assert found.wrong == []
        assert too_few(found) == []
        homes += sum(asked > 0 for asked in found.known.invited)
    return homes


@pytest.mark.parametrize("first", some_now(ORGANISATIONS[::STEP]))
def test_all_that_is_shown_together_tells_no_fewer_than_k_people_apart(first: int) -> None:
    homes = run(first, STEP)

    assert homes > 500


@pytest.mark.long
@pytest.mark.parametrize("first", LONG[::1000])
def test_no_fewer_than_k_are_told_apart_in_many_more_organisations(first: int) -> None:
    homes = run(first, 1000)

    print(f"\nattack 5: seeds {first} to {first + 999}: {homes:,} homes, never fewer than k apart")


def test_figures_that_cut_a_group_in_two_would_be_found() -> None:
    """Signs planned from homes, apart from the statements: they tell fewer than k apart."""
    caught = 0
    for company in companies(ORGANISATIONS[0], 200):
        found = recomputed(company)
        known = found.known
        alone = [Group(home, (home,), team=True) for home in range(len(known.parent))]
        apart = climb(known.parent, alone, from_counts(known.ballots, known.k))
        caught += bool(too_few(replace(found, plans=found.plans._replace(base=apart))))

    assert caught >= 20
