"""Promises to whoever answers: their answers go out once, or a sentence says why not."""

import re
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics.jobs.schedule import close_now, make_rounds
from pages.respondent import form
from pages.respondent.model import CANNOT_SAY, Filled, Form, room
from survey.actions.waves import cancel_wave
from survey.answering.sealing import opener
from survey.questionnaire.answers import from_json
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import words

ME = "keel-1"


@pytest.fixture
def link(yard: Visitor) -> str:
    """The token of somebody's personal link."""
    return make.tokens(yard.store, shipyard.OPEN_WAVE)[ME]


def fill_in(run: AppTest, value: int = 4, *, first: int | None = None) -> None:
    """Answer the statements, or the first few."""
    for question in run.radio[:first]:
        question.set_value(value)


def press_send(run: AppTest) -> AppTest:
    """Press the button."""
    return run.button(key=form.SEND).click().run()


def answered(yard: Visitor) -> int:
    """How many have sent."""
    return yard.store.box(yard.store.wave(shipyard.OPEN_WAVE).id).share_answered()[0]


def test_somebody_answers_sends_and_is_thanked(yard: Visitor, link: str) -> None:
    """The promise stands above; after Send the page says thank you and when results come."""
    run = yard.follow(link)
    assert "Your answers count in <b>Keel</b>, 9 invited." in words(run)
    fill_in(run)
    run.checkbox[0].set_value(True)
    press_send(run)

    assert [title.value for title in run.title] == [text("sent.title")]
    assert "17 June 2026" in words(run)
    assert not run.radio
    assert answered(yard) == 1


def seen(run: AppTest) -> str:
    """The words of a page, but for the number that is drawn with each form."""
    return re.sub(r"\b[0-9a-f]{32}\b", "", words(run))


def test_a_link_reads_the_same_before_and_after_it_was_used(yard: Visitor, link: str) -> None:
    """Whoever holds it learns nothing; the first answers count, and a second send is thanked."""
    one, two = yard.follow(link), yard.follow(link)
    before = seen(two)
    fill_in(one, 5)
    fill_in(two, 1)
    press_send(one)

    assert seen(yard.follow(link)) == before
    press_send(two)
    assert two.title[0].value == text("sent.title")
    assert text("pulse.first_count") in words(two)
    assert scores_in_the_box(yard) == [{5}]


@pytest.mark.parametrize("token", ["", "nonsense", "4-AAAAAAAAAAAAAAAAAAAAAA", "999-" + "A" * 22])
def test_an_unknown_link_asks_for_the_mail(yard: Visitor, token: str) -> None:
    """Cut short, invented, or of a wave that never was: the same page."""
    run = yard.follow(token)

    assert [title.value for title in run.title] == [text("link.unknown")]
    assert not run.error
    assert not run.radio


def test_without_a_link_the_page_says_where_it_is(yard: Visitor) -> None:
    """Whoever opens the address by hand is not told off."""
    for page in ("respondent/pulse.py", "respondent/sent.py"):
        run = yard.open(page)
        assert [title.value for title in run.title] == [text("link.none")]
        assert not run.radio


def test_a_link_of_a_closed_or_cancelled_wave_says_so(yard: Visitor, link: str) -> None:
    """Nothing to answer, and why."""
    cancel_wave(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR, reason="A flood.")

    run = yard.follow(link)

    assert [title.value for title in run.title] == [text("link.not_open")]
    assert "was cancelled" in words(run)
    assert "A flood" not in words(run)


def test_a_link_that_expired_says_that_the_wave_is_over(yard: Visitor, link: str) -> None:
    """The schedule closed the wave at its time."""
    yard.clock.move(days=30)
    make_rounds(yard.store)

    run = yard.follow(link)

    assert [title.value for title in run.title] == [text("link.not_open")]
    assert "This wave is over" in words(run)


def test_a_wave_that_closes_meanwhile_leaves_the_answers_on_the_page(
    yard: Visitor, link: str
) -> None:
    """Nothing is sent, nothing is lost from sight, and the reason is said in the bar."""
    run = yard.follow(link)
    fill_in(run, 2)
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR)

    press_send(run)

    assert [question.value for question in run.radio] == [2] * 10
    assert "This wave is over" in words(run)
    assert "Your answers are still on this page." in words(run)


