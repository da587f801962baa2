"""What kept answer rows tell: which group each comes from, and that group is k people or more."""

from collections import Counter

import pytest

from analytics.closing.kept_answers import kept_answers
from analytics.disclosure.control import Plans, plan
from tests.attacks.former_rules import held_teams_planned_with_others
from tests.attacks.outputs import ASKED
from tests.attacks.row_space import plans_of
from tests.attacks.test_comments_apart import opened
from tests.attacks.test_row_space import universes
from tests.make_companies import Company, companies

ORGANISATIONS = range(140_000, 140_400)
STEP = 100


def groups(company: Company) -> Counter[tuple[str, bool]]:
    """How many rows stand under each group: a unit, and whether they are its own people alone."""
    plans = plan(company.tally, tree=company.tree, k=company.k, held=company.held)
    rows = kept_answers(opened(company), plans, tree=company.tree, instrument=ASKED)
    return Counter((row.unit, row.own) for row in rows)


@pytest.mark.parametrize("first", ORGANISATIONS[::STEP])
def test_kept_rows_stand_under_groups_of_k_people_none_of_them_held(first: int) -> None:
    kept = 0
    for company in companies(first, STEP):
        found = groups(company)
        assert all(many >= company.k for many in found.values())
        assert not company.held & {unit for unit, own in found if own}
        kept += found.total()

    assert kept > 1000


def too_few(plans: Plans, k: int) -> bool:
    """Whether a group of base has somebody who is not held, but fewer than k of them."""
    return any(0 < free < k for free in plans.base.sums(plans.rest.ballots).tolist())


def test_held_teams_planned_with_others_would_be_caught() -> None:
    """The rule of before: rows of the few who stand with a held team would be kept."""
    before = [too_few(held_teams_planned_with_others(u), u.k) for u in universes(160)]

    assert sum(before) >= 5
    assert not any(too_few(plans_of(u), u.k) for u in universes(160))
