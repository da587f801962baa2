"""What journeys start from: the shipyard, pages run in process, the real app, a browser."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from commands.demo import build_demo
from pages.ui.frame import session
from pages.ui.frame.kept_links import cookie_name
from survey.actions.sign_in import make_reading_links
from survey.settings import Settings
from survey.store import Store
from tests import make
from tests.journeys import shipyard
from tests.journeys.chromium import Visits
from tests.journeys.server import Server, free_port, serving
from tests.journeys.tabs import Yard
from tests.journeys.wire import MARK
from tests.make import Clock

ROUTER = str(Path(__file__).resolve().parents[2] / "pages" / "router.py")


@dataclass
class Visitor:
    """Whoever looks at the pages of a store: signed in or not, with a personal link or not."""

    store: Store
    clock: Clock
    cookies: dict[str, str]
    seats: dict[str, str] = field(default_factory=dict)

    def sit_down(self, person: str | None) -> "Visitor":
        """Become somebody in the seat they took before, or nobody; the record says nothing new."""
        self.cookies.clear()
        if person is not None:
            if person not in self.seats:
                self.seats[person] = shipyard.seat(self.store, person)
            self.cookies[session.SEAT] = self.seats[person]
        return self

    def sign_in(self, person: str | None) -> "Visitor":
        """Become somebody, or nobody."""
        self.cookies.clear()
        if person is not None:
            self.cookies[session.SEAT] = shipyard.seat(self.store, person)
        return self

    def follow(self, token: str) -> AppTest:
        """Open a personal link."""
        self.cookies[cookie_name(MARK)] = token
        return self.open("respondent/pulse.py", form=MARK)

    def open(self, page: str = "everyone/home.py", **asked: str) -> AppTest:
        """A page as the first thing opened, with what stands in its address."""
        run = AppTest.from_file(ROUTER, default_timeout=20)
        for name, value in asked.items():
            run.query_params[name] = value
        return run.switch_page(page).run()


@pytest.fixture(autouse=True)
def _no_search_for_components(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest looks through every installed package for components, which takes most of a run."""
    name = "discover_and_register_components"
    monkeypatch.setattr(BidiComponentManager, name, lambda *_, **__: None)


@pytest.fixture(autouse=True)
def _nobody_before() -> None:
    """AppTest asks what a choice is called outside of any run, in a state that all tests share."""
    st.session_state.clear()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the shipyard, to be copied."""
    folder = tmp_path_factory.mktemp("shipyard") / "data"
    shipyard.build(folder)
    return folder


@pytest.fixture
def yard(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Nobody yet, before the pages of a shipyard of their own."""
    folder = tmp_path / "data"
    shutil.copytree(built, folder)
    yield from visiting(folder, monkeypatch)


