"""Promises of the council's seat, and of roles given and taken on screen."""

from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import State
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, choose, settled
from tests.journeys.conftest import Visitor
from tests.journeys.tabs import Yard
from tests.journeys.words import errors, words

SEAT, PEOPLE = "council/seat.py", "hr/people.py"
WAVE = "2026-09"
WORDS, ANSWER = "The days are too few.", "It stays open for twenty."


def with_days(yard: Visitor, days: int = 5) -> None:
    """A wave is planned, and the council has some days."""
    yard.store.settings = yard.store.settings.model_copy(update={"days_to_object": days})
    opens = yard.clock() + timedelta(days=30)
    asks = shipyard.instrument()
    make.plan(yard.store, WAVE, opens=opens, days=20, asks=asks, state=State.SCHEDULED)


def press(run: AppTest, key: str) -> AppTest:
    (found,) = [button for button in run.button if button.label == text(key)]
    return found.click().run()


def write(run: AppTest, key: str, said: str) -> None:
    (found,) = [area for area in run.text_area if area.label == text(key)]
    found.set_value(said)


def test_the_council_objects_and_hr_answers_on_the_card_of_the_wave(yard: Visitor) -> None:
    """Each sees what the other said; the check list says that the wave waits."""
    with_days(yard)
    run = yard.sit_down(shipyard.COUNCIL).open(SEAT, wave=WAVE)
    assert text("objection.none") in words(run)
    write(run, "objection.words", WORDS)
    run = press(run, "objection.send")
    assert WORDS in words(run)
    assert errors(run) == []

    run = yard.sit_down(shipyard.HR).open("hr/wave.py", wave=WAVE)
    said = words(run)
    assert WORDS in said
    assert text("objection.stands") in said
    assert text("refused.objection.stands", wave="Wave 2026-09") in said
    write(run, "objection.answer", ANSWER)
    run = press(run, "objection.answer_send")
    assert text("objection.stands") not in words(run)
    assert ANSWER in words(yard.sit_down(shipyard.COUNCIL).open(SEAT, wave=WAVE))


def test_where_no_days_are_set_the_seat_has_nothing_to_object_with(yard: Visitor) -> None:
    with_days(yard, 0)
    run = yard.sit_down(shipyard.COUNCIL).open(SEAT, wave=WAVE)

    assert text("objection.title") not in words(run)
    assert not run.text_area


def test_the_seat_shows_what_is_asked_and_no_figure(yard: Visitor) -> None:
    """Questions with why they are asked, rules, the invitation, and how much was published."""
    with_days(yard)
    said = words(yard.sit_down(shipyard.COUNCIL).open(SEAT, wave=WAVE))

    for item in shipyard.instrument().items:
        assert item.text in said
    for key in ("rules", "questions", "published", "seal_how"):
        assert text(f"seat.{key}") in said
    assert text("mail.invitation.subject", wave=f"Wave {WAVE}") in said


@pytest.fixture
def seats(tabs: Visits, lane: Yard) -> Mapping[str, Page]:
    """An app of its own with a planned wave and days to object; a tab of HR and one of a member."""
    people = (shipyard.HR, shipyard.MEMBER)
    with closing(Store(Settings(data=lane.data))) as store:
        opens = store.now() + timedelta(days=30)
        make.plan(store, WAVE, opens=opens, days=20, asks=shipyard.instrument())
        links = {person: shipyard.sign_in_link(store, person) for person in people}
    app = lane.start(SAME_BOAT_DAYS_TO_OBJECT="5")
    return {person: signed_in(tabs.tab(app, phone=False), links[person]) for person in people}


def signed_in(page: Page, link: str) -> Page:
    page.goto(f"/enter/{link}")
    page.get_by_role("button", name=text("link.enter_now")).click()
    expect(page.locator(".st-key-person_menu")).to_be_visible()
    return page


@pytest.mark.browser
@pytest.mark.long
def test_a_seat_is_given_used_and_taken_in_a_browser(lane: Yard, seats: Mapping[str, Page]) -> None:
    """HR gives it; somebody objects from it; HR answers and takes it; its tab is out at once."""
    hr, seat = seats[shipyard.HR], seats[shipyard.MEMBER]
    hr.goto("/people")
    settled(hr).get_by_text(text("roles.title"), exact=True).click()
    choose(hr, text("roles.give_to"), "Keel-1 (keel-1)")
    choose(hr, text("roles.role"), text("roles.council"))
    hr.get_by_role("button", name=text("roles.give"), exact=True).click()
    expect(hr.get_by_text(f"{text('roles.council')}: Keel-1")).to_be_visible()

    seat.goto(f"/seat?wave={WAVE}")
    seat.get_by_role("textbox", name=text("objection.words")).fill(WORDS)
    seat.get_by_role("button", name=text("objection.send")).click()
    expect(seat.get_by_text(WORDS)).to_be_visible()

    hr.goto(f"/wave?wave={WAVE}")
    expect(hr.get_by_text(WORDS)).to_be_visible()
    hr.get_by_role("textbox", name=text("objection.answer")).fill(ANSWER)
    hr.get_by_role("button", name=text("objection.answer_send")).click()
    expect(hr.get_by_text(ANSWER)).to_be_visible()
    hr.goto("/people")
    hr.get_by_text(text("roles.title"), exact=True).click()
    hr.locator(f".st-key-take-council-{shipyard.MEMBER} button").click()
    expect(hr.get_by_text(text("roles.taken"))).to_be_visible()

    seat.goto("/seat")
    expect(seat.get_by_role("heading", name=text("home.title"))).to_be_visible()
    lane.stop()
    with closing(Store(Settings(data=lane.data))) as store:
        assert store.grants(shipyard.MEMBER) == set()
        assert {Role.COUNCIL} == store.grants(shipyard.COUNCIL)
