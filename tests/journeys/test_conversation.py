"""Promises of the conversation page: something to talk about for everybody, also on paper."""

import re
from dataclasses import replace
from html import unescape

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from analytics.published.cells import Scope
from analytics.reports.conversation import QUESTIONS, conversation
from pages.ui.figures.sheet import sheet
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, settled
from tests.journeys.conftest import Visitor
from tests.journeys.server import Server
from tests.journeys.words import errors, words
from tests.make_waves import WaveCells, closed_wave, figures, score, unit

PAGE = "team/conversation.py"


def talk(yard: Visitor, unit: str, *, person: str = shipyard.HR, **asked: str) -> AppTest:
    """The conversation page of a unit."""
    return yard.sign_in(person).open(PAGE, unit=unit, **asked)


def on_the_sheet(run: AppTest) -> str:
    """The sheet, as it is in the page."""
    bodies = [str(html.proto.body) for html in run.get("html")]
    (found,) = [body for body in bodies if body.startswith("<article")]
    return unescape(found)


def scores(html: str) -> list[float]:
    """The scores of statements on a sheet."""
    return [float(score) for score in re.findall(r"<b>([\d.]+)</b>", html)]


def test_a_team_finds_a_strength_a_theme_and_where_it_stands(yard: Visitor) -> None:
    run = talk(yard, "keel", person=shipyard.MEMBER)
    said = on_the_sheet(run)

    assert not errors(run)
    assert "Belonging fell by 25 points this wave, from about" in said
    assert text("conversation.strength") in said
    assert text("conversation.talk") in said
    assert text("conversation.how", middle=50, room=75) in said


def test_the_sheet_holds_published_figures_only(yard: Visitor) -> None:
    """Every statement's score on it was published for this unit in this wave."""
    said = on_the_sheet(talk(yard, "deck"))
    wave = yard.store.wave(shipyard.LAST_WAVE)
    rows = [row for row in yard.store.cells(units=["deck"], waves=[wave.id]) if row.tenths]

    published = {row.tenths / 10 for row in rows if row.kind == "item" and row.tenths}
    assert len(scores(said)) >= 2
    assert set(scores(said)) <= published


@pytest.mark.parametrize(
    ("unit", "wave"), [("keel", shipyard.GAP_WAVE), ("flags", shipyard.LAST_WAVE)]
)
def test_where_all_is_withheld_the_four_questions_are_enough(
    yard: Visitor, unit: str, wave: str
) -> None:
    said = on_the_sheet(talk(yard, unit, wave=wave))

    assert text("withheld.why", k=5) in said
    assert text("conversation.none_here", wave=f"Wave {wave}") in said
    assert all(text(f"conversation.four.{question}") in said for question in QUESTIONS)
    assert scores(said) == []
    assert text("conversation.strength") not in said


def test_before_any_wave_closed_the_four_questions_are_there(empty: Visitor) -> None:
    """An open wave shows nothing, and a conversation needs nothing."""
    shipyard.settle(empty.store)
    shipyard.open_a_wave(empty.store, "first")
    run = empty.sign_in(shipyard.MEMBER).open(PAGE)

    said = on_the_sheet(run)
    assert text("conversation.none_yet") in said
    assert all(text(f"conversation.four.{question}") in said for question in QUESTIONS)
    assert text("conversation.how", middle=50, room=75) not in said
    assert len(run.selectbox) == 1


def test_after_one_wave_nothing_is_said_to_have_changed(empty: Visitor) -> None:
    shipyard.settle(empty.store)
    shipyard.publish_a_wave(empty.store, "first", clock=empty.clock)
    said = on_the_sheet(talk(empty, "deck", person=shipyard.OVER_LEADERS))

    assert text("conversation.strength") in said
    assert " since " not in said.replace(text("conversation.how", middle=50, room=75), "")


def test_an_area_talks_too(yard: Visitor) -> None:
    run = talk(yard, "hulls", person=shipyard.OVER_LEADERS)

    assert not errors(run)
    assert scores(on_the_sheet(run))


def test_team_and_leader_bring_the_same_sheet(yard: Visitor) -> None:
    as_member = on_the_sheet(talk(yard, "keel", person=shipyard.MEMBER))

    assert as_member == on_the_sheet(talk(yard, "keel", person=shipyard.LEADER))


def test_an_earlier_wave_is_chosen_and_stands_in_the_address(yard: Visitor) -> None:
    run = talk(yard, "deck")
    latest = on_the_sheet(run)

    run.selectbox[1].set_value("2026-02").run()

    assert run.query_params["wave"] in ("2026-02", ["2026-02"])
    assert on_the_sheet(run) == on_the_sheet(talk(yard, "deck", wave="2026-02")) != latest


