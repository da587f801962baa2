"""Promises of deep links: nothing is shown that should not be, even as the very first request."""

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pages.ui.frame.menu import DEPTHS
from pages.ui.frame.session import SEAT
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, settled
from tests.journeys.conftest import Prepared
from tests.journeys.server import ROOT, Server, free_port, serving
from tests.journeys.wire import tab

pytestmark = pytest.mark.browser
HOME, NOBODYS_HOME = text("quarter.menu"), text("home.title")
NO_LINK, NOT_FOUND = text("link.none"), "Page not found"
NOBODY, MEMBER, OVER_LEADERS, HR = None, shipyard.MEMBER, shipyard.OVER_LEADERS, shipyard.HR
COUNCIL = shipyard.COUNCIL
READERS = (NOBODY, MEMBER, OVER_LEADERS, COUNCIL, HR)
TITLES = {
    "/": HOME,
    "/promise": text("promise.title"),
    "/pulse": NO_LINK,
    "/sent": NO_LINK,
    "/heard": text("heard.title"),
    "/seat": text("seat.title"),
    "/waves": text("waves.title"),
    "/wave": text("waves.title"),
    "/people": text("people.title"),
    "/links": text("links.title"),
    "/reports": text("reports.title"),
    "/quality": text("quality.title"),
    "/participation": text("turnout.title"),
    "/preview": text("preview.title"),
    "/settings": text("days.title"),
    "/questions": text("questions.title"),
    "/audit": text("record.title"),
    "/retention": text("retention.title"),
    "/history": text("history.title"),
}
OWN = {MEMBER: "Keel", OVER_LEADERS: "Hulls", COUNCIL: "Office", HR: "Office"}
"""The unit whose name stands on pages about figures, where the address names none."""
ABOUT_UNITS = {f"/{Path(page).stem}": OWN for page in DEPTHS} | {"/area": OWN | {HR: "Yard"}}
PATHS = (*TITLES, *ABOUT_UNITS)
FOR_ALL = {"/", "/promise", "/pulse", "/sent"}
FOR_SOME = {
    "/area": {OVER_LEADERS, HR},
    "/seat": {COUNCIL},
    "/waves": {HR},
    "/wave": {HR},
    "/people": {HR},
    "/links": {HR},
    "/reports": {HR},
    "/quality": {HR},
    "/participation": {HR},
    "/preview": {HR},
    "/settings": {HR},
    "/questions": {HR},
    "/audit": {HR, COUNCIL},
    "/retention": {HR},
    "/history": {HR},
}
IN_THE_MENU = re.compile(r'(?:_page|_hidden)\(\s*"\w+/(\w+)\.py"')


def title(path: str, person: str | None) -> str:
    """The title a reader meets at an address; NOT_FOUND where for them there is no such page."""
    if path == "/" and person is not HR:
        return OWN[person] if person else NOBODYS_HOME
    signed_in = {reader for reader in READERS if reader is not NOBODY}
    theirs = path in FOR_ALL or person in FOR_SOME.get(path, signed_in)
    return _named(path, person) if theirs else NOT_FOUND


def _named(path: str, person: str | None) -> str:
    if path not in ABOUT_UNITS:
        return TITLES[path]
    return ABOUT_UNITS[path][person] if person else NOBODYS_HOME


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
        return running.enter_context(serving(place, log=log, port=port, cold=True)), running


@pytest.fixture(scope="module")
def cold(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ColdServers]:
    """Fresh servers over the prepared data."""
    servers = ColdServers(prepared.folder, tmp_path_factory.mktemp("cold"))
    yield servers
    servers.close()


def assert_shown(app: Server, prepared: Prepared, path: str, person: str | None) -> None:
    """A reader gets their page, or their home and word that there is no such page; no other title.

    Of all that the server sends, not of what a browser makes of it.
    """
    cookies = {SEAT: prepared.tokens.seats[person]} if person else {}
    with tab(app, path, cookies=cookies) as opened:
        said = "\n".join(opened.words)
    own = title(path, person)

    assert opened.not_found == (own == NOT_FOUND)
    assert (title("/", person) if opened.not_found else own) in opened.titles
    others = TITLES.get(path, own)
    assert path == "/" or own == others or others not in opened.titles, said


@pytest.mark.parametrize(
    ("path", "person"),
    [
        ("/area", MEMBER),
        *(
            pytest.param(path, person, marks=pytest.mark.long)
            for path, person in (("/reports", NOBODY), ("/comments", NOBODY), ("/sent", HR))
        ),
    ],
)
def test_a_deep_link_is_answered_as_any_other_when_it_comes_first(
    cold: ColdServers, prepared: Prepared, path: str, person: str | None
) -> None:
    """A page of each folder, by somebody who may not see it where there is somebody."""
    assert_shown(cold.take(), prepared, path, person)


@pytest.mark.parametrize("path", PATHS)
def test_each_reader_gets_what_they_may_see(app: Server, prepared: Prepared, path: str) -> None:
    """Every page there is, for every kind of reader."""
    for person in READERS:
        assert_shown(app, prepared, path, person)


def test_every_page_of_the_menu_is_asked_for_here() -> None:
    """A new one is added above, with who may see it."""
    pages = IN_THE_MENU.findall((ROOT / "pages" / "ui" / "frame" / "menu.py").read_text("utf-8"))

    assert {f"/{page}" for page in pages} - {"/home"} | {"/", "/area"} | {*ABOUT_UNITS} == {*PATHS}


@pytest.mark.parametrize(
    ("path", "person"),
    [
        ("/waves", MEMBER),
        *(
            pytest.param(path, person, marks=pytest.mark.long)
            for path, person in (("/trends", NOBODY), ("/people", HR))
        ),
    ],
)
def test_a_browser_may_begin_with_a_deep_link(
    cold: ColdServers, visits: Visits, path: str, person: str | None
) -> None:
    """The page, or what stands there for an address that does not exist."""
    page = visits.tab(person=person)
    page.goto(cold.take().at(path))

    own = title(path, person)
    if own == NOT_FOUND:
        expect(page.get_by_role("dialog").get_by_text(NOT_FOUND)).to_be_visible()
        expect(page.locator("h1")).to_contain_text([title("/", person)])
    else:
        expect(page.locator("h1")).to_contain_text([own])
        settled(page)
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_page_of_others_reads_like_any_other_that_is_not_theirs(
    app: Server, visits: Visits, prepared: Prepared
) -> None:
    """Only the address differs, for the browser and for whoever reads the line."""
    page = visits.tab(person=MEMBER)
    said, sent = [], []
    for path in ("waves", "retention"):
        page.goto(app.at(f"/{path}"))
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text(NOT_FOUND)).to_be_visible()
        settled(page)
        said.append(page.locator("body").inner_text().replace(path, "…"))
        with tab(app, path, cookies={SEAT: prepared.tokens.seats[MEMBER]}) as opened:
            sent.append((opened.words, sorted(opened.widgets), opened.not_found))

    assert said[0] == said[1]
    assert sent[0] == sent[1]
