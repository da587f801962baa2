"""Promises of reading pages: each answers its question at a glance, in few words, standing still;
and three jobs take as few clicks as we say."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import DESK, PHONE, Visits, faults, settled
from tests.journeys.conftest import Prepared
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

QUESTIONS: Mapping[str, tuple[str, str, str]] = {
    "Where do we stand?": (shipyard.MEMBER, "/trends", "[data-testid=stMetricValue]"),
    "What is behind it?": (shipyard.MEMBER, "/sources", ".st-key-story"),
    "Where are we between trust's two sources?": (shipyard.MEMBER, "/maps", ".st-key-story_trust"),
    "What shall we talk about?": (shipyard.MEMBER, "/conversation", ".st-key-story"),
    "Who needs help?": (shipyard.OVER_LEADERS, "/area", ".st-key-story"),
}
MOST_WORDS = 120
WORDS = """() => {
  const main = document.querySelector('.stMain'), found = [];
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const left_out = 'svg, style, .signed-in, .st-key-unit_bar, [translate=no], [data-testid*=Icon],'
    + ' [data-testid=stExpanderDetails]';
  while (walk.nextNode()) {
    const here = walk.currentNode.parentElement;
    if (here.checkVisibility() && !here.closest(left_out))
      found.push(...walk.currentNode.textContent.split(/[\\s·]+/).filter(word => /\\w/.test(word)));
  }
  return found;
}"""
LARGEST = """(answer) => {
  const size = element => parseFloat(getComputedStyle(element).fontSize);
  const there = [...answer.querySelectorAll('*'), answer];
  const mine = Math.max(...there.filter(e => e.textContent.trim()).map(size));
  const rest = [...document.querySelectorAll('.stMain *')].filter(e => e.checkVisibility()
    && e.getBoundingClientRect().top < innerHeight
    && !e.closest('h1, svg, style, .signed-in') && [...e.childNodes].some(
      n => n.nodeType === Node.TEXT_NODE && n.textContent.trim()));
  return [mine, Math.max(...rest.map(size))];
}"""


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_the_first_thing_one_sees(app: Server, visits: Visits, question: str) -> None:
    """In the first view, and the largest text after the title; and axe finds nothing of ours."""
    person, path, answer = QUESTIONS[question]
    page = visits.tab(app, person=person)
    page.goto(path)
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        found = settled(page).locator(answer).first
        expect(found).not_to_be_empty()
        box = found.bounding_box()

        assert box is not None
        assert box["y"] + box["height"] <= height
        mine, largest = found.evaluate(LARGEST)
        assert mine == largest
        assert faults(page) == []


def test_the_overview_says_it_in_few_words(app: Server, visits: Visits) -> None:
    """Below the bar of the unit, before anything is opened."""
    page = visits.tab(app, person=shipyard.MEMBER)
    page.goto("/trends")
    expect(settled(page).locator(".js-plotly-plot .main-svg").first).to_be_visible()

    found = page.evaluate(WORDS)
    assert len(found) <= MOST_WORDS, " ".join(found)


def test_a_member_reads_what_changed_with_one_click(
    app: Server, visits: Visits, prepared: Prepared
) -> None:
    """The link of the results mail."""
    page = visits.tab(app)
    page.goto(f"/read/{prepared.tokens.reads[shipyard.MEMBER]}")

    expect(settled(page).locator(".st-key-story")).to_contain_text("fell by 25 points")


def test_a_leader_holds_the_sheet_of_the_conversation_after_three(
    app: Server, visits: Visits, prepared: Prepared
) -> None:
    """The link of the mail, the conversation, and its paper."""
    page = visits.tab(app, phone=False)
    page.goto(f"/read/{prepared.tokens.reads[shipyard.LEADER]}")
    settled(page).get_by_text(text("overview.start")).click()
    with page.expect_download() as paper:
        page.get_by_text(text("paper.link")).click()

    assert paper.value.suggested_filename.endswith(".pdf")


def test_a_leader_of_leaders_finds_who_needs_help_and_why_after_three(
    app: Server, visits: Visits, prepared: Prepared
) -> None:
    """Signing in, the area, and the row of the team."""
    page = visits.tab(app, phone=False)
    page.goto(f"/enter/{prepared.tokens.doors[shipyard.OVER_LEADERS]}")
    page.get_by_role("button").click()
    settled(page).get_by_role("link", name=text("area.menu")).click()
    expect(page.locator(".st-key-story")).to_contain_text("Keel")
    page.get_by_role("link", name="Keel", exact=True).click()

    expect(page.get_by_role("heading", name="Keel")).to_be_visible()
    expect(page.locator(".st-key-story")).to_contain_text("fell by 25 points")
