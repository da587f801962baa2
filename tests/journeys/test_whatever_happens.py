"""Promises to whoever answers, whatever phone, network, proxy or settings they have.

Each row of what went wrong in the first version, on both pages, in a real browser. What was sent is
read in the box, opened with its key.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from pages.respondent.model import room
from tests.english import text
from tests.journeys import shipyard
from tests.journeys import tabs as at_tabs
from tests.journeys.chromium import Visits, faults, settled
from tests.journeys.proxies import OF_WEBSOCKETS, Blocks, proxy
from tests.journeys.server import Server
from tests.journeys.tabs import DECK, KEEL, Found, Yard

pytestmark = pytest.mark.browser
STATEMENTS = 10
BOTH = pytest.mark.parametrize("page", ["light", "streamlit"])
STAYS = "Is Streamlit still running"


def opened(tab: Page, token: str, page: str) -> Page:
    """A tab with the form of a link on one of the two pages."""
    tab.goto(f"/i/{token}?page={page}")
    if page == "streamlit":
        settled(tab)
    expect(statements(tab, page)).to_have_count(STATEMENTS)
    return tab


def statements(tab: Page, page: str) -> Locator:
    """Every statement with its choices."""
    return tab.get_by_role("radiogroup") if page == "streamlit" else tab.locator("fieldset")


def fill(tab: Page, page: str, value: str, comment: str = "") -> None:
    """Answer every statement alike, and write under the first prompt."""
    for question in statements(tab, page).all():
        question.get_by_text(value, exact=True).click()
    if comment:
        tab.get_by_role("textbox").first.press_sequentially(comment)


def assert_filled(tab: Page, page: str, comment: str) -> None:
    """What was typed is there."""
    expect(tab.get_by_role("textbox").first).to_have_value(comment)
    expect(statements(tab, page).locator(":checked")).to_have_count(STATEMENTS)


press, assert_thanked = at_tabs.press, at_tabs.assert_thanked


@BOTH
def test_two_links_in_one_browser_each_send_their_own(lane: Yard, tabs: Visits, page: str) -> None:
    """Although the line of the first broke after the second was opened."""
    lines = at_tabs.Lines()
    one = opened(lines.watch(tabs.tab(lane.start())), lane.links[KEEL], page)
    fill(one, page, "Disagree")
    other = opened(one.context.new_page(), lane.links[DECK], page)
    fill(other, page, "Agree")
    if page == "streamlit":
        at_tabs.break_line(one, lines)

    for tab in (one, other):
        expect(at_tabs.send_button(tab)).to_be_enabled()
        press(tab)
        assert_thanked(tab)

    assert lane.found() == Found({KEEL, DECK}, [("deck", {4}, []), ("keel", {2}, [])])


@BOTH
def test_a_reload_and_a_step_back_lose_nothing(lane: Yard, tabs: Visits, page: str) -> None:
    """Nor does it matter that the address no longer holds the link."""
    app = lane.start()
    tab = opened(tabs.tab(app), lane.links[KEEL], page)
    fill(tab, page, "Agree", "More time.")
    tab.reload()
    assert_filled(tab, page, "More time.")
    assert lane.links[KEEL] not in tab.url
    tab.goto("/promise")
    tab.go_back()
    assert_filled(tab, page, "More time.")

    press(tab)
    assert_thanked(tab)

    tab.wait_for_function("() => !Object.keys(sessionStorage).some(k => k.includes('draft'))")
    assert lane.found() == Found({KEEL}, [("keel", {4}, ["More time."])])


@BOTH
def test_who_is_offline_reads_our_words_and_sends_later(
    lane: Yard, tabs: Visits, page: str
) -> None:
    """Never Streamlit's for its developers; what is typed meanwhile counts."""
    tab = opened(tabs.tab(lane.start()), lane.links[KEEL], page)
    fill(tab, page, "Agree")
    lane.stop()
    if page == "light":
        press(tab)
        expect(tab.get_by_role("alert")).to_have_text(text("light.failed"))
    else:
        expect(tab.get_by_text(text("light.lost"))).to_be_visible()
    expect(tab.get_by_text(STAYS)).to_be_hidden()

    lane.start()
    tab.get_by_role("textbox").first.fill("From the train.")
    expect(at_tabs.send_button(tab)).to_be_enabled()
    expect(tab.get_by_text(text("light.lost"))).to_be_hidden()
    press(tab)
    assert_thanked(tab)

    assert lane.found() == Found({KEEL}, [("keel", {4}, ["From the train."])])


