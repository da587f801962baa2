"""Promises of the draft label: it goes when everything has been shown, and says what has not."""

from dataclasses import replace

import pytest

from analytics.statistics.agreement import Agreement, Icc
from analytics.statistics.reliability import AlphaInterval, Reliability
from analytics.statistics.scale_evidence import Missing, missing

GOOD = Reliability(
    people=200,
    whole=190,
    alpha=0.80,
    interval=AlphaInterval(0.75, 0.84),
    omega=0.70,
    proper=True,
    spearman_brown=None,
    item_rest=(0.30, 0.45, 0.50),
)
DIFFER = Agreement(200, 20, 0.4, 0.8, 0.8, Icc(0.06, 0.5))


def test_what_has_shown_everything_is_no_draft() -> None:
    assert missing(GOOD, DIFFER) == ()


@pytest.mark.parametrize(
    ("reliability", "agreement", "what"),
    [
        (replace(GOOD, people=199), DIFFER, Missing.PEOPLE),
        (replace(GOOD, omega=0.69), DIFFER, Missing.RELIABILITY),
        (replace(GOOD, proper=False), DIFFER, Missing.RELIABILITY),
        (replace(GOOD, omega=None, spearman_brown=0.69), DIFFER, Missing.RELIABILITY),
        (replace(GOOD, item_rest=(0.29, 0.5, 0.5)), DIFFER, Missing.ITEM_REST),
        (GOOD, replace(DIFFER, icc=Icc(0.05, 0.5)), Missing.TEAMS_DIFFER),
        (GOOD, None, Missing.TEAMS_DIFFER),
    ],
)
def test_one_thing_that_lacks_is_named(
    reliability: Reliability, agreement: Agreement | None, what: Missing
) -> None:
    assert missing(reliability, agreement) == (what,)


def test_nothing_computed_means_everything_is_missing() -> None:
    assert missing(None, None) == tuple(Missing)