def test_what_cannot_be_taken_just_now_is_sent_by_a_later_press(yard: Visitor, link: str) -> None:
    """The wave's key is away for a moment: the answers stay, and Send stays on."""
    run = yard.follow(link)
    for question in run.radio:
        question.set_value(4)
    key = next(yard.store.settings.keys.glob("*.key"))
    away = key.rename(key.with_suffix(".away"))
    run.button(key=form.SEND).click().run()
    assert text("refusal.not_now") in words(run)

    away.rename(key)
    run.button(key=form.SEND).click().run()

    assert [title.value for title in run.title] == [text("sent.title")]


def test_nothing_at_all_is_never_sent(yard: Visitor, link: str) -> None:
    """An empty form asks for a few answers, however often Send is pressed."""
    run = yard.follow(link)
    press_send(run)
    press_send(run)

    assert text("form.empty") in words(run)
    assert answered(yard) == 0


def test_too_few_answers_are_sent_only_when_asked_twice(yard: Visitor, link: str) -> None:
    """Under half cannot be counted; whoever wants to sends them all the same."""
    run = yard.follow(link)
    fill_in(run, first=4)
    press_send(run)

    assert text("form.few", answered=4, total=10, enough=5) in words(run)
    assert answered(yard) == 0

    press_send(run)
    assert run.title[0].value == text("sent.title")
    assert answered(yard) == 1


def test_skipping_and_cannot_say_are_no_answers(yard: Visitor, link: str) -> None:
    """Five answers of ten are half; "Can't say" is none of them."""
    run = yard.follow(link)
    fill_in(run, CANNOT_SAY)
    fill_in(run, first=4)
    press_send(run)

    assert text("form.few", answered=4, total=10, enough=5) in words(run)


@pytest.mark.parametrize("value", [7, -1, "5", 4.5, True])
def test_values_outside_the_scale_are_refused_by_the_server(
    yard: Visitor, link: str, monkeypatch: pytest.MonkeyPatch, value: object
) -> None:
    """Whatever a browser was made to send: nothing is kept, and the value is not repeated."""
    draw = form.draw

    def forged(asked: Form, **named: Any) -> Filled:
        drawn = draw(asked, **named)
        return replace(drawn, answers={**drawn.answers, "SCO1": value})

    run = yard.follow(link)
    fill_in(run)
    monkeypatch.setattr(form, "draw", forged)
    press_send(run)

    assert "These answers cannot be kept." in words(run)
    assert "from 1 to 5" in words(run)
    assert not run.exception
    assert answered(yard) == 0


def test_the_answers_are_in_no_session_after_sending(yard: Visitor, link: str) -> None:
    """What was typed is forgotten by the tab once it is sealed."""
    run = yard.follow(link)
    fill_in(run)
    press_send(run)
    run.run()

    assert "pulse_sent" in run.session_state
    assert "pulse_reply" not in run.session_state
    assert typed_in(run) == []


def typed_in(run: AppTest) -> list[object]:
    """What the fields of a tab's form hold, drawn anew."""
    fields = (*run.radio, *run.checkbox, *run.text_area)
    return [field.value for field in fields if field.value]


# Comments


def write(run: AppTest, *comments: str) -> AppTest:
    """Answer every statement and write under the prompts."""
    fill_in(run)
    for box, comment in zip(run.text_area, comments, strict=False):
        box.set_value(comment)
    return run


def scores_in_the_box(yard: Visitor) -> list[set[int]]:
    """The points of each ballot in the box of the open wave, opened with its key."""
    number = yard.store.wave(shipyard.OPEN_WAVE).id
    unlock = opener(yard.store.keys.read(number))
    return [set(from_json(unlock(b))[1].scores.values()) for b in yard.store.box(number).sealed()]


def comments_in_the_box(yard: Visitor) -> list[dict[str, str]]:
    """What lies in the box of the open wave, opened with its key."""
    number = yard.store.wave(shipyard.OPEN_WAVE).id
    unlock = opener(yard.store.keys.read(number))
    return [dict(from_json(unlock(b))[1].comments) for b in yard.store.box(number).sealed()]