def test_what_was_agreed_is_kept_and_found_again(yard: Visitor) -> None:
    """Signed, on paper, among what the team tries, and on its overview."""
    run = talk(yard, "keel", person=shipyard.LEADER)
    run.text_input[0].set_value("  One goal  a week ")
    run.button[0].click().run()

    assert not errors(run)
    links = [link.proto.label for link in run.get("page_link")]
    assert any(label.startswith("**One goal a week**") for label in links)
    assert "<b>One goal a week</b>" in on_the_sheet(talk(yard, "keel", person=shipyard.MEMBER))
    overview = yard.open("team/trends.py", unit="keel")
    assert any("One goal a week" in link.proto.label for link in overview.get("page_link"))
    (kept,) = yard.store.experiments(["keel"])
    assert (kept.signal.wave, kept.by) == (shipyard.LAST_WAVE, shipyard.LEADER)


def test_nothing_is_no_agreement_and_others_write_none(yard: Visitor) -> None:
    """An empty line is refused; HR, who is in another team, is asked nothing."""
    run = talk(yard, "keel", person=shipyard.LEADER)
    run.button[0].click().run()

    assert errors(run)
    assert yard.store.experiments(["keel"]) == []
    assert not talk(yard, "keel", person=shipyard.HR).text_input


def test_what_people_wrote_is_one_step_away(yard: Visitor) -> None:
    """For the same unit and wave."""
    links = talk(yard, "deck", wave="2026-02").get("page_link")
    (link,) = [one for one in links if one.proto.label == text("conversation.to_comments")]

    assert link.proto.query_string == "unit=deck&wave=2026-02"


@pytest.mark.parametrize("foreign", [{"unit": "deck"}, {"unit": "keel", "wave": "2026-06"}])
def test_what_is_foreign_or_open_reads_like_what_does_not_exist(
    yard: Visitor, foreign: dict[str, str]
) -> None:
    """Another team, and a wave that has no figures yet."""
    nowhere = dict.fromkeys(list(foreign)[-1:], "nowhere")
    yard.sign_in(shipyard.MEMBER)
    asked, unknown = (yard.open(PAGE, **{**foreign, **said}) for said in ({}, nowhere))

    assert errors(asked) == errors(unknown) != []
    assert words(asked) == words(unknown)


def fullest() -> str:
    """A sheet with as much on it as there can be: every statement of the bank, and long names."""
    bank = load_instruments(CONTENT / "instruments")
    ours = [bank[key] for key in ("standard", "full-a", "full-b")]
    every = {item.id: item for asked in ours for item in asked.items}
    full = replace(ours[0], items=tuple(every.values()))
    long = "The wave of the long northern winter with a name that goes on and on"
    waves = []
    for at, points in enumerate(({"DIR": 90, "OWN": 30}, {"DIR": 60, "OWN": 30, "RES": 90})):
        wave = replace(closed_wave(at, asked=full), name=long)
        cells = figures(wave, belonging=70, alignment=70)
        cells |= {i: score(p) for key, p in points.items() for i in cells if i.startswith(key)}
        waves.append(WaveCells(wave, Scope.TEAM, cells))
    return sheet(conversation(unit(waves, name="A team that has a long name, " * 3)))


def pages_printed(page: Page) -> int:
    """How many sheets of paper a page needs."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.browser
def test_it_prints_on_one_sheet_in_ink(app: Server, visits: Visits) -> None:
    """Whatever stands on it, and whatever the reader's theme; the menu stays on screen."""
    page = visits.tab(app, person=shipyard.HR, phone=False, dark=True)
    page.goto("/conversation?unit=deck")
    settled(page)
    expect(page.locator(".sheet .notes")).to_be_hidden()
    assert pages_printed(page) == 1

    page.emulate_media(media="print")
    expect(page.locator(".sheet .notes i").first).to_be_visible()
    expect(page.locator(".sheet p").first).to_have_css("color", "rgb(20, 38, 43)")
    for on_screen_only in ("h1", ".stAppHeader", ".st-key-person_menu"):
        expect(page.locator(on_screen_only)).to_be_hidden()

    page.locator(".sheet").evaluate("(sheet, html) => { sheet.outerHTML = html }", fullest())
    expect(page.locator(".sheet .theme")).to_have_count(3)
    assert pages_printed(page) == 1
