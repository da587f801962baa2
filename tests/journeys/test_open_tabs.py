"""Promises to tabs that stay open: each answers for its own link, and the first Send counts.

Lines break, phones sleep past the end of their session, servers start anew: all in a real browser.
What was sent is read in the box, opened with its key.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect

from survey.answering.sealing import opener
from survey.questionnaire.answers import from_json
from survey.settings import Settings
from survey.store import Store
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, settled
from tests.journeys.server import Server, free_port, serving
from tests.make import spent

pytestmark = pytest.mark.browser
KEEL, DECK = "keel-1", "deck-1"
FORGETFUL = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "0"}
PATIENCE = 30


@dataclass
class Lines:
    """The websockets of a page, which a test can break."""

    open: list[WebSocketRoute] = field(default_factory=list)

    def watch(self, page: Page) -> Page:
        """Lead the websockets of a page through here, before it loads."""
        page.route_web_socket("**/_stcore/stream", self._begin)
        return page

    def cut(self) -> None:
        """Break the newest line."""
        self.open[-1].close(code=3001)

    def _begin(self, page: WebSocketRoute) -> None:
        page.connect_to_server()
        self.open.append(page)


@dataclass(frozen=True)
class Found:
    """What lies in the open wave's box: who is marked as answered, and each ballot as sent."""

    who: set[str]
    ballots: list[tuple[str, set[int], list[str]]]


@dataclass
class Yard:
    """An app of its own that is started anew at one address, and the links of its open wave."""

    data: Path
    links: dict[str, str]
    running: ExitStack
    port: int = field(default_factory=free_port)

    def start(self, **places: str) -> Server:
        """Start the app; whichever ran before is killed."""
        self.stop()
        log = self.data.with_name("log")
        return self.running.enter_context(
            serving(self.data, log=log, port=self.port, places=places)
        )

    def stop(self) -> None:
        """Kill the app."""
        self.running.close()

    def found(self) -> Found:
        """What was sent: home, scores and comments of each ballot; the app ends for it."""
        self.stop()
        with closing(Store(Settings(data=self.data))) as store:
            wave = store.wave(shipyard.OPEN_WAVE).id
            unlock = opener(store.keys.read(wave))
            opened = [from_json(unlock(sealed)) for sealed in store.box(wave).sealed()]
            sent = spent(store, store.wave(shipyard.OPEN_WAVE).key)
        ballots = [
            (home, set(said.scores.values()), list(said.comments.values()))
            for home, said, _ in opened
        ]
        return Found(sent, sorted(ballots))


