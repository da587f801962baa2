"""Promises of deep links: nothing is shown that should not be, even as the very first request."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from survey.text import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, settled
from tests.journeys.conftest import Prepared
from tests.journeys.server import Server, free_port, serving

pytestmark = pytest.mark.browser
HOME, NOBODYS_HOME = "Good to see you", text("home.title")
NO_LINK, NOT_FOUND = text("link.none"), "Page not found"
NOBODY, MEMBER, HR = None, shipyard.MEMBER, shipyard.HR
TITLES = {
    ("/", NOBODY): NOBODYS_HOME,
    ("/", MEMBER): HOME,
    ("/", HR): HOME,
    ("/pulse", NOBODY): NO_LINK,
    ("/pulse", MEMBER): NO_LINK,
    ("/pulse", HR): NO_LINK,
    ("/sent", NOBODY): NO_LINK,
    ("/sent", MEMBER): NO_LINK,
    ("/sent", HR): NO_LINK,
    ("/trends", NOBODY): NOT_FOUND,
    ("/trends", MEMBER): text("trends.title"),
    ("/trends", HR): text("trends.title"),
    ("/waves", NOBODY): NOT_FOUND,
    ("/waves", MEMBER): NOT_FOUND,
    ("/waves", HR): text("waves.title"),
    ("/people", NOBODY): NOT_FOUND,
    ("/people", MEMBER): NOT_FOUND,
    ("/people", HR): text("people.title"),
    ("/reports", NOBODY): NOT_FOUND,
    ("/reports", MEMBER): NOT_FOUND,
    ("/reports", HR): text("reports.title"),
}


class ColdServers:
    """Servers that nobody has asked anything yet, one at a time; the next one starts meanwhile.

    They take turns on two ports, so that a browser need not load Streamlit anew each time.
    """

    def __init__(self, data: Path, folder: Path) -> None:
        self._data, self._folder = data, folder
        self._ports = cycle((free_port(), free_port()))
        self._starter = ThreadPoolExecutor(1)
        self._current = ExitStack()
        self._next = self._starter.submit(self._start)

    def take(self) -> Server:
        """The next server; the one before it ends."""
        self._current.close()
        server, self._current = self._next.result()
        self._next = self._starter.submit(self._start)
        return server

    def close(self) -> None:
        """End what runs."""
        self._current.close()
        self._next.result()[1].close()
        self._starter.shutdown()

    def _start(self) -> tuple[Server, ExitStack]:
        port, running = next(self._ports), ExitStack()
        place = self._folder / str(port)
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._data, place)
        log = self._folder / f"{port}.log"
        return running.enter_context(serving(place, log=log, port=port)), running


@pytest.fixture(scope="module")
def cold(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ColdServers]:
    """Fresh servers over the prepared data."""
    servers = ColdServers(prepared.folder, tmp_path_factory.mktemp("cold"))
    yield servers
    servers.close()


@pytest.fixture(scope="module")
def readers(browser: Browser, prepared: Prepared) -> Iterator[dict[str | None, Page]]:
    """A browser tab of each reader, which keeps what is the same on every server."""
    visits = Visits(browser, prepared.tokens.seats)
    yield {person: visits.tab(person=person) for person in (NOBODY, MEMBER, HR)}
    visits.close()
    assert not visits.complaints


@pytest.mark.parametrize(("path", "person"), TITLES)
def test_a_cold_deep_link_shows_what_its_reader_may_see(
    cold: ColdServers, readers: dict[str | None, Page], path: str, person: str | None
) -> None:
    """The page, or what stands there for an address that does not exist."""
    page = readers[person]
    page.goto(cold.take().at(path))

    title = TITLES[path, person]
    if title == NOT_FOUND:
        expect(page.get_by_role("dialog").get_by_text(NOT_FOUND)).to_be_visible()
        home = NOBODYS_HOME if person is NOBODY else HOME
        expect(page.locator("h1")).to_contain_text([home])
    else:
        expect(page.locator("h1")).to_contain_text([title])
        settled(page)
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_page_of_others_reads_like_one_that_never_was(app: Server, visits: Visits) -> None:
    """Only the address differs."""
    page = visits.tab(person=MEMBER)
    said = []
    for path in ("waves", "no-such-page"):
        page.goto(app.at(f"/{path}"))
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text(NOT_FOUND)).to_be_visible()
        settled(page)
        said.append(page.locator("body").inner_text().replace(path, "…"))

    assert said[0] == said[1]