def test_a_comment_that_names_somebody_is_sent_when_asked_twice(yard: Visitor, link: str) -> None:
    """Colleagues and leaders are known; the words stay on the page and go out as they are."""
    run = write(yard.follow(link), "Ask deck-3 or hulls.", "Or mail x@boat.example.")
    press_send(run)
    found = "“deck”, “hulls”, “x@boat.example”"
    assert text("form.named", found=found) in words(run)
    assert run.text_area[0].value == "Ask deck-3 or hulls."
    assert answered(yard) == 0

    press_send(run)
    assert run.title[0].value == text("sent.title")
    (kept,) = comments_in_the_box(yard)
    assert kept == {"OPN1": "Ask deck-3 or hulls.", "OPN2": "Or mail x@boat.example."}


def test_as_much_as_the_boxes_take_is_sent(yard: Visitor, link: str) -> None:
    """In any script, with everything answered and ticked."""
    run = yard.follow(link)
    for box in run.checkbox:
        box.check()
    most = "船" * room(shipyard.instrument())
    press_send(write(run, most, most))

    assert run.title[0].value == text("sent.title")
    assert comments_in_the_box(yard) == [{"OPN1": most, "OPN2": most}]


def test_comments_that_do_not_fit_stay_on_the_page_and_fit_when_shortened(
    yard: Visitor, link: str
) -> None:
    """However much is pasted, all of it is still there, with how much is over."""
    most = "船" * (room(shipyard.instrument()) + 6)
    run = write(yard.follow(link), most, most)
    press_send(run)
    assert "Your comments are too long by about 12 letters" in words(run)
    assert [box.value for box in run.text_area] == [most, most]
    assert answered(yard) == 0

    press_send(write(run, most[:300], most[:300]))
    assert run.title[0].value == text("sent.title")


def test_comments_stay_when_the_wave_closes_meanwhile(yard: Visitor, link: str) -> None:
    """As the answers do."""
    run = write(yard.follow(link), "Thank deck-3.", "All is well.")
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR)
    press_send(run)

    assert [box.value for box in run.text_area] == ["Thank deck-3.", "All is well."]
    assert "This wave is over" in words(run)


def test_whatever_fails_keeps_the_answers_and_repeats_no_comment(
    yard: Visitor, link: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither sentence nor log: what failed may hold what was written."""

    def fails(texts: list[str], _: object) -> None:
        raise RuntimeError(texts)

    monkeypatch.setattr("pages.respondent.answering.naming", fails)
    run = write(yard.follow(link), "canary")
    press_send(run)

    assert text("form.not_sent", reason=text("router.failed")) in words(run)
    assert [box.value for box in run.text_area][:1] == ["canary"]
    assert words(run).count("canary") == 1
    assert "canary" not in caplog.text
    assert "RuntimeError" in caplog.text
    assert answered(yard) == 0


def test_comments_are_in_no_session_after_sending(yard: Visitor, link: str) -> None:
    """Nor is what was found in them."""
    run = write(yard.follow(link), "Thank deck-3.")
    press_send(run)
    press_send(run)
    run.run()

    assert "pulse_sent" in run.session_state
    assert "pulse_reply" not in run.session_state
    assert "deck" not in repr(run.session_state)
    assert typed_in(run) == []


def test_a_signed_in_person_answers_by_link_all_the_same(yard: Visitor, link: str) -> None:
    """A seat and a link are two cookies; one says nothing about the other."""
    yard.sign_in("office-1")
    run = yard.follow(link)

    assert len(yard.cookies) == 2
    assert "<b>Keel</b>" in words(run)


TWINS = """
import streamlit as st
from pages.respondent.form import draw
from pages.respondent.model import Form, Question, Section
from survey.questionnaire.instrument import Kind

same = tuple(Question(f"X{number}", "We help each other.") for number in (1, 2))
statements = Section(Kind.AGREE5, same)
signs, comments = Section(Kind.SIGN, ()), Section(Kind.OPEN, ())
form = Form("en", ((4, "Agree"), (0, "Can't say")), statements, signs, comments, 900)
draw(form)
"""


def test_two_statements_with_the_same_words_are_two_questions() -> None:
    """A field is known by its words, and by a key where those stand twice."""
    run = AppTest.from_string(TWINS).run()
    run.radio[0].set_value(4)
    press_send(run)

    assert not run.exception
    assert [question.value for question in run.radio] == [4, None]
