"""Promises of how pages look: for everybody, on a phone and on a desk, light and dark."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys import shipyard
from tests.journeys.chromium import DESK, PHONE, Visits, settled
from tests.journeys.conftest import Prepared
from tests.journeys.server import Server

pytestmark = pytest.mark.browser
GRAVE = {"serious", "critical"}
PAGES = {
    "welcome": (None, "/"),
    "home": (shipyard.HR, "/"),
    "no-link": (None, "/sent"),
    "pulse": (None, "by the personal link"),
    "trends": (shipyard.HR, "/trends?unit=keel"),
    "waves": (shipyard.HR, "/waves"),
    "people": (shipyard.HR, "/people"),
    "reports": (shipyard.HR, "/reports"),
}


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the screenshots, for somebody to look at."""
    return tmp_path_factory.mktemp("looks")


@pytest.fixture(scope="module")
def readers(
    browser: Browser, prepared: Prepared, app: Server
) -> Iterator[Callable[[str | None, bool], Page]]:
    """A browser tab for each reader and theme, which loads Streamlit once."""
    visits, tabs = Visits(browser, prepared.tokens.seats), dict[tuple[str | None, bool], Page]()

    def tab(person: str | None, dark: bool) -> Page:
        if (person, dark) not in tabs:
            tabs[person, dark] = visits.tab(app, person=person, dark=dark)
        return tabs[person, dark]

    yield tab
    visits.close()
    assert not visits.complaints


def too_wide(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    wide: bool = page.locator(".stMain").evaluate("main => main.scrollWidth > main.clientWidth")
    return wide


def faults(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    found = Axe().run(page).response["violations"]
    return [f"{f['id']}: {f['nodes'][0]['html']}" for f in found if f["impact"] in GRAVE]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_fit_for_everybody(
    readers: Callable[[str | None, bool], Page],
    prepared: Prepared,
    looks: Path,
    *,
    name: str,
    dark: bool,
) -> None:
    """It never scrolls sideways, and axe has no serious complaint; a picture of it is kept."""
    person, path = PAGES[name]
    page = readers(person, dark)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    if name == "pulse":
        page.goto(f"/i/{prepared.tokens.links['keel-3']}")
    else:
        page.goto(path)
    settled(page)
    if name == "trends":
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()

    theme = "dark" if dark else "light"
    page.screenshot(path=looks / f"{name}-phone-{theme}.png")
    assert not too_wide(page)
    assert faults(page) == []

    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.screenshot(path=looks / f"{name}-desk-{theme}.png")
    assert not too_wide(page)
