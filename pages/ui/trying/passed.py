"""What was passed up to a unit, and the answers whoever leads it gives."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from pages.ui.trying import drafts
from pages.ui.trying.pieces import show, words
from pages.ui.trying.whys import answers_said
from pages.ui.trying.words import day_said, name_of
from survey.actions.passing import answer_passed_up
from survey.experiments.passing import Answer, Passed
from survey.experiments.writing import LONGEST_TEXT
from survey.organisation.permissions import Viewer, allowed, check_may_answer
from survey.store import Store


def passed_to(store: Store, viewer: Viewer, unit: str) -> tuple[Sequence[Passed], Sequence[Passed]]:
    """What waits for an answer of a unit, and what has one; nothing for whoever may not answer."""
    there = store.passed_up(to=[unit]) if allowed(check_may_answer, viewer, unit) else []
    return [one for one in there if not one.reply], [one for one in there if one.reply]


def show_passed(store: Store, viewer: Viewer, unit: str) -> None:
    """What waits for an answer first, each with its form; only for whoever may answer."""
    waits, answered = passed_to(store, viewer, unit)
    if waits or answered:
        st.subheader(said("try.passed.title", unit=plain(store.units()[unit].name)), anchor=False)
        show_each(store, viewer, (*waits, *answered))


def show_each(store: Store, viewer: Viewer, passed: Sequence[Passed]) -> None:
    """What was passed up, one below the other."""
    if not all(one.reply for one in passed):
        st.caption(said("try.passed.how"))
    for one in passed:
        with st.container(border=True):
            _one(store, viewer, one)


def _one(store: Store, viewer: Viewer, one: Passed) -> None:
    unit = store.units()[one.unit].name if one.unit in store.units() else one.unit
    head = f"{unit}, {day_said(store.day_of(one.asked))}"
    show(words(head, "quiet"), *(words(text, "strong") for text in one.chain), kind="why")
    name = f"passed_{one.key}"
    key = drafts.begin(name, one.version)
    if one.reply is None:
        _form(store, viewer, one, key)
        return
    show(*answers_said(store, one))
    if drafts.clashes(name):
        st.warning(said("try.passed.meanwhile", name=plain(name_of(store, one.replies[-1].by))))
        _form(store, viewer, one, key)
    else:
        with st.expander(said("try.passed.add"), icon=":material/edit:"):
            _form(store, viewer, one, key)


def _form(store: Store, viewer: Viewer, one: Passed, key: str) -> None:
    with st.form(f"{key}_form", border=False, enter_to_submit=False):
        answer = st.radio(
            said("try.passed.answer"),
            [str(answer) for answer in Answer],
            format_func=lambda answer: said(f"try.answer.{answer.replace(' ', '_')}"),
            horizontal=True,
            key=f"{key}_answer",
        )
        because = st.text_area(
            said("try.passed.because"), max_chars=LONGEST_TEXT, key=f"{key}_because"
        )
        day = st.date_input(
            said("try.passed.day"), None, format=said("language.date_field"), key=f"{key}_day"
        )
        if st.form_submit_button(said("try.passed.send"), type="primary"):
            name = f"passed_{one.key}"
            given = partial(answer_passed_up, store, one.key, Answer(answer), because=because)
            drafts.save(name, partial(given, day=day, seen=drafts.seen(name), viewer=viewer))
