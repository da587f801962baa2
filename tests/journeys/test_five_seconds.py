"""Promises of pages: each answers its question at a glance, in few words; three jobs take few
clicks."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, expect

from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import DESK, PHONE, Visits, settled
from tests.journeys.conftest import Fictional, Prepared
from tests.journeys.every_page import in_the_menu
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

QUESTIONS: Mapping[str, tuple[str | None, str, str]] = {
    # What somebody asks of a page: who, its address, and what the answer begins with.
    "What is this?": (None, "/", "Same Boat asks the people of a team"),
    "Does it show what one person said?": (None, "/promise", ".* never what one person said"),
    "Where do we stand?": ("member", "/trends", r"\d+$"),
    "What is behind it?": ("member", "/sources", "(Behind it|Nothing behind)"),
    "Where are we between trust's two sources?": (
        "member",
        "/maps",
        ".* (is in the corner|stands between)",
    ),
    "What did people write?": ("over", "/comments?unit={area}", r"\d+ comments on Pulse 8"),
    "What shall we talk about?": ("leader", "/conversation", "Talk about"),
    "Who needs help?": ("over", "/area", "(Offer help|Nobody clearly needs help)"),
    "Where am I signed in?": ("member", "/sessions", "Only here"),
    "What is asked next?": ("council", "/seat", "No wave"),
    "How is it going?": ("hr", "/", r"\d+ days? left|Closes today|\d+ to \d+ %|Under \d+ %"),
    "Which wave runs?": ("hr", "/waves", "Pulse 9"),
    "How does this wave go?": ("hr", "/wave?wave={opened}", r"\d+ days? left|\d+ to \d+ %"),
    "What became of it?": ("hr", "/wave?wave={last}", r"\d+-\d+ %"),
    "Did the mails go out?": ("hr", "/links", r"\d+ sent"),
    "How many are we?": ("hr", "/people", "140 people"),
    "Who takes part?": ("hr", "/participation", r"\d+-\d+ %"),
    "What can we ask?": ("hr", "/questions", r"\d+ questions"),
    "Can we trust it?": ("hr", "/quality", "(Yes|Not yet|Too early to say) for Belonging"),
    "Which figures can I take along?": ("hr", "/reports", "8 waves"),
    "What came from before?": ("hr", "/history", "8 past waves"),
    "How much was done?": ("hr", "/audit", r"\d+ lines"),
    "What goes next?": ("hr", "/retention", "Nothing"),
    "Whose clock is it?": ("hr", "/settings", r"\d+:\d+"),
    "How long will it take?": ("hr", "/preview", "20 statements"),
    "What do we try, and what comes next?": ("member", "/try", "We try “.+”, and look again on"),
    "What do we try in the area?": ("over", "/try?unit={area}", "Nothing is being tried"),
    "What do they do about what we said?": ("member", "/heard", "After the spring release no date"),
}
BY_LINK = {
    "pulse": (
        "What do they want of me, how long does it take, and is it safe?",
        "20 statements, about 2 minutes, without your name",
    ),
    "sent": ("Did it arrive?", "Your answers are in"),
}
"""The same of pages whose address is a personal link."""
MOST_WORDS = 120
WHILE_TYPING = 480
"""What a keyboard leaves of a phone."""
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
LARGEST = """() => {
  const shown = [...document.querySelectorAll(':is(.stMain, main) *')].filter(e =>
    !e.closest('h1, .st-key-hr_menu, .st-key-person_menu, svg, style') && e.checkVisibility()
    && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
  const inView = shown.filter(e => {
    const box = e.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight && box.width > 0;
  });
  const size = e => parseFloat(getComputedStyle(e).fontSize);
  const words = inView.filter(e => !e.closest('[data-testid=stIconMaterial]'));
  const most = Math.max(...words.map(size));
  return words.filter(e => size(e) === most).map(e => e.textContent.trim());
}"""


def test_each_page_answers_its_question_in_the_largest_words_below_its_title(
    fictional: Fictional, browser: Browser
) -> None:
    """On the fictional organisation, before anybody scrolls, on a desk and on a phone."""
    visits, wrong = Visits(browser, dict(fictional.seats)), {}
    readers = {person for person, *_ in QUESTIONS.values()}
    tabs = {one: visits.tab(fictional.app, person=one) for one in readers}
    for question, (person, path, answer) in QUESTIONS.items():
        page = tabs[person]
        page.goto(path.format(**fictional.places))
        settled(page)
        for width, height in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            said = page.evaluate(LARGEST)
            if not any(re.match(answer, one) for one in said):
                wrong[question, width] = said
    visits.close()

    assert wrong == {}


def test_every_page_has_a_question() -> None:
    asked = {path.strip("/").partition("?")[0] for _, path, _ in QUESTIONS.values()}

    assert asked | set(BY_LINK) == in_the_menu()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("kind", ["streamlit", "light"])
def test_the_form_and_its_thank_you_answer_theirs(
    fictional: Fictional, browser: Browser, size: tuple[int, int], kind: str
) -> None:
    """Whoever has sent stands at the end of a long form, and reads the beginning of the answer."""
    visits, said = Visits(browser, {}), {}
    page = visits.tab(fictional.app, phone=size == PHONE)
    page.goto(f"/i/{fictional.links.pop()}?page={kind}")
    send = page.get_by_role("button", name=text("form.send"))
    expect(send).to_be_visible()
    said["pulse"] = page.evaluate(LARGEST)
    for statement in page.locator("fieldset.q, [role=radiogroup]").all():
        statement.get_by_text("Agree", exact=True).click()
    page.set_viewport_size({"width": size[0], "height": WHILE_TYPING})
    page.locator("textarea").last.fill("More time.")
    send.click()
    for words in ("sent.title", "sent.arrived"):
        expect(page.get_by_text(text(words), exact=True)).to_be_in_viewport(ratio=1)
    said["sent"] = page.evaluate(LARGEST)
    visits.close()

    for name, (question, answer) in BY_LINK.items():
        assert any(re.match(answer, one) for one in said[name]), (question, said[name])


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
