"""Promises of the quality page: plain sentences first, drafts called drafts, for HR alone."""

from survey.text import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors, words

PAGE = "hr/quality.py"


def test_hr_reads_what_is_missing_before_the_figures_can_be_relied_on(yard: Visitor) -> None:
    """Thirty people are too few to say anything of the instrument."""
    run = yard.sign_in(shipyard.HR).open(PAGE)

    said = words(run)
    assert not errors(run)
    assert said.count(text("quality.draft")) == 2
    assert text("quality.lacks_people") in said
    assert text("quality.too_few") in said


def test_an_unknown_wave_in_the_address_is_refused(yard: Visitor) -> None:
    run = yard.sign_in(shipyard.HR).open(PAGE, wave="nonsense")

    assert errors(run) == ["There is no such wave."]


def test_before_the_first_wave_there_is_nothing_to_look_at(empty: Visitor) -> None:
    shipyard.settle(empty.store)
    run = empty.sign_in(shipyard.HR).open(PAGE)

    assert [info.value for info in run.info] == [text("quality.none_yet")]
