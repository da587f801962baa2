"""Promises of mails and links: HR sees how mails stand, cards are shown once, a reader reads."""

import re
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from pages.respondent.light.routes import light_pages
from pages.ui.frame.kept_links import MOST, UNKNOWN, cookie_name
from pages.ui.frame.session import SEAT
from pages.web.cookie_routes import doors
from survey.actions.bounces import note_bounces
from survey.actions.sign_in import make_reading_links
from survey.actions.waves import cancel_wave
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from tests import make
from tests.attacks.test_sealing import bytes_of
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.answering import answered
from tests.journeys.conftest import Visitor
from tests.journeys.test_visitors import SIGNED_IN, pages_of
from tests.journeys.words import charts, elements, errors, words

PAGE = "hr/links.py"
HR = Viewer(shipyard.HR, "Office-1", "office", None, frozenset({Role.HR}))


@dataclass(frozen=True)
class Answer:
    """Where a door sends a browser, and the cookies it sets."""

    to: str
    cookies: dict[str, str]


def knock(door: str, token: str, *, reads: str = "", **cookies: str) -> Answer:
    """Open an address as a browser does that follows nothing by itself."""
    there = (*doors(), *light_pages())
    (route,) = (route for route in there if route.path.startswith(f"/{door}/{{token"))
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": f"/{door}/{token}",
        "path_params": {"token": token},
        "query_string": b"page=streamlit",
        "headers": [
            (b"host", b"boat.example"),
            (b"cookie", sent.encode()),
            (b"accept-language", reads.encode()),
        ],
    }
    response = answered(route.endpoint(Request(scope)))
    kept = {
        name: morsel.value
        for header in response.headers.getlist("set-cookie")
        for name, morsel in SimpleCookie(header).items()
    }
    return Answer(response.headers["location"], kept)


CARDS = "2026-cards"


def opened_without_mail(yard: Visitor, *people: str) -> dict[str, str]:
    """A wave opens in which these people have no address; everybody's token."""
    known = yard.store.people()
    make.keep_people(yard.store, [replace(known[who], email="") for who in people])
    cancel_wave(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR, reason="Another one.")
    return shipyard.open_a_wave(yard.store, CARDS)


def test_hr_sees_how_the_invitations_stand_and_nothing_of_reminders(yard: Visitor) -> None:
    """The same words however many have answered."""
    page = yard.sign_in(shipyard.HR).open(PAGE)
    said = text("wave.sum.all", wave="Wave 2026-06", sent="32", refused="0")
    assert said in words(page).replace("\\", "")

    before = elements(page)
    links = make.tokens(yard.store, shipyard.OPEN_WAVE)
    shipyard.answer_all(yard.store, shipyard.OPEN_WAVE, links, leave_out=[])

    assert elements(yard.open(PAGE)) == before


def test_an_address_is_noted_and_forgotten_by_hand(yard: Visitor) -> None:
    """By choosing people; the list says who."""
    page = yard.sign_in(shipyard.HR).open(PAGE)
    assert text("links.none_failing") in words(page)

    page.multiselect[0].set_value(["keel-1", "keel-2"])
    press(page, text("links.fails_do"))
    assert yard.store.bounces().keys() == {"keel-1", "keel-2"}
    assert list(page.dataframe[0].value.iloc[:, 1]) == ["keel-1", "keel-2"]

    page.multiselect[0].set_value(["keel-1"])
    press(page, text("links.works_again_do"))
    assert yard.store.bounces().keys() == {"keel-2"}


def press(page: AppTest, label: str) -> None:
    """Press the button with this label."""
    next(button for button in page.button if button.label == label).click().run()


def test_cards_are_shown_once_with_a_warning_before(yard: Visitor) -> None:
    """One for each person, with their name, unit, code and link; gone with the next run.

    None for an address that is noted as failing later: whoever notes it could try the link.
    """
    tokens = opened_without_mail(yard, "keel-1", "deck-2")
    note_bounces(yard.store, {"flags-1"}, viewer=HR)
    page = yard.sign_in(shipyard.HR).open(PAGE)
    assert text("links.cards_what") in words(page)
    assert not any(token in words(page) for token in tokens.values())

    press(page, text("links.cards_make"))
    shown = words(page)
    assert [who for who, token in tokens.items() if token in shown] == ["deck-2", "keel-1"]
    assert shown.count("data:image/svg") == shown.count('<article class="link-card">') == 2
    assert re.findall(r'(?:src|href)="(?!data:|/)[^"]*', shown) == []

    page.run()
    assert not any(token in words(page) for token in tokens.values())
    press(page, text("links.cards_make"))
    assert "made before" in errors(page)[0]
    page.text_input[0].set_value("The printer ate them.")
    press(page, text("links.cards_make"))
    assert not errors(page)
    told = text("pulse.printed", days="8 June 2026")
    assert told in words(yard.follow(tokens["keel-1"]))
    assert told not in words(yard.follow(tokens["flags-1"]))


