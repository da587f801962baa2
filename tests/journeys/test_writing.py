"""A comment in a real browser: written on a phone, thought about once more, and sent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.english import text
from tests.journeys.chromium import Visits, faults, too_wide
from tests.journeys.conftest import Prepared
from tests.journeys.server import Server

pytestmark = pytest.mark.browser
COMMENT = "Thank Deck-3 for the hand-over."


def test_a_comment_that_names_a_colleague_is_thought_about_once_more(
    launch: Callable[[], Server], visits: Visits, prepared: Prepared
) -> None:
    """The warning stands beside the button and the words stay; a second press sends them."""
    app = launch()
    phone = visits.tab(app)
    phone.goto(f"/i/{prepared.tokens.links['keel-2']}?page=streamlit")
    questions = phone.get_by_role("radiogroup")
    expect(questions).to_have_count(10)
    for question in questions.all():
        question.get_by_text("Agree", exact=True).click()
    box = phone.get_by_role("textbox").first
    box.press_sequentially(COMMENT)

    phone.get_by_role("button", name=text("form.send")).click()
    expect(phone.get_by_role("alert")).to_have_text(
        f"{text('form.named', found='“Deck”')} {text('form.again_named')}"
    )
    expect(box).to_have_value(COMMENT)
    assert (faults(phone), too_wide(phone)) == ([], False)

    phone.get_by_role("button", name=text("form.send")).click()
    expect(phone.get_by_role("heading", name=text("sent.title"))).to_be_visible()
    assert "Deck-3" not in app.log.read_text("utf-8")
