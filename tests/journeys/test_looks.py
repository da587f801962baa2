"""Promises of how pages look: for everybody, on a phone and on a desk, light and dark.

`make test` takes the desk light and the phone dark; `make looks` takes all four, and keeps a
picture of each in the folder looks/.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from commands.demo import build_demo
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import State
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import DESK, PHONE, Visits, faults, settled, too_wide
from tests.journeys.conftest import Prepared
from tests.journeys.every_page import FORM, PAGES, READERS, left_out
from tests.journeys.server import Server, serving

pytestmark = pytest.mark.browser
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 26, 30)"}
SCREENS = {"desk": DESK, "phone": PHONE}
BY_TURNS = pytest.mark.parametrize(
    "themes",
    [
        pytest.param({"desk": "light", "phone": "dark"}, id="dark on the phone"),
        pytest.param(
            {"desk": "dark", "phone": "light"}, id="dark on the desk", marks=pytest.mark.long
        ),
    ],
)
CHARTS = {"trends", "tried", "maps", "promise"}
MOST = 0.1
"""How much may move: layout shift as browsers count it."""
WATCH = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push(one.value);
}).observe({type: 'layout-shift', buffered: true});
"""
ARRIVED = """() => document.fonts.status === 'loaded' &&
  [...document.querySelectorAll('[data-testid=stPlotlyChart]')].filter(e => e.checkVisibility())
    .every(e => e.querySelector('.main-svg'))"""
TWO_PICTURES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
CUT_OFF = """() => [...document.querySelectorAll('.stMain .stPageLink :is(a, span, p)')]
  .filter(one => one.scrollWidth > one.clientWidth && !one.closest('.st-key-unit_tabs')
    && getComputedStyle(one).display !== 'inline').map(one => one.textContent)"""
OF_WHAT_IS_THERE = {FORM, "trying", "tried", "wave", "wave-over", "refused"}
"""Pages that only exist where something was asked."""


@pytest.fixture(scope="module")
def looks(request: pytest.FixtureRequest) -> Path | None:
    """The folder for pictures, where somebody wants some."""
    folder: str | None = request.config.getoption("--looks")
    return Path(folder) if folder else None


@pytest.fixture(scope="module")
def readers(
    browser: Browser, prepared: Prepared, app: Server
) -> Iterator[Mapping[str | None, Page]]:
    """A browser tab for each reader, which loads Streamlit once."""
    visits = Visits(browser, prepared.tokens.seats)
    tabs = {person: visits.tab(app, person=person) for person in READERS}
    for tab in tabs.values():
        tab.add_init_script(WATCH)
    yield tabs
    visits.close()
    assert not visits.complaints


@BY_TURNS
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_fit_for_everybody(
    readers: Mapping[str | None, Page],
    prepared: Prepared,
    looks: Path | None,
    name: str,
    themes: Mapping[str, str],
) -> None:
    """Nothing moves while it arrives or scrolls sideways, and axe has no serious complaint."""
    person, path = PAGES[name]
    page = readers[person]
    path = path.format(**prepared.tried)
    for size, theme in themes.items():
        put_before(page, size, theme)
        page.goto(f"/i/{prepared.tokens.links['keel-3']}?page=streamlit" if name == FORM else path)
        settled(page).wait_for_function(ARRIVED)
        expect(page.locator(".stMainBlockContainer")).to_be_visible()
        expect(page.locator(".stApp")).to_have_css("background-color", GROUNDS[theme])
        if name in CHARTS:
            expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        if looks:
            page.screenshot(path=looks / f"{name}-{size}-{theme}.png")
        assert moved(page) <= MOST
        assert not too_wide(page)
        assert faults(page) == []


def test_no_link_is_cut_off_on_a_phone(readers: Mapping[str | None, Page]) -> None:
    """Not in German either, which takes longer to say it."""
    page = readers[shipyard.HR]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto("/conversation?unit=deck&lang=de")
    expect(page.get_by_text(text("conversation.to_comments", "de"))).to_be_visible()

    assert settled(page).evaluate(CUT_OFF) == []


