"""Comments as they are read, and how HR takes one away that names somebody."""

from functools import partial
from html import escape

import streamlit as st

from analytics.disclosure.rollup import COMMENTS_FROM_PEOPLE, COMMENTS_FROM_WRITERS
from analytics.reports.comments import Voices, voices_of, with_words
from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from survey.actions.comments import LONGEST_REASON, withdraw_comment
from survey.organisation.permissions import Viewer, allowed, check_is_hr, check_may_see
from survey.organisation.structure import above
from survey.store import Store

BEGINNING = 80


def none_here() -> str:
    """Why there are none to read, the same for every reason."""
    return text("comments.none_here", people=COMMENTS_FROM_PEOPLE, writers=COMMENTS_FROM_WRITERS)


def to_where_they_stand(store: Store, viewer: Viewer, unit: str, wave: str) -> None:
    """The way to the nearest unit above whose comments of this wave the viewer may read."""
    units = store.units()
    for key in above(unit, units)[1:]:
        if allowed(check_may_see, viewer, key, units) and (
            voices_of(store, unit=key, viewer=viewer, wave=wave).prompts
        ):
            label = text("comments.stand_in", unit=plain(units[key].name))
            there = {"unit": key, "wave": wave}
            icon = ":material/forum:"
            st.page_link("team/comments.py", label=label, icon=icon, query_params=there)
            return


def how_many(report: Voices) -> None:
    """How many there are to read, and in which order."""
    count = sum(len(prompt.comments) for prompt in report.prompts)
    with st.container(key="story"):
        key = "comments.one_here" if count == 1 else "comments.many_here"
        st.markdown(text(key, count=count, wave=plain(report.waves[report.wave or ""])))


def search_comments(report: Voices) -> None:
    """The comments under what was asked; with a word to look for, those that hold it."""
    words = st.text_input(text("comments.search"), icon=":material/search:")
    found = with_words(report, words)
    if not found.prompts:
        st.markdown(text("comments.not_found"))
    for number, prompt in enumerate(found.prompts):
        with st.container(key=f"card_{number}"):
            st.header(plain(prompt.asked), anchor=False)
            rows = (f"<li dir='auto'>{escape(comment.text)}</li>" for comment in prompt.comments)
            st.html(f'<ul class="comments">{"".join(rows)}</ul>')


def withdraw_form(store: Store, viewer: Viewer, report: Voices) -> None:
    """Choose a comment, say why, and take its text away for good."""
    there = {c.key: c.text for prompt in report.prompts for c in prompt.comments}
    with (
        st.expander(text("comments.withdraw"), icon=":material/delete:"),
        st.form("withdraw", border=False, enter_to_submit=False),
    ):
        st.markdown(text("comments.withdraw_how"))
        chosen = st.selectbox(
            text("comments.which"), there, format_func=lambda key: there[key][:BEGINNING]
        )
        reason = st.text_input(text("comments.reason"), max_chars=LONGEST_REASON)
        if st.form_submit_button(text("comments.withdraw_yes")) and chosen and report.wave:
            withdraw = partial(_withdraw, store, viewer, report.wave, chosen, reason)
            do(withdraw, text("comments.gone"), section="comments")


def _withdraw(store: Store, viewer: Viewer, wave: str, key: str, reason: str) -> None:
    check_is_hr(viewer)
    withdraw_comment(store, wave=wave, key=key, actor=viewer.person, reason=reason)
