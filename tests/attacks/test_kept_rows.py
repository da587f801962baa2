"""What kept answer rows tell: which group each comes from, and that group is k people or more."""

from collections import Counter
from dataclasses import replace

import pytest

from analytics.closing.kept_answers import kept_answers
from analytics.disclosure.control import Plans, plan
from analytics.disclosure.rollup import homes
from tests.attacks.outputs import ASKED
from tests.attacks.test_comments_apart import opened
from tests.make_companies import Company, companies

ORGANISATIONS = range(140_000, 140_400)
STEP = 100


def planned(company: Company) -> Plans:
    return plan(company.tally, tree=company.tree, k=company.k)


def groups(company: Company, plans: Plans) -> Counter[tuple[str, bool]]:
    """How many rows stand under each group: a unit, and whether they are its own people alone."""
    rows = kept_answers(opened(company), plans, tree=company.tree, instrument=ASKED)
    return Counter((row.unit, row.own) for row in rows)


@pytest.mark.parametrize("first", ORGANISATIONS[::STEP])
def test_kept_rows_stand_under_groups_of_k_people(first: int) -> None:
    """Everybody's who is in a figure, those of newcomers too."""
    kept = 0
    for company in companies(first, STEP):
        plans = planned(company)
        found = groups(company, plans)
        assert all(many >= company.k for many in found.values())
        assert found.total() == plans.base.sums(company.tally.ballots).sum()
        kept += found.total()

    assert kept > 1000


def test_rows_under_the_home_of_whoever_answered_would_be_caught() -> None:
    """The rule we do not use: no row climbs."""
    caught = 0
    for company in companies(ORGANISATIONS[0], STEP):
        at_home = replace(planned(company), base=homes(company.tree))
        caught += any(many < company.k for many in groups(company, at_home).values())

    assert caught >= 50
