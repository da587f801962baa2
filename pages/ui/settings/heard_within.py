"""Within how many days it is said what was heard, chosen once for the organisation."""

from functools import partial

import streamlit as st

from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from survey.actions.preferences import choose_heard_within
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.store.heard_within import FEWEST_DAYS, MOST_DAYS, heard_within


def heard_within_form(store: Store, viewer: Viewer) -> None:
    """Ask for the days, and keep them."""
    st.header(text("heard.within.title"), anchor=False)
    st.markdown(text("heard.within.lead"))
    days = st.number_input(
        text("heard.within.days"), FEWEST_DAYS, MOST_DAYS, heard_within(store), key="heard_within"
    )
    if st.button(text("heard.within.keep"), key="heard_within_keep"):
        action = partial(choose_heard_within, store, int(days), viewer=viewer)
        do(action, text("heard.within.kept"), section="heard.within")
