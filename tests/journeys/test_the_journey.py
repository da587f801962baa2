"""The main job in a real browser: ask, send, close, see the new point, take the CSV."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, faults, too_wide
from tests.journeys.conftest import Prepared
from tests.journeys.server import Server

pytestmark = pytest.mark.browser


def answer(page: Page, value: str) -> None:
    """Choose the same label for every statement, by its words as a thumb does."""
    questions = page.get_by_role("radiogroup")
    expect(questions).to_have_count(10)
    for question in questions.all():
        question.get_by_text(value, exact=True).click()


def newest_score(page: Page, measure: str) -> tuple[str, float]:
    """The day and the score of the last own point that the browser draws for a measure."""
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    own = page.locator(".js-plotly-plot").first.evaluate(
        """(chart, measure) => {
            const own = chart.data.filter(t => (t.hovertext || []).some(h => h.includes(measure)));
            const last = own[own.length - 1];
            return [last.x[last.x.length - 1], last.y[last.y.length - 1]];
        }""",
        measure,
    )
    return str(own[0])[:10], float(own[1])


def download(page: Page) -> str:
    """What the download button gives."""
    with page.expect_download() as got:
        page.get_by_text(text("reports.download_report")).click()
    return Path(got.value.path()).read_text("utf-8-sig")


def test_an_answer_on_a_phone_becomes_a_point_and_a_row(
    launch: Callable[[], Server], visits: Visits, prepared: Prepared
) -> None:
    """The keel team needs five answers; four are there, and the fifth comes through the browser."""
    app = launch()
    phone = visits.tab(app)
    phone.goto(f"/i/{prepared.tokens.links['keel-1']}?page=streamlit")
    expect(phone.get_by_text("9 invited")).to_be_visible()
    answer(phone, "Agree")
    expect(phone.get_by_text("of 10 answered")).to_be_visible()
    phone.get_by_role("button", name=text("form.send")).click()
    expect(phone.get_by_role("heading", name=text("sent.title"))).to_be_visible()
    assert (faults(phone), too_wide(phone)) == ([], False)

    desk = visits.tab(app, phone=False)
    desk.goto(f"/enter/{prepared.tokens.doors[shipyard.HR]}")
    desk.get_by_role("button", name=text("link.enter_now")).click()
    desk.get_by_role("link", name=text("menu.waves"), exact=True).first.click()
    desk.get_by_role("link", name=f"Wave {shipyard.OPEN_WAVE}").first.click()
    desk.get_by_text(text("waves.close"), exact=True).click()
    desk.get_by_role("button", name=text("waves.close_yes")).click()
    expect(desk.get_by_text(text("waves.closed"))).to_be_visible()

    member = visits.tab(app, person=shipyard.MEMBER)
    member.goto("/trends")
    expect(member.get_by_role("figure").first).to_be_visible()
    day, score = newest_score(member, "Belonging")
    assert day == prepared.opened

    desk.get_by_role("link", name=text("menu.reports"), exact=True).first.click()
    rows = list(csv.DictReader(StringIO(download(desk))))
    (row,) = [
        row
        for row in rows
        if (row["wave"], row["unit"], row["measure"]) == (shipyard.OPEN_WAVE, "keel", "belonging")
    ]
    assert float(row["score"]) == score
    assert row["n_band"] == "5 to 7"
