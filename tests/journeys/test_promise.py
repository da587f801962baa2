"""Promises of the promise page: open to everybody, with the wave's own numbers, and the proof."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from analytics.promise import privacy_proof as anonymity
from analytics.promise.come_and_go import come_and_go
from analytics.promise.privacy_proof import Proof
from pages.ui.frame import session
from survey.actions.opening import open_wave
from survey.actions.waves import Plan, plan_wave
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import State
from tests import make
from tests.english import text
from tests.house.test_languages import ENGLISH
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import charts, elements, errors, words

PAGE = "everyone/promise.py"
HOLDS = Proof("No column links *ballots* to people.", "SELECT 1", "ballot: key, wave", holds=True)
FAILS = Proof("Nothing is left.", "SELECT 2", "ballots: 3", holds=False)


def test_nobody_needs_to_sign_in_and_everybody_reads_the_same(yard: Visitor) -> None:
    """One page; only the menu of whoever is signed in stands first."""
    pages = [elements(yard.sign_in(who).open(PAGE)) for who in (None, shipyard.MEMBER, shipyard.HR)]

    visitor, member, hr = pages
    assert member[-len(visitor) :] == hr[-len(visitor) :] == visitor
    assert ("title", "", text("promise.title")) in visitor


def test_the_open_wave_is_said_with_its_own_numbers(yard: Visitor) -> None:
    wave = yard.store.wave(shipyard.OPEN_WAVE)

    said = words(yard.open(PAGE))

    assert "**Wave 2026-06** is open until" in said
    assert re.search(rf"17 June 2026, \d+:\d\d; {wave.invited} people", said)
    assert text("promise.groups", k=wave.k) in said
    assert "to 10 points for 5 to 7 answers, to 5 points for 8 to 29 answers" in said
    assert "Nothing that was said is kept but figures" in said


def test_an_answer_to_the_open_wave_changes_nothing_on_the_page(yard: Visitor) -> None:
    """No count of answers is anywhere in it, not even in the drawing."""
    before = yard.open(PAGE)

    links = make.tokens(yard.store, shipyard.OPEN_WAVE)
    shipyard.answer_all(yard.store, shipyard.OPEN_WAVE, links, leave_out=[])

    after = yard.open(PAGE)
    assert elements(after) == elements(before)
    assert charts(after) == charts(before)


def test_without_a_wave_the_usual_numbers_stand(empty: Visitor) -> None:
    run = empty.open(PAGE)

    assert text("promise.none") in words(run)
    assert text("promise.groups", k=5) in words(run)
    assert not run.exception
    assert not errors(run)


def test_after_closing_the_last_wave_stands_with_its_own_k(empty: Visitor) -> None:
    """The drawing is of that k too: the figures in it are the rule's."""
    make.populate(empty.store)
    make.published(empty.store, "w1", days=1, k=7)

    run = empty.open(PAGE)

    assert "**Wave w1** was the last wave" in words(run)
    assert text("promise.groups", k=7) in words(run)
    assert "teams of 10, 5 and 2, where a figure needs 7 answers" in words(run)
    (chart,) = charts(run)
    assert "<b>The area's figures: all 17</b>" in [
        n["text"] for n in chart["layout"]["annotations"]
    ]


def test_kept_answers_are_said(empty: Visitor) -> None:
    make.populate(empty.store)
    now = empty.store.now()
    keeps = Plan("w1", "Wave w1", make.TINY, now, now + timedelta(days=7), 5, keep_days=90)
    plan_wave(empty.store, keeps, actor=make.ACTOR, state=State.DRAFT)
    open_wave(empty.store, key="w1", actor=make.ACTOR)

    said = words(empty.open(PAGE))

    assert text("promise.kept", days=90) in said
    assert text("promise.destroyed") not in said


def test_of_several_open_waves_the_reader_chooses(empty: Visitor) -> None:
    """Each has its own numbers, and a reader knows the name of theirs."""
    make.populate(empty.store)
    for key, unit, k in (("w1", "bee", 5), ("w2", "dog", 4)):
        make.start(empty.store, key, audience=(unit,), k=k)
    run = empty.open(PAGE)
    assert sorted(run.selectbox[0].options) == ["Wave w1", "Wave w2"]

    for key, k in (("w1", 5), ("w2", 4)):
        run.selectbox[0].select(key).run()
        assert text("promise.groups", k=k) in words(run)


def test_what_is_left_is_said_with_the_recorded_figures(yard: Visitor) -> None:
    record = come_and_go()
    usual = [right.all for right in record.usual]

    said = words(yard.open(PAGE))

    assert "Your answers count in your team from your first wave" in said
    assert f"rightly about {min(usual)} to {max(usual)} times of 100" in said
    assert f"up to {max(right.smallest for right in record.usual)} in teams of 6" in said
    assert f"and {record.nobody_else_changes.all} if nobody else changed an answer" in said
    assert text("promise.left_machine") in said


def press(visitor: Visitor) -> AppTest:
    """Open the page as a visitor and run the checks."""
    return visitor.open(PAGE).button[0].click().run()


def test_the_proof_runs_on_the_live_database_for_anybody(yard: Visitor) -> None:
    """Each claim holds, and stands with the question that was asked and its answer."""
    run = press(yard)

    proofs = anonymity.prove(yard.store)
    assert text("promise.all_hold", count=len(proofs)) in words(run)
    shown = [code.value for code in run.code]
    assert all((proof.answer or text("promise.nothing")) in shown for proof in proofs)
    assert all(proof.query in shown for proof in proofs if proof.query)
    assert not run.exception


