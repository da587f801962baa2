"""Promises of pages while they arrive: what one sees stays where it is."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import DESK, PHONE, Visits, settled
from tests.journeys.conftest import Prepared
from tests.journeys.every_page import FORM, PAGES, READERS
from tests.journeys.server import Server

pytestmark = pytest.mark.browser
MOST = 0.1
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


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_moves_on_any_page_while_it_arrives(
    app: Server, visits: Visits, prepared: Prepared, size: tuple[int, int]
) -> None:
    """Layout shift as browsers count it, from the first picture to the last."""
    tabs = {person: visits.tab(app, person=person, phone=size == PHONE) for person in READERS}
    for tab in tabs.values():
        tab.add_init_script(WATCH)
    form = f"/i/{prepared.tokens.links['keel-3']}"
    paths = {name: (who, path.format(**prepared.tried)) for name, (who, path) in PAGES.items()}
    paths[FORM] = None, f"{form}?page=streamlit"
    moved = {name: moved_on(tabs[who], path) for name, (who, path) in paths.items()}
    light = tabs[None]
    light.goto(f"{form}?page=light")
    moved["light"] = moved_here(light)

    assert {name: shift for name, shift in moved.items() if shift > MOST} == {}


def moved_on(page: Page, path: str) -> float:
    """How much moved on a page of Streamlit's, once all of it is there."""
    page.goto(path)
    settled(page).wait_for_function(ARRIVED)
    expect(page.locator(".stMainBlockContainer")).to_be_visible()
    return moved_here(page)


def moved_here(page: Page) -> float:
    """What the browser counted, two pictures later."""
    page.evaluate(TWO_PICTURES)
    shifts: list[float] = page.evaluate("window.shifts")
    return round(sum(shifts), 3)