@pytest.fixture(scope="module")
def unanswered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose open wave nobody has answered, to be copied."""
    folder = tmp_path_factory.mktemp("unanswered") / "data"
    shipyard.build(folder, today=datetime.now(UTC))
    return folder


@pytest.fixture
def yard(unanswered: Path, tmp_path: Path) -> Iterator[Yard]:
    """An app over data of its own."""
    data = tmp_path / "data"
    shutil.copytree(unanswered, data)
    with closing(Store(Settings(data=data))) as store:
        links = make.tokens(store, shipyard.OPEN_WAVE)
    with ExitStack() as running:
        yield Yard(data, links, running)


@pytest.fixture
def visits(browser: Browser) -> Iterator[Visits]:
    """Opens pages, each in a context of its own."""
    visits = Visits(browser, {})
    yield visits
    visits.close()
    assert not visits.complaints


def opened(page: Page, token: str) -> Page:
    """A tab in which a personal link was followed to its form."""
    page.goto(f"/i/{token}")
    return settled(page)


def fill(page: Page, value: str, comment: str = "") -> None:
    """Answer every statement alike, and write under the first prompt."""
    questions = page.get_by_role("radiogroup")
    expect(questions).to_have_count(10)
    for question in questions.all():
        question.get_by_text(value, exact=True).click()
    if comment:
        page.get_by_role("textbox").first.press_sequentially(comment)


def send_button(page: Page) -> Locator:
    """Send; it is switched off while the line is down."""
    return page.get_by_role("button", name=text("form.send"))


def press(page: Page) -> None:
    """Press Send, once."""
    send_button(page).click()


def assert_thanked(page: Page) -> None:
    """The answers are in."""
    expect(page.get_by_role("heading", name=text("sent.title"))).to_be_visible()


def break_line(page: Page, lines: Lines) -> None:
    """Cut the line of a tab, and wait until it is back."""
    before = len(lines.open)
    lines.cut()
    until(page, lambda: len(lines.open) > before)
    expect(send_button(page)).to_be_enabled()


def until(page: Page, condition: Callable[[], bool]) -> None:
    """Wait for something that a page does by itself."""
    end = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < end, "it did not happen"
        page.wait_for_timeout(50)


def restart(yard: Yard, page: Page, **places: str) -> None:
    """Start the app anew under an open tab, and wait until the tab has found it."""
    yard.stop()
    expect(send_button(page)).to_be_disabled()
    yard.start(**places)
    expect(send_button(page)).to_be_enabled()


# Each tab answers for its own link


@pytest.mark.parametrize("session", ["kept", "lost"])
def test_two_links_in_two_tabs_each_send_their_own_answers(
    yard: Yard, visits: Visits, session: str
) -> None:
    """Although the line of the first broke after the second link was opened in this browser."""
    app, lines = yard.start(**(FORGETFUL if session == "lost" else {})), Lines()
    one = opened(lines.watch(visits.tab(app)), yard.links[KEEL])
    fill(one, "Disagree")
    other = opened(one.context.new_page(), yard.links[DECK])
    fill(other, "Agree")
    break_line(one, lines)

    press(one)
    assert_thanked(one)
    press(other)
    assert_thanked(other)

    assert yard.found() == Found({KEEL, DECK}, [("deck", {4}, []), ("keel", {2}, [])])


def test_two_tabs_go_on_with_their_own_links_after_a_restart(yard: Yard, visits: Visits) -> None:
    """In either order, without a second press."""
    one = opened(visits.tab(yard.start()), yard.links[KEEL])
    other = opened(one.context.new_page(), yard.links[DECK])
    fill(one, "Disagree")
    fill(other, "Agree")
    restart(yard, one)
    expect(send_button(other)).to_be_enabled()

    press(other)
    assert_thanked(other)
    press(one)
    assert_thanked(one)

    assert yard.found() == Found({KEEL, DECK}, [("deck", {4}, []), ("keel", {2}, [])])


def test_a_tab_loaded_anew_is_still_for_its_own_link(yard: Yard, visits: Visits) -> None:
    """Whatever link this browser opened last; after sending too."""
    one = opened(visits.tab(yard.start()), yard.links[KEEL])
    other = opened(one.context.new_page(), yard.links[DECK])
    one.reload()
    expect(one.get_by_text("9 invited")).to_be_visible()
    expect(other.get_by_text("13 invited")).to_be_visible()
    fill(one, "Strongly agree")
    press(one)
    assert_thanked(one)
    one.reload()

    expect(one.get_by_text("9 invited")).to_be_visible()
    other.reload()
    expect(other.get_by_text("13 invited")).to_be_visible()
    assert yard.found() == Found({KEEL}, [("keel", {5}, [])])


# The first press counts


def test_the_first_press_after_a_restart_sends(yard: Yard, visits: Visits) -> None:
    """What was typed before is what lies in the box."""
    phone = opened(visits.tab(yard.start()), yard.links[KEEL])
    fill(phone, "Agree", "More time, please.")
    restart(yard, phone)

    press(phone)

    assert_thanked(phone)
    assert yard.found() == Found({KEEL}, [("keel", {4}, ["More time, please."])])


def test_the_first_press_after_a_long_sleep_sends(yard: Yard, visits: Visits) -> None:
    """The line broke and the app has forgotten the session; the tab has not."""
    lines = Lines()
    phone = opened(lines.watch(visits.tab(yard.start(**FORGETFUL))), yard.links[KEEL])
    fill(phone, "Agree")
    break_line(phone, lines)

    press(phone)

    assert_thanked(phone)
    assert yard.found() == Found({KEEL}, [("keel", {4}, [])])


def test_answers_that_were_not_sent_are_never_sent_by_a_line_that_comes_back(
    yard: Yard, visits: Visits
) -> None:
    """Only a press sends: no broken line, no restart, nor what is typed after a warning."""
    lines = Lines()
    phone = opened(lines.watch(visits.tab(yard.start(**FORGETFUL))), yard.links[KEEL])
    fill(phone, "Agree", "Thank Deck-3.")
    break_line(phone, lines)
    press(phone)
    expect(phone.get_by_role("alert")).to_contain_text("“Deck”")
    phone.get_by_role("textbox").first.fill("Thank you.")
    break_line(phone, lines)
    restart(yard, phone)

    expect(phone.get_by_role("textbox").first).to_have_value("Thank you.")
    assert yard.found() == Found(set(), [])


def test_a_warning_is_not_said_twice_because_a_phone_slept_over_it(
    yard: Yard, visits: Visits
) -> None:
    """Whoever was told that a name stands there sends with the next press, restart or not."""
    phone = opened(visits.tab(yard.start()), yard.links[KEEL])
    fill(phone, "Agree", "Thank Deck-3.")
    press(phone)
    expect(phone.get_by_role("alert")).to_contain_text("“Deck”")
    restart(yard, phone)

    press(phone)

    assert_thanked(phone)
    assert yard.found() == Found({KEEL}, [("keel", {4}, ["Thank Deck-3."])])


def test_a_name_written_after_the_warning_is_warned_of_in_a_new_session_too(
    yard: Yard, visits: Visits
) -> None:
    """The tab brings what it was warned of, not leave to send anything."""
    phone = opened(visits.tab(yard.start()), yard.links[KEEL])
    fill(phone, "Agree", "Thank Deck-3.")
    press(phone)
    expect(phone.get_by_role("alert")).to_contain_text("“Deck”")
    phone.get_by_role("textbox").first.fill("Thank Flags-1.")
    restart(yard, phone)

    press(phone)
    expect(phone.get_by_role("alert")).to_contain_text("“Flags”")
    press(phone)

    assert_thanked(phone)
    assert yard.found() == Found({KEEL}, [("keel", {4}, ["Thank Flags-1."])])