def test_nothing_is_run_before_the_button_is_pressed(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening the page costs the database nothing."""
    asked: list[Store] = []

    def prove(store: Store) -> list[Proof]:
        asked.append(store)
        return [HOLDS]

    monkeypatch.setattr("pages.ui.promise.proof.prove", prove)

    run = yard.open(PAGE)
    assert not asked
    run.button[0].click().run()

    assert asked == [session.store()]


def test_a_claim_that_fails_is_said_as_loudly(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.ui.promise.proof.prove", lambda _: [HOLDS, FAILS])

    run = press(yard)

    assert errors(run) == [text("promise.some_fail", count=1, all=2)]
    said = words(run)
    assert f"**{text('promise.holds')}** No column links *ballots* to people." in said
    assert f"**{text('promise.fails')}** Nothing is left." in said
    assert [code.value for code in run.code] == [
        code for proof in (HOLDS, FAILS) for code in (proof.query, proof.answer)
    ]


def test_whoever_reads_german_reads_all_of_it_in_german(yard: Visitor) -> None:
    """Title, rules with their numbers, the drawing and its alt text, what is left."""
    wave = yard.store.wave(shipyard.OPEN_WAVE)

    run = yard.open(PAGE, lang="de")

    said = words(run)
    assert [title.value for title in run.title] == ["Was wir versprechen"]
    assert re.search(rf"ist offen bis zum [^;]*17\. Juni 2026[^;]*; {wave.invited} Personen", said)
    assert "auf 10 Punkte bei 5 bis 7 Antworten, auf 5 Punkte bei 8 bis 29 Antworten" in said
    assert f"keine Zahl einer Umfrage beruht auf weniger als {wave.k} Personen" in said
    assert "Teams von 8, 3 und 2 Personen" in said
    assert ENGLISH.findall(said) == []
    (chart,), (drawn,) = charts(run), run.get("plotly_chart")
    labels = {note["text"] for note in chart["layout"]["annotations"]}
    assert {"<b>Die Zahlen des Bereichs: alle 13</b>", "eigene Zahlen", "keine eigenen"} <= labels
    assert drawn.proto.alt.startswith("Ein Team mit 8 hat eigene Zahlen")
    assert ENGLISH.findall(drawn.proto.alt) == []


def test_german_readers_see_the_same_proof_with_its_claims_in_german(yard: Visitor) -> None:
    """What was asked and what came back stays as it is, but for the sentences that are ours."""
    english = press(yard)

    run = yard.open(PAGE, lang="de").button[0].click().run()

    proofs = anonymity.prove(yard.store)
    said = words(run)
    assert text("promise.all_hold", "de", count=len(proofs)) in said
    claims = [block.value for block in run.markdown if "**Stimmt:**" in block.value]
    assert len(claims) == len(proofs)
    assert [claim for claim in claims if ENGLISH.search(claim)] == []
    assert {opened.label for opened in run.expander} == {text("promise.query", "de")}
    ours = {
        text(key): text(key, "de")
        for key in ("proof.none_kept", "proof.none_waiting", "promise.nothing")
    }
    assert [code.value for code in run.code] == [ours.get(c.value, c.value) for c in english.code]


def test_a_claim_that_fails_is_said_in_german_with_the_name_of_its_wave(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = sentence("proof.sealed", wave="*Herbst*")
    broken = Proof(claim, "", "It is busy.", holds=False)
    monkeypatch.setattr("pages.ui.promise.proof.prove", lambda _: [HOLDS, broken])

    run = yard.open(PAGE, lang="de").button[0].click().run()

    assert errors(run) == [text("promise.some_fail", "de", count=1, all=2)]
    assert "**Stimmt nicht:** In „*Herbst*“ wurde nach dem Abschluss nichts verändert" in words(run)


IN_GERMAN, IN_ENGLISH = "Was wir versprechen", "What we promise"


@pytest.mark.parametrize(
    ("asked_for", "wishes", "title"),
    [
        ({}, ("", "de-CH"), IN_GERMAN),
        ({}, ("de", "en-GB"), IN_GERMAN),
        ({}, ("en", "de-DE"), IN_ENGLISH),
        ({"lang": "en"}, ("de", "de"), IN_ENGLISH),
        ({"lang": "de"}, ("en", "en"), IN_GERMAN),
        ({}, ("", "fr"), IN_ENGLISH),
    ],
)
def test_the_address_comes_before_the_person_and_the_person_before_the_browser(
    yard: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    asked_for: dict[str, str],
    wishes: tuple[str, str],
    title: str,
) -> None:
    """For somebody who is signed in; the page has a link to its other language."""
    own, browser = wishes
    person = yard.store.person(shipyard.MEMBER)
    assert person is not None
    make.keep_people(yard.store, [replace(person, language=own)])
    monkeypatch.setattr(session, "browsers_language", lambda: browser)

    run = yard.sign_in(shipyard.MEMBER).open(PAGE, **asked_for)

    assert [shown.value for shown in run.title] == [title]
    links = "".join(block.proto.body for block in run.get("html"))
    other = "en" if title == IN_GERMAN else "de"
    assert f'href="?lang={other}"' in links
    assert links.count("?lang=") == 1
