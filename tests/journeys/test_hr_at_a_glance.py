"""Promises of HR's pages in a browser: by keys, and in few clicks."""

import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from survey.settings import Settings
from survey.store import Store
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, faults, person_menu, settled
from tests.journeys.server import Server, serving
from tests.journeys.test_the_quarter import (
    Quarter,
    administrator_link,
    culture_amp,
    quarter,
)
from tests.organisation.test_brand import picture

pytestmark = pytest.mark.browser
__all__ = ["quarter"]


def test_the_menus_are_reached_and_opened_by_keys_alone(app: Server, visits: Visits) -> None:
    """From the top: the menu of pages, then who is signed in, and the way out in it."""
    page = visits.tab(app, person=shipyard.HR, phone=False, dark=True)
    page.goto("/waves")
    settled(page)
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || ''").strip())
        if page.evaluate("document.activeElement.closest('.st-key-person_menu button') !== null"):
            break
    assert text("menu.hr") in reached
    assert text("promise.menu") in reached

    page.keyboard.press("Enter")
    out = page.get_by_role("link", name=text("menu.sign_out"))
    expect(out).to_be_visible()
    assert faults(page) == []
    while not out.evaluate("e => e === document.activeElement"):
        page.keyboard.press("Tab")
    assert faults(page) == []


def test_name_mark_and_colour_stand_on_every_kind_of_page(
    tmp_path: Path, visits: Visits, unanswered: Path
) -> None:
    """Chosen on Settings, shown by Streamlit's pages and by ours, in light and in dark."""
    shutil.copytree(unanswered, tmp_path / "data")
    with closing(Store(Settings(data=tmp_path / "data"))) as store:
        seat = shipyard.seat(store, shipyard.HR)
        link = make.tokens(store, shipyard.OPEN_WAVE)["keel-1"]
    with serving(tmp_path / "data", log=tmp_path / "log") as app:
        desk = visits.tab(app, phone=False)
        visits.keep(desk.context, "same_boat_seat", seat)
        desk.goto("/settings")
        settled(desk)
        desk.get_by_role("textbox", name=text("brand.name")).fill("Fernhollow")
        desk.get_by_role("textbox", name=text("brand.colour")).fill("#ffd400")
        desk.get_by_role("button", name=text("brand.keep")).click()
        expect(desk.get_by_text("is too light to be read")).to_be_visible()
        desk.get_by_role("textbox", name=text("brand.colour")).fill("#5a1478")
        upload = {"name": "mark.png", "mimeType": "image/png", "buffer": picture()}
        with desk.expect_response(re.compile("upload_file")):
            desk.locator("input[type=file]").set_input_files(upload)  # type: ignore[arg-type]
        settled(desk)
        desk.get_by_role("button", name=text("brand.keep")).click()
        expect(desk.get_by_text(text("brand.mark_kept"))).to_be_visible()

        desk.goto("/waves")
        settled(desk)
        assert "Fernhollow" in desk.title()
        expect(desk.locator(".st-key-hr_menu a").first.locator("p")).to_have_css(
            "color", "rgb(90, 20, 120)"
        )
        light = desk.request.get(f"/i/{link}?page=light", headers={"Accept-Encoding": "gzip"})
        assert "Fernhollow" in light.text()
        assert "#5a1478" in light.text()
        assert "data:image/png;base64," in light.text()
        assert int(light.headers["content-length"]) < 20_000
        assert faults(desk) == []


class Clicks:
    """Counts what somebody presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, role: str, name: str | re.Pattern[str], *, exact: bool = True) -> None:
        """Press the first of this name, once it is there."""
        found = self.page.get_by_role(role, name=name, exact=exact).first  # type: ignore[arg-type]
        expect(found).to_be_visible()
        found.click()
        self.count += 1

    def choose_file(self, name: str, content: bytes) -> None:
        """Choosing a file counts as two: the button, and the file."""
        upload = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.page.locator("input[type=file]").first.set_input_files(upload)  # type: ignore[arg-type]
        self.count += 2


def test_hr_comes_from_nothing_to_a_checked_series_of_six_in_twelve_clicks(
    quarter: Quarter, visits: Visits
) -> None:
    """The link of the console, people, and a plan that ends on its first wave's check list."""
    desk = visits.tab(quarter.app, phone=False)
    desk.goto(administrator_link(quarter))
    clicks = Clicks(desk)
    clicks.press("button", text("link.enter_now"))
    clicks.press("link", text("quarter.need.no_people.do"))
    clicks.choose_file("export.csv", culture_amp())
    clicks.press("button", text("people.do_import"))
    clicks.press("link", re.compile(text("people_add.plan_next")), exact=False)
    desk.get_by_text(text("waves.plan"), exact=True).click()
    desk.get_by_text(text("plan.every", weeks=4), exact=True).click()
    clicks.count += 2
    clicks.press("button", text("plan.schedule_all", count=6))

    expect(desk.get_by_role("heading", name=text("waves.check"))).to_be_visible()
    expect(desk.locator(".life [aria-current=step]")).to_have_text(text("wave.step.checked"))
    assert clicks.count <= 12


def test_a_closed_wave_is_three_clicks_from_its_workbook(app: Server, visits: Visits) -> None:
    desk = visits.tab(app, person=shipyard.HR, phone=False)
    desk.goto("/")
    clicks = Clicks(settled(desk))
    clicks.press("link", text("quarter.to_last"), exact=False)
    expect(desk.locator(".life")).to_be_visible()
    with desk.expect_download() as kept:
        clicks.press("link", text("wave.workbook"), exact=False)

    assert kept.value.suggested_filename.endswith(".xlsx")
    assert clicks.count <= 3


def test_who_is_signed_in_stands_in_a_menu_on_every_page(app: Server, visits: Visits) -> None:
    """On a phone too, without the name beside it."""
    phone = visits.tab(app, person=shipyard.MEMBER)
    for path in ("/trends", "/promise"):
        phone.goto(path)
        who = person_menu(settled(phone)).get_by_text(text("menu.signed_in", name="Keel-1"))
        expect(who).to_be_visible()
