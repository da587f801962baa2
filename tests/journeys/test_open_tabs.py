"""Promises to tabs that stay open: each answers for its own link, and the first Send counts.

Lines break, phones sleep past the end of their session, servers start anew: all in a real browser.
What was sent is read in the box, opened with its key.
"""

import pytest
from playwright.sync_api import expect

from tests.journeys.chromium import Visits
from tests.journeys.tabs import (
    DECK,
    FORGETFUL,
    KEEL,
    Found,
    Lines,
    Yard,
    assert_thanked,
    break_line,
    fill,
    opened,
    press,
    restart,
    send_button,
)

pytestmark = pytest.mark.browser


# Each tab answers for its own link


@pytest.mark.parametrize("session", ["kept", "lost"])
def test_two_links_in_two_tabs_each_send_their_own_answers(
    lane: Yard, tabs: Visits, session: str
) -> None:
    """Although the line of the first broke after the second link was opened in this browser."""
    app, lines = lane.start(**(FORGETFUL if session == "lost" else {})), Lines()
    one = opened(lines.watch(tabs.tab(app)), lane.links[KEEL])
    fill(one, "Disagree")
    other = opened(one.context.new_page(), lane.links[DECK])
    fill(other, "Agree")
    break_line(one, lines)

    press(one)
    assert_thanked(one)
    press(other)
    assert_thanked(other)

    assert lane.found() == Found({KEEL, DECK}, [("deck", {4}, []), ("keel", {2}, [])])


def test_two_tabs_go_on_with_their_own_links_after_a_restart(lane: Yard, tabs: Visits) -> None:
    """In either order, without a second press."""
    one = opened(tabs.tab(lane.start()), lane.links[KEEL])
    other = opened(one.context.new_page(), lane.links[DECK])
    fill(one, "Disagree")
    fill(other, "Agree")
    restart(lane, one)
    expect(send_button(other)).to_be_enabled()

    press(other)
    assert_thanked(other)
    press(one)
    assert_thanked(one)

    assert lane.found() == Found({KEEL, DECK}, [("deck", {4}, []), ("keel", {2}, [])])


def test_a_tab_loaded_anew_is_still_for_its_own_link(lane: Yard, tabs: Visits) -> None:
    """Whatever link this browser opened last; and after sending too, when the first count."""
    one = opened(tabs.tab(lane.start()), lane.links[KEEL])
    other = opened(one.context.new_page(), lane.links[DECK])
    one.reload()
    expect(one.get_by_text("9 invited")).to_be_visible()
    expect(other.get_by_text("13 invited")).to_be_visible()
    fill(one, "Strongly agree")
    press(one)
    assert_thanked(one)
    one.reload()

    expect(one.get_by_text("9 invited")).to_be_visible()
    other.reload()
    expect(other.get_by_text("13 invited")).to_be_visible()
    assert lane.found() == Found({KEEL}, [("keel", {5}, [])])


# The first press counts


def test_the_first_press_after_a_restart_sends(lane: Yard, tabs: Visits) -> None:
    """What was typed before is what lies in the box."""
    phone = opened(tabs.tab(lane.start()), lane.links[KEEL])
    fill(phone, "Agree", "More time, please.")
    restart(lane, phone)

    press(phone)

    assert_thanked(phone)
    assert lane.found() == Found({KEEL}, [("keel", {4}, ["More time, please."])])


def test_the_first_press_after_a_long_sleep_sends(lane: Yard, tabs: Visits) -> None:
    """The line broke and the app has forgotten the session; the tab has not."""
    lines = Lines()
    phone = opened(lines.watch(tabs.tab(lane.start(**FORGETFUL))), lane.links[KEEL])
    fill(phone, "Agree")
    break_line(phone, lines)

    press(phone)

    assert_thanked(phone)
    assert lane.found() == Found({KEEL}, [("keel", {4}, [])])


def test_answers_that_were_not_sent_are_never_sent_by_a_line_that_comes_back(
    lane: Yard, tabs: Visits
) -> None:
    """Only a press sends: no broken line, no restart, nor what is typed after a warning."""
    lines = Lines()
    phone = opened(lines.watch(tabs.tab(lane.start(**FORGETFUL))), lane.links[KEEL])
    fill(phone, "Agree", "Thank Deck-3.")
    break_line(phone, lines)
    press(phone)
    expect(phone.get_by_role("alert")).to_contain_text("“Deck”")
    phone.get_by_role("textbox").first.fill("Thank you.")
    break_line(phone, lines)
    restart(lane, phone)

    expect(phone.get_by_role("textbox").first).to_have_value("Thank you.")
    assert lane.found() == Found(set(), [])


def test_a_warning_is_not_said_twice_because_a_phone_slept_over_it(
    lane: Yard, tabs: Visits
) -> None:
    """Whoever was told that a name stands there sends with the next press, restart or not."""
    phone = opened(tabs.tab(lane.start()), lane.links[KEEL])
    fill(phone, "Agree", "Thank Deck-3.")
    press(phone)
    expect(phone.get_by_role("alert")).to_contain_text("“Deck”")
    restart(lane, phone)

    press(phone)

    assert_thanked(phone)
    assert lane.found() == Found({KEEL}, [("keel", {4}, ["Thank Deck-3."])])


def test_a_name_written_after_the_warning_is_warned_of_in_a_new_session_too(
    lane: Yard, tabs: Visits
) -> None:
    """The tab brings what it was warned of, not leave to send anything."""
    phone = opened(tabs.tab(lane.start()), lane.links[KEEL])
    fill(phone, "Agree", "Thank Deck-3.")
    press(phone)
    expect(phone.get_by_role("alert")).to_contain_text("“Deck”")
    phone.get_by_role("textbox").first.fill("Thank Flags-1.")
    restart(lane, phone)

    press(phone)
    expect(phone.get_by_role("alert")).to_contain_text("“Flags”")
    press(phone)

    assert_thanked(phone)
    assert lane.found() == Found({KEEL}, [("keel", {4}, ["Thank Flags-1."])])