@pytest.fixture
def empty(blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Nobody yet, before the pages of an installation with nothing in it."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    shutil.copyfile(blank, folder / blank.name)
    yield from visiting(folder, monkeypatch)


def visiting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Nobody yet, before the pages of a data folder."""
    clock, cookies = Clock(shipyard.TODAY), dict[str, str]()
    store = Store(Settings(data=folder, base_url="http://boat.example"), clock=clock)
    monkeypatch.setattr(session, "cookie", cookies.get)
    monkeypatch.setattr(session, "_here", {"store": store})
    try:
        yield Visitor(store, clock, cookies)
    finally:
        store.close()


@dataclass(frozen=True)
class Tokens:
    """What opens doors in the prepared data: personal links, sign-in links, and seats.

    `once` is a sign-in link that works once, `reads` are links of results mails.
    """

    links: dict[str, str]
    doors: dict[str, str]
    reads: dict[str, str]
    once: str
    seats: dict[str, str]


@dataclass(frozen=True)
class Prepared:
    """A data folder whose open wave lacks one answer of the keel team, its tokens, and the keys of
    what that team tries, by state.
    """

    folder: Path
    opened: str
    tokens: Tokens
    tried: Mapping[str, str]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The shipyard as of today, to be copied for each server."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    shipyard.build(folder, today=datetime.now(UTC))
    store = Store(Settings(data=folder))
    try:
        opened = store.wave(shipyard.OPEN_WAVE).opened_on("UTC").isoformat()
        links = make.tokens(store, shipyard.OPEN_WAVE)
        silent = [f"keel-{number}" for number in range(1, 6)]
        shipyard.answer_all(store, shipyard.OPEN_WAVE, links, leave_out=silent)
        doors = {person: shipyard.sign_in_link(store, person) for person in shipyard.ROLES}
        once = shipyard.sign_in_link(store, shipyard.MEMBER, once=True)
        reads = make_reading_links(store, [shipyard.MEMBER, shipyard.LEADER])
        tried = shipyard.try_something(store)
        seats = {person: shipyard.seat(store, person) for person in shipyard.ROLES}
    finally:
        store.close()
    return Prepared(folder, opened, Tokens(links, doors, reads, once, seats), tried)


@pytest.fixture(scope="session")
def unanswered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose open wave nobody has answered, to be copied."""
    folder = tmp_path_factory.mktemp("unanswered") / "data"
    shipyard.build(folder, today=datetime.now(UTC))
    return folder


@pytest.fixture(scope="session")
def berth() -> int:
    """The port of all lanes, one after another: browsers know its scripts from the first."""
    return free_port()


@pytest.fixture
def lane(unanswered: Path, berth: int, tmp_path: Path) -> Iterator[Yard]:
    """An app over data of its own, which can be started anew under open tabs."""
    data = tmp_path / "data"
    shutil.copytree(unanswered, data)
    with closing(Store(Settings(data=data))) as store:
        links = make.tokens(store, shipyard.OPEN_WAVE)
    with ExitStack() as running:
        yield Yard(data, links, running, berth)


@pytest.fixture
def tabs(browser: Browser) -> Iterator[Visits]:
    """Opens tabs of nobody in particular, each in a context of its own."""
    visits = Visits(browser, {})
    yield visits
    visits.close()
    assert not visits.complaints


@pytest.fixture(scope="session")
def launch(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Server]]:
    """Starts the app over a copy of the prepared data; all of them end with the session."""
    with ExitStack() as running:

        def start() -> Server:
            folder = tmp_path_factory.mktemp("app")
            shutil.copytree(prepared.folder, folder / "data")
            return running.enter_context(serving(folder / "data", log=folder / "log"))

        yield start


@pytest.fixture(scope="session")
def app(launch: Callable[[], Server]) -> Server:
    """The app that tests share; they leave its waves as they are."""
    return replace(launch(), shared=True)


@dataclass(frozen=True)
class Fictional:
    """The running app over the fictional organisation: a seat for each kind of reader, and what
    addresses may name: {team}, {area}, {opened}, {last}; personal links that are not used yet.
    """

    app: Server
    seats: Mapping[str, str]
    places: Mapping[str, str]
    links: list[str]


@pytest.fixture(scope="session")
def fictional(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fictional]:
    """As `make run` shows it, read in English."""
    folder = tmp_path_factory.mktemp("fictional")
    with closing(Store(Settings(data=folder / "data"))) as store:
        build_demo(store)
        cast, places = shipyard.cast_of(store)
        seats = {role: shipyard.seat(store, person) for role, person in cast.items()}
        links = [*make.tokens(store, places["opened"]).values()]
    with serving(folder / "data", log=folder / "log") as app:
        yield Fictional(app, seats, places, links)


@pytest.fixture
def visits(browser: Browser, prepared: Prepared) -> Iterator[Visits]:
    """Opens pages, each in a context of its own; in the end nothing broke the content policy."""
    visits = Visits(browser, prepared.tokens.seats)
    yield visits
    visits.close()
    assert not visits.complaints
