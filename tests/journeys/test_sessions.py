"""Promises of the page of one's own sessions: each stands there, and a press ends it."""

from pydantic import SecretStr

from pages.ui.frame.session import SEAT
from survey.actions.sign_in import make_reading_links, person_in
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import words

PAGE = "everyone/sessions.py"


def test_somebody_sees_where_they_are_signed_in_and_ends_one_of_them(yard: Visitor) -> None:
    """This one is named and has no button of its own; another's session is not there."""
    there = yard.sign_in(shipyard.MEMBER).cookies[SEAT]
    other = yard.sign_in(shipyard.LEADER).cookies[SEAT]
    here = yard.sign_in(shipyard.MEMBER).cookies[SEAT]
    run = yard.open(PAGE)
    ends = [button for button in run.button if button.label == text("sessions.end")]

    assert text("sessions.here") in words(run)
    (end,) = ends
    end.click().run()

    assert person_in(yard.store, there) is None
    assert person_in(yard.store, here) == shipyard.MEMBER
    assert person_in(yard.store, other) == shipyard.LEADER
    run = yard.open(PAGE)
    assert text("sessions.end") not in [button.label for button in run.button]


def test_one_press_ends_all_of_them_here_too(yard: Visitor) -> None:
    there = yard.sign_in(shipyard.MEMBER).cookies[SEAT]
    here = yard.sign_in(shipyard.MEMBER).cookies[SEAT]
    run = yard.open(PAGE)
    (every,) = [button for button in run.button if button.label == text("sessions.all")]

    run = every.click().run()

    assert (person_in(yard.store, there), person_in(yard.store, here)) == (None, None)
    assert text("home.title") in words(run)


def test_whoever_reads_by_a_link_is_told_that_there_is_nothing_to_end(yard: Visitor) -> None:
    """Their mailbox may be another's: nothing of other sessions is shown."""
    yard.sign_in(shipyard.MEMBER)
    (yard.cookies[SEAT],) = make_reading_links(yard.store, [shipyard.MEMBER]).values()
    run = yard.open(PAGE)

    assert text("sessions.reads") in words(run)
    assert not run.button


def test_where_the_company_signs_people_in_no_mail_link_is_offered(yard: Visitor) -> None:
    """It would be a way around whatever the company asks for, such as a second factor."""
    run = yard.open()
    assert [one.label for one in run.text_input] == [text("home.email")]
    given = {
        "base_url": "https://boat.example",
        "oidc_metadata_url": "https://login.example/.well-known/openid-configuration",
        "oidc_client_id": "boat",
        "oidc_client_secret": SecretStr("hidden"),
        "oidc_name": "Example",
    }
    yard.store.settings = yard.store.settings.model_copy(update=given)
    run = yard.open()

    assert not run.text_input
    assert text("home.company", name="Example") in [one.label for one in run.button]
