"""Promises of the comments page: what stands here is read here, and HR can take one away."""

import pytest
from streamlit.testing.v1 import AppTest

from survey.actions.comments import keep_comments
from survey.store import Store
from survey.waves.comments import Comment, random_key
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors, words

PAGE = "team/comments.py"
SAID = ("More *room* for <b>questions</b>.", "Two lines,\none thought.", "Fewer handovers, please.")


@pytest.fixture
def spoken(yard: Visitor) -> Visitor:
    """A yard in which three comments stand at the deck team in the last wave."""
    store: Store = yard.store
    wave = store.wave(shipyard.LAST_WAVE)
    prompt = wave.instrument.prompts[0].id
    keep_comments(
        store, wave, [Comment(random_key(), "deck", "team", prompt, said) for said in SAID]
    )
    return yard


def read_on(run: AppTest) -> list[str]:
    """The comments on a page, as they are in it."""
    return [
        part
        for html in run.get("html")
        for part in str(html.proto.body).split("<li dir='auto'>")[1:]
    ]


def test_comments_are_read_as_they_were_written(spoken: Visitor) -> None:
    """Nothing in them acts on the page."""
    run = spoken.sign_in("deck-1").open(PAGE, unit="deck")

    said = "".join(read_on(run))
    assert "More *room* for &lt;b&gt;questions&lt;/b&gt;." in said
    assert "Two lines,\none thought." in said
    assert not errors(run)


def test_a_word_finds_the_comments_that_hold_it(spoken: Visitor) -> None:
    run = spoken.sign_in("deck-1").open(PAGE, unit="deck")

    found = run.text_input[0].input("HANDOVERS").run()
    assert ["Fewer handovers" in part for part in read_on(found)] == [True]
    missed = run.text_input[0].input("crow").run()
    assert text("comments.not_found") in words(missed)


@pytest.mark.parametrize(("person", "unit"), [("deck-1", "hulls"), ("keel-1", "keel")])
def test_where_none_stand_the_page_says_when_they_would(
    spoken: Visitor, person: str, unit: str
) -> None:
    run = spoken.sign_in(person).open(PAGE, unit=unit)

    assert read_on(run) == []
    assert "at least 10 people answered and 3 of them wrote" in words(run)


def test_a_foreign_unit_reads_like_one_that_does_not_exist(spoken: Visitor) -> None:
    spoken.sign_in("keel-1")
    foreign, unknown = (errors(spoken.open(PAGE, unit=unit)) for unit in ("deck", "nowhere"))

    assert foreign == unknown != []


@pytest.mark.parametrize("person", [shipyard.MEMBER, shipyard.OVER_LEADERS, shipyard.OPERATOR])
def test_only_hr_is_offered_to_withdraw(spoken: Visitor, person: str) -> None:
    run = spoken.sign_in(person).open(PAGE)

    assert text("comments.withdraw_yes") not in [button.label for button in run.button]


def test_hr_withdraws_a_comment_with_a_reason(spoken: Visitor) -> None:
    """Without one nothing happens; with one the text is gone for everybody."""
    run = spoken.sign_in(shipyard.HR).open(PAGE, unit="deck")
    wave = spoken.store.wave(shipyard.LAST_WAVE)
    gone = spoken.store.comments(wave.id)[0]

    run.button[0].click().run()
    assert "Say in a sentence why" in "".join(errors(run))
    run.text_input[1].input("It names somebody.")
    run.button[0].click().run()

    assert not errors(run)
    left = {comment.text for comment in spoken.store.comments(wave.id)}
    assert left == {"", *SAID} - {gone.text}
    assert len(read_on(run)) == 2
    assert spoken.store.audit()[0].detail == "It names somebody."
