"""Tabs that stay open over an app that is started anew: their lines, answers, and the box."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from survey.answering.sealing import opener
from survey.questionnaire.answers import from_json
from survey.settings import Settings
from survey.store import Store
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import settled
from tests.journeys.server import Server, serving
from tests.make import spent

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
    port: int

    def start(self, **places: str) -> Server:
        """Start the app; whichever ran before is killed."""
        self.stop()
        log = self.data.with_name("log")
        app = serving(self.data, log=log, port=self.port, places=places)
        return replace(self.running.enter_context(app), shared=True)

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
            sent = spent(store, shipyard.OPEN_WAVE)
        ballots = [
            (home, set(said.scores.values()), list(said.comments.values()))
            for home, said, _ in opened
        ]
        return Found(sent, sorted(ballots))


def opened(page: Page, token: str) -> Page:
    """A tab in which a personal link was followed to its form."""
    page.goto(f"/i/{token}?page=streamlit")
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
