"""Promises of the overview of a unit, and of the bar that every page about figures has."""

import pytest

from analytics.figures.line import Point
from analytics.jobs.schedule import close_now
from analytics.reports.phrasing import in_short
from analytics.reports.unit_trend import trend_of
from survey.store.viewers import viewer
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors, words

DEPTHS = ("trends", "sources", "maps", "comments", "conversation")


def test_each_figure_stands_with_its_range_and_with_what_became_of_it(yard: Visitor) -> None:
    """The number, the range and the words in short are those of the report."""
    reader = viewer(yard.store, shipyard.MEMBER)
    assert reader is not None
    report = trend_of(yard.store, unit="keel", viewer=reader)
    assert report is not None
    run = yard.sign_in(shipyard.MEMBER).open("team/trends.py", unit="keel")

    said = words(run)
    for line, card in zip(report.lines, run.metric, strict=True):
        last = line.points[-1]
        assert isinstance(last, Point)
        assert line.now is not None
        assert card.value == str(round(last.score))
        low, high = round(line.now.low), round(line.now.high)
        assert text("overview.now", low=low, high=high) in said
        assert in_short(line.told[-1]).said("en") in said
    follows = report.follow_up
    assert follows is not None
    assert isinstance(follows.points[-1], Point)
    assert f"**{round(follows.points[-1].score)}**" in said
    assert in_short(follows.told[-1]).said("en") in said


def test_a_newer_wave_without_figures_is_said_and_not_shown(yard: Visitor) -> None:
    """The newest wave that shows a figure is the one to read; any other is chosen by hand."""
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR)
    run = yard.sign_in(shipyard.HR).open("team/trends.py", unit="hulls")

    assert run.selectbox(key="wave").value == shipyard.LAST_WAVE
    assert text("unit_bar.newer", wave="Wave 2026-06") in words(run)
    run.selectbox(key="wave").set_value(shipyard.OPEN_WAVE).run()
    assert [card.value for card in run.metric] == ["–", "–"]


@pytest.mark.parametrize("page", DEPTHS)
def test_what_is_chosen_stays_chosen_from_page_to_page(yard: Visitor, page: str) -> None:
    """Each tab leads to another page about the same unit and wave."""
    asked = {"unit": "keel", "wave": shipyard.LAST_WAVE}
    run = yard.sign_in(shipyard.HR).open(f"team/{page}.py", **asked)
    tabs = {link.proto.page: link.proto.query_string for link in run.get("page_link")}

    assert not errors(run)
    assert run.title[0].value == "Keel"
    for other in DEPTHS:
        assert tabs[other] == f"unit=keel&wave={shipyard.LAST_WAVE}"


def test_whoever_looks_after_nothing_else_lands_on_their_team(yard: Visitor) -> None:
    """HR lands on what needs looking after."""
    member = yard.sign_in(shipyard.MEMBER).open("everyone/home.py")
    assert member.metric
    assert not yard.sign_in(shipyard.HR).open("everyone/home.py").metric