def test_who_reads_offline_reads_on_with_our_words_above(lane: Yard, tabs: Visits) -> None:
    """Not Streamlit's, which ask to restart it in a terminal, over all there is to read."""
    tab = tabs.tab(lane.start())
    tab.goto("/promise?lang=de")
    settled(tab)
    lane.stop()
    expect(tab.get_by_text(text("light.lost", "de"))).to_be_visible()
    expect(tab.locator("[data-testid=stDialog]")).to_have_count(1)
    expect(tab.get_by_text(STAYS)).to_be_hidden()
    expect(tab.get_by_role("heading", name=text("promise.title", "de"))).to_be_visible()

    lane.start()
    expect(tab.get_by_text(text("light.lost", "de"))).to_be_hidden()


def test_our_words_go_when_the_line_was_never_cut(lane: Yard, tabs: Visits) -> None:
    """A device that says it was offline for a moment, while its line stayed open."""
    tab = opened(tabs.tab(lane.start()), lane.links[KEEL], "streamlit")
    tab.evaluate("dispatchEvent(new Event('offline'))")
    expect(tab.get_by_text(text("light.lost"))).to_be_visible()

    tab.evaluate("dispatchEvent(new Event('online'))")
    expect(tab.get_by_text(text("light.lost"))).to_be_hidden()


def test_nothing_is_read_through_the_mark(lane: Yard, tabs: Visits) -> None:
    """The band with the organisation's mark covers what is scrolled below it, in light and dark."""
    tab = opened(tabs.tab(lane.start()), lane.links[KEEL], "streamlit")
    for scheme, ground in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(15, 26, 30)")):
        tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        expect(tab.locator(".stAppHeader")).to_have_css("background-color", ground)


def test_what_was_sent_offline_goes_out_when_the_line_is_back(lane: Yard, tabs: Visits) -> None:
    """On the light page by itself, once, as it says."""
    tab = opened(tabs.tab(lane.start()), lane.links[KEEL], "light")
    fill(tab, "light", "Agree")
    tab.context.set_offline(True)
    press(tab)
    expect(tab.get_by_role("alert")).to_have_text(text("light.offline"))
    tab.context.set_offline(False)

    assert_thanked(tab)
    assert lane.found() == Found({KEEL}, [("keel", {4}, [])])


@pytest.mark.parametrize("blocks", OF_WEBSOCKETS)
def test_a_blocked_websocket_leads_to_the_light_page(
    lane: Yard, tabs: Visits, blocks: Blocks
) -> None:
    """By itself, within seconds; whatever page the link would open."""
    lane.start()
    with proxy(lane.port, blocks) as address:
        tab = tabs.tab(Server(address, Path()))
        tab.goto(f"/i/{lane.links[KEEL]}")
        expect(statements(tab, "light")).to_have_count(STATEMENTS)
        fill(tab, "light", "Agree")
        press(tab)
        assert_thanked(tab)

    assert lane.found() == Found({KEEL}, [("keel", {4}, [])])


def test_without_script_the_form_is_answered(lane: Yard, browser: Browser) -> None:
    """On a desk too, with one plain press; a warning keeps what was typed."""
    context = browser.new_context(java_script_enabled=False, base_url=lane.start().url)
    tab = context.new_page()
    tab.goto(f"/i/{lane.links[KEEL]}")
    expect(tab.get_by_text(text("light.in_address"))).to_be_visible()
    fill(tab, "light", "Agree", "Thank Deck-3.")
    press(tab)
    expect(tab.get_by_role("alert")).to_contain_text("“Deck”")
    assert_filled(tab, "light", "Thank Deck-3.")
    press(tab)
    assert_thanked(tab)
    context.close()

    assert lane.found() == Found({KEEL}, [("keel", {4}, ["Thank Deck-3."])])


def test_without_cookies_the_form_is_answered(lane: Yard, tabs: Visits) -> None:
    """The desk's page would need one; the light page opens by itself, in no circle."""
    lane.start()
    with proxy(lane.port, Blocks.COOKIES) as address:
        tab = tabs.tab(Server(address, Path()), phone=False)
        tab.goto(f"/i/{lane.links[KEEL]}")
        expect(statements(tab, "light")).to_have_count(STATEMENTS)
        assert tab.context.cookies() == []
        fill(tab, "light", "Agree")
        press(tab)
        assert_thanked(tab)

    assert lane.found() == Found({KEEL}, [("keel", {4}, [])])


def test_a_desk_goes_on_to_the_larger_page_by_itself(lane: Yard, tabs: Visits) -> None:
    """And reads a word of ours, not white, while it loads."""
    tab = tabs.tab(lane.start(), phone=False)
    tab.route("**/static/js/**", lambda route: route.abort())
    tab.goto(f"/i/{lane.links[KEEL]}", wait_until="commit")
    expect(tab.get_by_text(text("light.wait"))).to_be_visible()
    expect(tab.get_by_role("link", name=text("light.lighter"))).to_be_visible()
    tab.unroute_all()
    tab.reload()
    expect(statements(tab, "streamlit")).to_have_count(STATEMENTS)

    assert "/pulse?form=" in tab.url
    assert lane.links[KEEL] not in tab.url