@pytest.fixture(scope="module")
def nothing_yet(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str | None, Page]]:
    """A tab for each reader of an installation where nobody was asked anything yet."""
    folder = tmp_path_factory.mktemp("nothing_yet")
    with closing(Store(Settings(data=folder / "data"))) as store:
        shipyard.settle(store)
        seats = {person: shipyard.seat(store, person) for person in READERS if person}
    visits = Visits(browser, seats)
    with serving(folder / "data", log=folder / "log") as server:
        yield {person: visits.tab(server, person=person) for person in READERS}
        visits.close()


@pytest.mark.parametrize("size", ["phone", pytest.param("desk", marks=pytest.mark.long)])
@pytest.mark.parametrize("name", [name for name in PAGES if name not in OF_WHAT_IS_THERE])
def test_a_page_with_nothing_to_show_yet_is_fit_for_everybody(
    nothing_yet: Mapping[str | None, Page], looks: Path | None, name: str, size: str
) -> None:
    """It says what will be there, and nothing fails."""
    person, path = PAGES[name]
    page = nothing_yet[person]
    put_before(page, size, "light")
    page.goto(path)
    settled(page)
    expect(page.get_by_text(text("router.failed"))).to_have_count(0)
    if looks:
        page.screenshot(path=looks / f"{name}-empty-{size}.png")
    assert not too_wide(page)
    assert faults(page) == []


def test_every_page_is_among_them() -> None:
    """A page without a row here would be looked at by nobody."""
    assert left_out() == set()


@BY_TURNS
def test_the_light_page_is_fit_for_everybody(
    readers: Mapping[str | None, Page],
    prepared: Prepared,
    looks: Path | None,
    themes: Mapping[str, str],
) -> None:
    """All on one page, and one statement at a time."""
    page = readers[None]
    for size, theme in themes.items():
        put_before(page, size, theme)
        page.goto(f"/i/{prepared.tokens.links['keel-3']}?page=light")
        assert moved(page) <= MOST
        for view, button in {"light": None, "light-one": text("light.one")}.items():
            if button:
                page.get_by_role("button", name=button).click()
            expect(page.locator("body")).to_have_css("background-color", GROUNDS[theme])
            if looks:
                page.screenshot(path=looks / f"{view}-{size}-{theme}.png")
            wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
            assert page.evaluate(wide) == 0
            assert faults(page) == []
        page.get_by_role("button", name=text("light.all")).click()


def put_before(page: Page, size: str, theme: str) -> None:
    """A screen of this size, of somebody who reads in light or dark."""
    width, height = SCREENS[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")


def moved(page: Page) -> float:
    """How much moved since a page began to load, as browsers count it, two pictures later."""
    page.evaluate(TWO_PICTURES)
    shifts: list[float] = page.evaluate("window.shifts")
    return sum(shifts)


GUIDES = {
    "overview": ("bastien.chevalier", "/trends"),
    "area": ("arjun.menon", "/area"),
    "waves": ("ciaran.tierney", "/waves"),
}
"""Of the fictional organisation, for README and guides: `python -m tests.house.pictures`."""


def test_pictures_of_guides(browser: Browser, looks: Path | None, tmp_path: Path) -> None:
    """Only where somebody wants pictures: the fictional organisation takes a while to build."""
    if looks is None:
        pytest.skip("no pictures are wanted")
    with closing(Store(Settings(data=tmp_path / "data"))) as store:
        build_demo(store)
        seats = {one: shipyard.seat(store, one) for one, *_ in GUIDES.values()}
        opened = next(wave.key for wave in store.waves() if wave.state is State.OPEN)
        link = next(iter(make.tokens(store, opened).values()))
    visits = Visits(browser, seats)
    with serving(tmp_path / "data", log=tmp_path / "log") as server:
        for name, (person, path) in GUIDES.items():
            page = visits.tab(server, person=person, phone=False)
            page.goto(path)
            settled(page).wait_for_timeout(1000)
            page.screenshot(path=looks / f"guide-{name}.png")
        page = visits.tab(server)
        page.goto(f"/i/{link}?page=light")
        page.screenshot(path=looks / "guide-answer.png")
    visits.close()
