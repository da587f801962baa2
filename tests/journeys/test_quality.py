"""Promises of the quality page: plain sentences first, what was not checked yet, for HR alone."""

import pytest

from survey.store import Store
from tests.closing.test_quality import crowd, figures
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors, words

PAGE = "hr/quality.py"
SCALES = 3
"""Belonging, alignment and follow-up."""


def test_hr_reads_what_was_not_checked_yet_and_why(yard: Visitor) -> None:
    """Thirty people are too few to say anything of the instrument."""
    run = yard.sign_in(shipyard.HR).open(PAGE)

    said = words(run)
    assert not errors(run)
    assert said.count(text("quality.not_yet")) == SCALES
    assert text("quality.checked") not in said
    assert said.count(text("quality.too_few_teams_differ")) == SCALES
    assert text("quality.too_few") in said


def test_hr_of_an_organisation_of_140_reads_what_was_checked_and_with_how_many(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = figures(crowd(140))
    monkeypatch.setattr(Store, "diagnostics", lambda *_: kept)
    run = yard.sign_in(shipyard.HR).open(PAGE)

    said = words(run)
    assert not errors(run)
    assert said.count(text("quality.checked")) == SCALES
    assert said.count(text("quality.shown_reliability", people=135)) == SCALES
    assert said.count(text("quality.not_yet_teams_differ", people=135, teams=12)) == SCALES
    share = f"{100 * kept['drivers:adjusted']:.0f}"
    assert text("quality.explained", share=share) in said
    assert text("quality.goes_with_how") in said
    assert said.index("**Yes for Belonging, Alignment") < said.index(text("quality.checked"))


def test_the_answer_names_what_can_be_trusted_and_what_not_yet(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements that do not hang together are not yet trusted, whatever teams do."""
    kept = figures(crowd(140)) | {"quality:alignment:omega": 0.4}
    monkeypatch.setattr(Store, "diagnostics", lambda *_: kept)
    said = words(yard.sign_in(shipyard.HR).open(PAGE))

    assert "not yet for Alignment" in said
    assert "**Yes for Belonging and " in said


def test_where_chance_gives_as_much_hr_reads_that_nothing_is_clear(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = figures(crowd(140)) | {"drivers:adjusted": -0.01}
    monkeypatch.setattr(Store, "diagnostics", lambda *_: kept)
    run = yard.sign_in(shipyard.HR).open(PAGE)

    said = words(run)
    assert text("quality.nothing_clear") in said
    assert text("quality.goes_with_how") not in said


def test_what_constructs_do_together_is_said_where_each_alone_is_not_clear(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = figures(crowd(140))
    kept |= {name: 0.0 for name in kept if name.startswith("drivers:") and name.endswith(":low")}
    monkeypatch.setattr(Store, "diagnostics", lambda *_: kept)
    run = yard.sign_in(shipyard.HR).open(PAGE)

    said = words(run)
    share = f"{100 * kept['drivers:adjusted']:.0f}"
    assert text("quality.explained", share=share) in said
    assert text("quality.unclear", constructs="").rstrip(".") in said
    assert text("quality.goes_with_how") not in said


def test_an_unknown_wave_in_the_address_is_refused(yard: Visitor) -> None:
    run = yard.sign_in(shipyard.HR).open(PAGE, wave="nonsense")

    assert errors(run) == ["There is no such wave."]


def test_before_the_first_wave_there_is_nothing_to_look_at(empty: Visitor) -> None:
    shipyard.settle(empty.store)
    run = empty.sign_in(shipyard.HR).open(PAGE)

    assert [info.value for info in run.info] == [text("quality.none_yet")]
