"""Attack 2: every group of people recomputed from shown cells is nobody, or k people or more."""

import pytest

from tests.attacks.recomputed import Recomputed, below, left_over, recomputed
from tests.attacks.some import some_now
from tests.make_companies import companies

ORGANISATIONS = 1000
STEP = 250


def too_few(found: Recomputed) -> list[str]:
    """Teams that are shown, and whoever is left of an area, where they are too few."""
    children = below(found.known.parent)
    return [
        f"{name} of unit {t} is about {n}"
        for name, shown in found.sets.items()
        for t in range(len(children))
        for n in (shown.team[t], left_over(shown, t, children) if children[t] else 0)
        if n and n < found.least[name]
    ]


def run(first: int, many: int) -> int:
    """Recompute so many organisations; how many groups there were to find."""
    groups = 0
    for company in companies(first, many):
        found = recomputed(company)
        assert found.wrong == []
        assert too_few(found) == []
        groups += sum(bool(n) for shown in found.sets.values() for n in (*shown.team, *shown.area))
    return groups


@pytest.mark.parametrize("first", some_now(range(0, ORGANISATIONS, STEP)))
def test_every_group_recomputed_from_shown_cells_is_nobody_or_k_people(first: int) -> None:
    """And each cell is shown, and says how many it is about, as an independent count expects."""
    groups = run(first, STEP)

    assert groups > 5000


@pytest.mark.long
@pytest.mark.parametrize("first", range(10_000, 20_000, 1000))
def test_every_group_is_nobody_or_k_people_in_many_more_organisations(first: int) -> None:
    groups = run(first, 1000)

    print(f"\nattack 2: seeds {first} to {first + 999}: {groups:,} shown groups, none too small")


def test_a_group_that_is_too_small_would_be_found() -> None:
    """The same organisations with a team of k - 1 shown: found wherever one is left beside it."""
    caught = 0
    for company in companies(0, 100):
        found = recomputed(company)
        for t, asked in enumerate(found.known.invited):
            if asked == company.k - 1 and not found.sets["participation"].team[t]:
                found.sets["participation"].team[t] = asked
                caught += bool(too_few(found))
                break

    assert caught >= 40