def test_a_draft_goes_along_from_page_to_page(lane: Yard, tabs: Visits) -> None:
    """There and back, as both are the same form."""
    tab = opened(tabs.tab(lane.start()), lane.links[KEEL], "light")
    fill(tab, "light", "Agree", "More time.")
    tab.get_by_role("button", name=text("light.larger")).click()
    assert_filled(tab, "streamlit", "More time.")
    tab.get_by_role("textbox").first.fill("Much more time.")
    tab.goto(f"/i/{lane.links[KEEL]}?page=light")
    assert_filled(tab, "light", "Much more time.")


@BOTH
def test_keyboard_only(lane: Yard, tabs: Visits, page: str) -> None:
    """Tab, space and arrows answer; the button is reached and pressed."""
    tab = opened(tabs.tab(lane.start(), phone=False), lane.links[KEEL], page)
    for question in statements(tab, page).all():
        question.locator("input").first.focus()
        tab.keyboard.press("Space")
        for _ in range(3):
            tab.keyboard.press("ArrowRight")
    tab.get_by_role("textbox").last.focus()
    for _ in range(12):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.innerText") == text("form.send"):
            break
    tab.keyboard.press("Enter")
    assert_thanked(tab)

    assert lane.found() == Found({KEEL}, [("keel", {4}, [])])


@BOTH
@pytest.mark.parametrize("how", ["320 px", "200 % text"])
def test_small_screens_and_large_letters(lane: Yard, tabs: Visits, page: str, how: str) -> None:
    """Nothing scrolls sideways, and Send is within reach."""
    tab = tabs.tab(lane.start())
    tab.set_viewport_size({"width": 320 if how == "320 px" else 390, "height": 640})
    opened(tab, lane.links[KEEL], page)
    if how == "200 % text":
        tab.add_style_tag(content="html { font-size: 200% !important; }")
    wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    main = "(e => e ? e.scrollWidth - e.clientWidth : 0)(document.querySelector('.stMain'))"
    fill(tab, page, "Agree")

    assert (tab.evaluate(wide), tab.evaluate(main)) == (0, 0)
    press(tab)
    assert_thanked(tab)


@BOTH
def test_a_script_that_runs_from_right_to_left_is_laid_out_so(
    lane: Yard, tabs: Visits, page: str
) -> None:
    """As the first page says it of such a language: choices, comments, nothing off the screen."""
    tab = tabs.tab(lane.start())
    tab.set_viewport_size({"width": 320, "height": 640})
    opened(tab, lane.links[KEEL], page)
    first = statements(tab, page).first
    words = first.get_by_text("Agree", exact=True)
    left = (
        "e => { const words = document.createRange(); words.selectNodeContents(e);"
        " return Math.round(words.getBoundingClientRect().left); }"
    )
    before = words.evaluate(left)
    tab.evaluate("document.documentElement.dir = 'rtl'")

    wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    assert first.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert words.evaluate(left) != before, "what is said stands on the other side"
    fill(tab, page, "Agree", "יותר זמן")
    assert tab.evaluate(wide) == 0
    press(tab)
    assert_thanked(tab)

    assert lane.found() == Found({KEEL}, [("keel", {4}, ["יותר זמן"])])


def test_a_slow_first_visit_reads_words_at_once(lane: Yard, tabs: Visits) -> None:
    """While Streamlit's scripts are still on their way: what happens, and a way that needs none."""
    tab = tabs.tab(lane.start())
    tab.route("**/static/js/**", lambda _: None)
    tab.goto(f"/i/{lane.links[KEEL]}?page=streamlit", wait_until="commit")

    expect(tab.get_by_text(text("light.wait"))).to_be_visible()
    tab.get_by_role("link", name=text("light.lighter")).click()
    expect(statements(tab, "light")).to_have_count(STATEMENTS)
    fill(tab, "light", "Agree")
    press(tab)
    assert_thanked(tab)


@BOTH
def test_what_was_said_goes_once_it_is_no_longer_so(lane: Yard, tabs: Visits, page: str) -> None:
    """That nothing is answered yet, when something is."""
    tab = opened(tabs.tab(lane.start()), lane.links[KEEL], page)
    press(tab)
    expect(tab.get_by_role("alert")).to_have_text(text("form.empty"))

    statements(tab, page).first.get_by_text("Agree", exact=True).click()

    expect(tab.get_by_text(text("form.empty"))).to_be_hidden()


