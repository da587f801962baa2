"""Promises of deep links: nothing is shown that should not be, even as the very first request."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from survey.text import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, settled
from tests.journeys.conftest import Prepared
from tests.journeys.server import Server, serving

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


@pytest.fixture(scope="module")
def cold(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Server]]:
    """Gives servers that nobody has asked anything yet; the next one starts meanwhile."""
    with ExitStack() as running, ThreadPoolExecutor(1) as starter:

        def start() -> tuple[Server, ExitStack]:
            folder = tmp_path_factory.mktemp("cold")
            shutil.copytree(prepared.folder, folder / "data")
            own = running.enter_context(ExitStack())
            return own.enter_context(serving(folder / "data", log=folder / "log")), own

        following = [starter.submit(start)]
        used: list[ExitStack] = []

        def take() -> Server:
            if used:
                used.pop().close()
            server, own = following.pop().result()
            following.append(starter.submit(start))
            used.append(own)
            return server

        yield take


@pytest.mark.parametrize(("path", "person"), TITLES)
def test_a_cold_deep_link_shows_what_its_reader_may_see(
    cold: Callable[[], Server], visits: Visits, path: str, person: str | None
) -> None:
    """The page, or what stands there for an address that does not exist."""
    page = visits.tab(cold(), person=person)
    page.goto(path)

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
    page = visits.tab(app, person=MEMBER)
    said = []
    for path in ("waves", "no-such-page"):
        page.goto(f"/{path}")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text(NOT_FOUND)).to_be_visible()
        settled(page)
        said.append(page.locator("body").inner_text().replace(path, "…"))

    assert said[0] == said[1]