def test_a_scanner_that_opens_every_link_changes_nothing(yard: Visitor) -> None:
    """Personal links and links to read: only a cookie is set."""
    links = make.tokens(yard.store, shipyard.OPEN_WAVE)
    tokens = make_reading_links(yard.store, list(links)[:5])
    before = bytes_of(yard.store.settings.data)
    record = len(yard.store.audit())
    for token in links.values():
        assert list(knock("i", token).cookies.values()) == [token]
    for token in tokens.values():
        assert knock("read", token).cookies == {SEAT: token}

    assert bytes_of(yard.store.settings.data) == before
    assert len(yard.store.audit()) == record


def mark(opened: Answer) -> str:
    """The mark of a personal link in the address to which it leads."""
    (found,) = re.findall(r"^/pulse\?form=([0-9a-f]{12})&lang=\w+$", opened.to)
    return str(found)


def test_each_personal_link_has_a_cookie_and_a_mark_of_its_own(yard: Visitor) -> None:
    """Drawn by lot, so that it tells nothing; a link that is opened again keeps its mark."""
    links = make.tokens(yard.store, shipyard.OPEN_WAVE)
    one, elsewhere = knock("i", links["keel-1"]), knock("i", links["keel-1"])
    other = knock("i", links["deck-1"], **one.cookies)
    again = knock("i", links["keel-1"], **one.cookies, **other.cookies)

    assert one.cookies == {cookie_name(mark(one)): links["keel-1"]}
    assert other.cookies == {cookie_name(mark(other)): links["deck-1"]}
    assert (again.to, again.cookies) == (one.to, one.cookies)
    assert len({mark(one), mark(other), mark(elsewhere)}) == 3


def test_links_do_not_pile_up_in_a_browser(yard: Visitor) -> None:
    """The oldest makes room, whether or not it was answered; other cookies stay."""
    links = [*make.tokens(yard.store, shipyard.OPEN_WAVE).values()]
    browser = {SEAT: "a seat"}
    for token in links[:MOST]:
        browser |= knock("i", token, **browser).cookies
    first = next(name for name, value in browser.items() if value == links[0])

    one_more = knock("i", links[MOST], **browser)

    assert len(browser) == MOST + 1
    assert one_more.cookies == {first: "", cookie_name(mark(one_more)): links[MOST]}


@pytest.mark.parametrize("token", ["nonsense", "1-short", "x" + "A" * 4000, "1-%0d%0aSet-Cookie"])
def test_what_is_no_link_is_kept_in_no_browser(yard: Visitor, token: str) -> None:
    """But for that it was none."""
    opened = knock("i", token)

    assert opened.cookies == {cookie_name(mark(opened)): UNKNOWN}
    assert text("link.unknown") in words(yard.follow(UNKNOWN))


def test_a_personal_link_settles_the_language_in_the_address(yard: Visitor) -> None:
    """The person's own, else the browser's: the list may change while a form is open."""
    links = make.tokens(yard.store, shipyard.OPEN_WAVE)
    person = yard.store.people()["keel-1"]
    make.keep_people(yard.store, [replace(person, language="de")])

    assert knock("i", links["keel-1"], reads="en-GB").to.endswith("&lang=de")
    assert knock("i", "no-link", reads="de-AT,en").to.endswith("&lang=de")
    assert knock("i", links["keel-2"], reads="de").to.endswith("&lang=en")


def test_a_link_to_read_shows_the_figures_the_leader_sees(yard: Visitor) -> None:
    """Of the unit somebody counts in; only whoever signs in can take up what they saw."""
    token = make_reading_links(yard.store, ["keel-1"])["keel-1"]
    opened = knock("read", token)
    assert opened.to == "/trends?unit=keel"

    yard.cookies[SEAT] = opened.cookies[SEAT]
    read = yard.open("team/trends.py", unit="keel")
    led = yard.sign_in(shipyard.LEADER).open("team/trends.py", unit="keel")

    to_begin = {text("try.signal"), text("try.begin")}
    seen, more = elements(read)[1:], elements(led)[1:]
    assert seen == [one for one in more if one[1] not in to_begin]
    assert len(seen) < len(more)
    assert charts(read) == charts(led)


@pytest.mark.parametrize("person", [shipyard.HR, shipyard.ADMINISTRATOR, shipyard.OVER_LEADERS])
def test_whoever_was_sent_it_it_opens_no_page_but_a_members(yard: Visitor, person: str) -> None:
    """HR pages and the area of a leader do not exist; a unit of others reads as unknown."""
    yard.cookies[SEAT] = make_reading_links(yard.store, [person])[person]

    assert pages_of(yard.open()) == SIGNED_IN
    other = "keel" if person != shipyard.OVER_LEADERS else "deck"
    assert "There is no such unit." in errors(yard.open("team/trends.py", unit=other))


def test_a_spent_link_to_read_is_said_and_nobody_is_signed_out_by_one(yard: Visitor) -> None:
    """Whoever is signed in as the same person keeps what they may do."""
    assert knock("read", "read-nothing") == Answer("/?link=spent", {})
    token = make_reading_links(yard.store, [shipyard.HR])[shipyard.HR]
    seat = shipyard.seat(yard.store, shipyard.HR)

    assert SEAT not in knock("read", token, **{SEAT: seat}).cookies