def test_the_form_fetches_no_letters_and_no_icons(lane: Yard, tabs: Visits) -> None:
    """On a slow line they were nearly half of what it takes; the device has letters of its own."""
    tab, asked = tabs.tab(lane.start()), list[str]()
    tab.on("request", lambda request: asked.append(request.url))
    opened(tab, lane.links[KEEL], "streamlit")

    assert [url for url in asked if url.endswith(".woff2")] == []
    assert len(asked) > 50


# The light page alone


@pytest.mark.parametrize("dark", [False, True])
def test_the_light_page_is_fit_for_everybody(lane: Yard, tabs: Visits, dark: bool) -> None:
    """The form, one at a time, with a problem, and the thank-you: axe finds nothing grave."""
    tab = opened(tabs.tab(lane.start(), dark=dark), lane.links[KEEL], "light")
    assert faults(tab) == []
    tab.get_by_role("button", name=text("light.one")).click()
    assert faults(tab) == []
    tab.get_by_role("button", name=text("light.all")).click()
    press(tab)
    expect(tab.get_by_role("alert")).to_have_text(text("form.empty"))
    assert faults(tab) == []
    fill(tab, "light", "Agree")
    press(tab)
    assert_thanked(tab)
    assert faults(tab) == []


def test_one_statement_at_a_time_leads_through_the_form(lane: Yard, tabs: Visits) -> None:
    """A tap goes on, back goes back, and Send stands at the end."""
    tab = opened(tabs.tab(lane.start()), lane.links[KEEL], "light")
    tab.get_by_role("button", name=text("light.one")).click()
    for number in range(1, STATEMENTS + 1):
        expect(tab.locator("fieldset:visible legend")).to_contain_text(f"{number}. ")
        tab.locator("fieldset:visible").get_by_text("Agree", exact=True).click()
    expect(tab.get_by_role("heading", name=text("form.signs"))).to_be_visible()
    tab.get_by_role("button", name=text("light.back")).click()
    expect(tab.locator("fieldset:visible legend")).to_contain_text("10. ")
    tab.get_by_role("button", name=text("light.next"), exact=True).click()
    tab.get_by_role("button", name=text("light.next"), exact=True).click()
    press(tab)
    assert_thanked(tab)

    assert lane.found() == Found({KEEL}, [("keel", {4}, [])])


def test_the_first_open_statement_is_one_press_away(lane: Yard, tabs: Visits) -> None:
    """The count is a button that leads there."""
    tab = opened(tabs.tab(lane.start()), lane.links[KEEL], "light")
    for question in statements(tab, "light").all()[:6]:
        question.get_by_text("Agree", exact=True).click()
    tab.get_by_role("button", name="6 of 10 answered").click()

    expect(statements(tab, "light").nth(6).locator("input").first).to_be_focused()


def test_a_draft_outlives_its_tab_only_when_asked_to(lane: Yard, tabs: Visits) -> None:
    """Ticked, it is there in a new tab; forgotten, it is nowhere."""
    one = opened(tabs.tab(lane.start()), lane.links[KEEL], "light")
    fill(one, "light", "Agree", "More time.")
    other = opened(one.context.new_page(), lane.links[KEEL], "light")
    expect(statements(other, "light").locator(":checked")).to_have_count(0)
    one.get_by_label(text("light.keep")).check()
    other.goto(f"/i/{lane.links[KEEL]}?page=light")
    assert_filled(other, "light", "More time.")
    other.get_by_role("button", name=text("light.forget")).click()
    expect(statements(other, "light").locator(":checked")).to_have_count(0)

    assert other.evaluate("Object.keys(localStorage)") == []


def test_too_much_pasted_is_kept_and_told_on_the_larger_page(lane: Yard, tabs: Visits) -> None:
    """At the press; shortened, it goes out. Chinese letters count as one each."""
    tab = opened(tabs.tab(lane.start()), lane.links[KEEL], "streamlit")
    most = "船" * room(shipyard.instrument())
    fill(tab, "streamlit", "Agree")
    tab.get_by_role("textbox").first.fill(most + "船" * 12)
    press(tab)

    expect(tab.get_by_text("too long by about 12 letters")).to_be_visible()
    expect(tab.get_by_role("textbox").first).to_have_value(most + "船" * 12)
    tab.get_by_role("textbox").first.fill(most)
    press(tab)
    assert_thanked(tab)
    assert lane.found() == Found({KEEL}, [("keel", {4}, [most])])


def test_too_much_pasted_is_kept_and_told(lane: Yard, tabs: Visits) -> None:
    """All of it stays, with how much is over."""
    tab = opened(tabs.tab(lane.start()), lane.links[KEEL], "light")
    room = int(tab.locator("textarea").first.get_attribute("data-room") or 0)
    tab.locator("textarea").first.fill("船" * (room + 12))

    expect(tab.get_by_text(text("light.over", over=12))).to_be_visible()
    expect(tab.locator("textarea").first).to_have_value("船" * (room + 12))
