"""From a conversation into what a team tries: what is open, and each theme as a way in."""

import streamlit as st

from analytics.reports.conversation import Conversation
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from pages.ui.trying.all_we_try import PAGE, title_of
from survey.experiments.experiment import OVER
from survey.store import Store


def ways_in(store: Store, unit: str, report: Conversation) -> None:
    """Links to what is open, and to a beginning with each theme."""
    for one in store.experiments([unit]):
        if one.state not in OVER:
            label = f"{plain(title_of(one))} ({said(f'try.state.{one.state}')})"
            there = {"experiment": one.key}
            st.page_link(PAGE, label=label, icon=":material/science:", query_params=there)
    for theme in report.themes:
        label = said("try.take_up", name=plain(theme.name))
        there = {"unit": unit, "measure": theme.id}
        st.page_link(PAGE, label=label, icon=":material/lightbulb:", query_params=there)
