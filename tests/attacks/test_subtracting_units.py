"""Attack 4: a parent less its children, a grandparent past a parent, a unit less its own team."""

from collections.abc import Iterator

import pytest

from analytics.published.cells import Participation, Scope
from tests.attacks.recomputed import Recomputed, below, recomputed, whole
from tests.attacks.some import some_now
from tests.make_companies import Company, companies
from tests.reference.slow_plans import Shown

ORGANISATIONS = range(20_000, 21_000)
STEP = 250
LONG = range(30_000, 40_000)


def differences(shown: Shown, t: int, children: list[list[int]]) -> Iterator[int]:
    """How many people each subtraction of shown figures leaves of a unit's Area."""
    area, own = shown.area[t], shown.team[t]
    parts = [whole(shown, child, children) for child in children[t]]
    grandchildren = [
        whole(shown, grandchild, children)
        for child in children[t]
        for grandchild in children[child]
    ]
    teams = [shown.team[child] for child in children[t] if children[child]]
    yield from (area - part for part in parts)
    yield area - own
    yield area - sum(parts)
    yield area - own - sum(parts)
    yield area - sum(grandchildren)
    yield area - own - sum(grandchildren) - sum(teams)


def leaks(found: Recomputed) -> list[str]:
    """Each subtraction that leaves somebody, but fewer than there must be."""
    children = below(found.known.parent)
    return [
        f"{name} of area {t}: {n} left over"
        for name, shown in found.sets.items()
        for t, area in enumerate(shown.area)
        if area
        for n in differences(shown, t, children)
        if n and n < found.least[name]
    ]


def shown_below_what_is_hidden(found: Recomputed) -> list[str]:
    """Figures under an area that shows nothing: nobody could say whom they are part of."""
    children = below(found.known.parent)
    return [
        f"{name} of unit {t}, whose area is hidden"
        for name, shown in found.sets.items()
        for t, above in enumerate(found.known.parent)
        if above >= 0 and whole(shown, t, children) and not shown.area[above]
    ]


def asked(company: Company) -> Shown:
    """The numbers of people asked, which are published exactly, and nothing else."""
    place = {key: t for t, key in enumerate(company.tree.keys)}
    found = Shown([0] * len(place), [0] * len(place))
    for cell in company.published:
        if isinstance(cell.figure, Participation):
            at = found.team if cell.scope is Scope.TEAM else found.area
            at[place[cell.unit]] = cell.figure.invited
    return found


@pytest.mark.parametrize("first", some_now(ORGANISATIONS[::STEP]))
def test_what_units_leave_of_one_another_is_nobody_or_k_people(first: int) -> None:
    for company in companies(first, STEP):
        found = recomputed(company)
        assert found.wrong == []
        assert leaks(found) == []
        assert shown_below_what_is_hidden(found) == []


@pytest.mark.long
@pytest.mark.parametrize("first", LONG[::1000])
def test_what_units_leave_is_nobody_or_k_people_in_many_more_organisations(first: int) -> None:
    areas = 0
    for company in companies(first, 1000):
        found = recomputed(company)
        assert leaks(found) == shown_below_what_is_hidden(found) == found.wrong == []
        areas += sum(bool(n) for shown in found.sets.values() for n in shown.area)

    print(f"\nattack 4: seeds {first} to {first + 999}: {areas:,} shown areas, none leaves too few")


def test_published_numbers_alone_leave_nobody_or_k_people() -> None:
    """Numbers of people asked stand in the cells as they are: no other knowledge is needed."""
    for company in companies(ORGANISATIONS[0], 200):
        shown, children = asked(company), below(company.tree.parent)
        left = [n for t, n in enumerate(shown.area) if n for n in differences(shown, t, children)]
        assert all(n == 0 or n >= company.k for n in left)


def test_an_area_with_everybody_in_it_would_be_caught() -> None:
    """The rule of most tools: small teams are hidden, areas show everybody."""
    caught = 0
    for company in companies(ORGANISATIONS[0], 200):
        tree, invited = company.tree, company.tally.invited
        areas = tree.subtree_sums(invited) * ~tree.leaves()
        shown = Shown((invited * (invited >= company.k)).tolist(), areas.tolist())
        children = below(tree.parent)
        left = [n for t in range(len(tree)) if areas[t] for n in differences(shown, t, children)]
        caught += any(0 < n < company.k for n in left)

    assert caught >= 50
