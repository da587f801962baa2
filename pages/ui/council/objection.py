"""Objections to a wave: what was said and answered, and a form to say or answer it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.ui.frame.moments import moment_said
from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from survey.actions.objecting import (
    MOST,
    Said,
    answer_objection,
    object_to,
    open_to_objections,
    said_about,
    standing,
    there_is_a_day,
)
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.calendar import Calendar, calendar_of
from survey.waves.wave import Wave


def objections(store: Store, wave: Wave, viewer: Viewer) -> None:
    """Until when the council may object, what was said, and the form; nothing where it may not."""
    if not there_is_a_day(store):
        return
    calendar = calendar_of(store.preferences())
    st.header(text("objection.title"), anchor=False)
    until = open_to_objections(store, wave)
    if until is not None:
        key = "objection.time" if until > store.now() else "objection.time_over"
        st.markdown(text(key, until=moment_said(until, calendar)))
    said = said_about(store, wave, viewer=viewer)
    _exchange(said, calendar)
    if not said:
        st.caption(text("objection.none"))
    with st.form(f"object-{wave.id}", border=True):
        words = st.text_area(
            text("objection.words"), max_chars=MOST, help=text("objection.words_help")
        )
        if st.form_submit_button(text("objection.send")):
            say = partial(object_to, store, key=wave.key, words=words, viewer=viewer)
            do(say, text("objection.sent"), section="objection")


def to_answer(store: Store, wave: Wave, viewer: Viewer) -> None:
    """What the council said about a wave, and a form for what is not answered yet."""
    said = said_about(store, wave, viewer=viewer)
    if not said:
        return
    stands = standing(store, wave) is not None
    if stands:
        st.warning(text("objection.stands"), icon=":material/gavel:")
    _exchange(said, calendar_of(store.preferences()))
    if not stands:
        return
    with st.form(f"answer-{wave.id}", border=True):
        words = st.text_area(
            text("objection.answer"), max_chars=MOST, help=text("objection.answer_help")
        )
        if st.form_submit_button(text("objection.answer_send")):
            say = partial(answer_objection, store, key=wave.key, words=words, viewer=viewer)
            do(say, text("objection.answer_sent"), section="objection")


def _exchange(said: Sequence[Said], calendar: Calendar) -> None:
    for one in said:
        by = plain(one.by) if one.by else text("objection.somebody")
        key = "objection.answered" if one.answers else "objection.objected"
        with st.container(border=True):
            st.markdown(text(key, by=by, moment=moment_said(one.moment, calendar)))
            st.text(one.words)
