"""Promises of what was checked: each check says what came out, and with how many people."""

from dataclasses import replace

import pytest

from analytics.statistics.agreement import Agreement, Icc
from analytics.statistics.reliability import AlphaInterval, Reliability
from analytics.statistics.scale_evidence import Check, Checked, Outcome, checked

GOOD = Reliability(
    people=135,
    whole=130,
    alpha=0.80,
    interval=AlphaInterval(0.75, 0.84),
    omega=0.70,
    proper=True,
    spearman_brown=None,
    item_rest=(0.30, 0.45, 0.50),
)
DIFFER = Agreement(135, 14, 0.4, 0.8, 0.8, Icc(0.06, 0.5))


def test_an_organisation_of_140_can_pass_and_it_is_said_with_how_many() -> None:
    assert checked(GOOD, DIFFER) == (
        Checked(Check.RELIABILITY, Outcome.SHOWN, 135),
        Checked(Check.ITEM_REST, Outcome.SHOWN, 135),
        Checked(Check.TEAMS_DIFFER, Outcome.SHOWN, 135, 14),
    )


@pytest.mark.parametrize(
    ("reliability", "agreement", "check", "outcome"),
    [
        (replace(GOOD, omega=0.69), DIFFER, Check.RELIABILITY, Outcome.NOT_YET),
        (replace(GOOD, proper=False), DIFFER, Check.RELIABILITY, Outcome.NOT_YET),
        (
            replace(GOOD, omega=None, spearman_brown=0.69),
            DIFFER,
            Check.RELIABILITY,
            Outcome.NOT_YET,
        ),
        (replace(GOOD, item_rest=(0.29, 0.5, 0.5)), DIFFER, Check.ITEM_REST, Outcome.NOT_YET),
        (GOOD, replace(DIFFER, icc=Icc(0.05, 0.5)), Check.TEAMS_DIFFER, Outcome.NOT_YET),
        (GOOD, None, Check.TEAMS_DIFFER, Outcome.TOO_FEW),
    ],
)
def test_one_thing_that_is_not_shown_is_named_with_why(
    reliability: Reliability, agreement: Agreement | None, check: Check, outcome: Outcome
) -> None:
    found = [one for one in checked(reliability, agreement) if one.outcome is not Outcome.SHOWN]

    assert [(one.check, one.outcome) for one in found] == [(check, outcome)]


def test_what_was_not_worked_out_had_too_few_people() -> None:
    assert checked(None, None) == tuple(Checked(check, Outcome.TOO_FEW) for check in Check)
