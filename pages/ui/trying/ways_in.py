"""From a conversation into what a team tries: what it thinks about, each question and theme."""

from collections.abc import Iterator

import streamlit as st

from analytics.reports.conversation import QUESTIONS, Conversation
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from pages.ui.trying.all_we_try import title_of
from pages.ui.trying.take_up import PAGE
from survey.experiments.experiment import State
from survey.organisation.permissions import Viewer, allowed, check_may_write
from survey.store import Store

Link = tuple[str, str, dict[str, str]]


def ways_in(store: Store, viewer: Viewer, unit: str, report: Conversation | None) -> None:
    """Links to what is thought about; for whoever may write, to a beginning of each kind."""
    _links(_open(store, unit))
    if allowed(check_may_write, viewer, unit, store.units()):
        with st.expander(said("try.ways_in"), icon=":material/science:"):
            _links(_beginnings(unit, report))


def _links(links: Iterator[Link]) -> None:
    for label, icon, there in links:
        st.page_link(PAGE, label=label, icon=icon, query_params=there)


def _open(store: Store, unit: str) -> Iterator[Link]:
    for one in store.experiments([unit]):
        if one.state is State.THINKING:  # bets are told of on the sheet
            label = f"{plain(title_of(one))} ({said(f'try.state.{one.state}')})"
            yield label, ":material/science:", {"experiment": one.key}


def _beginnings(unit: str, report: Conversation | None) -> Iterator[Link]:
    for question in QUESTIONS:
        label = said("try.talk", question=said(f"conversation.four.{question}"))
        yield label, ":material/forum:", {"unit": unit, "question": question}
    for theme in report.themes if report else ():
        label = said("try.take_up", name=plain(theme.name))
        there = {"unit": unit, "wave": report.wave.key if report else "", "measure": theme.id}
        yield label, ":material/lightbulb:", there
