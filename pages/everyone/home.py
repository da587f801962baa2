"""Home: what this is, how to get in, and where to go from here."""

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import store, text, viewer
from pages.ui.home.steps import next_steps
from pages.ui.home.welcome import ask_for_link, what_this_is, why_not
from pages.ui.trying.nudge import show_nudge
from survey.organisation.permissions import ADMINISTRATOR, allowed, check_is_hr

who = viewer()
if who is None:
    st.title(text("home.title"), anchor=False)
    why_not(st.query_params.get("link", ""))
    what_this_is()
    ask_for_link(store())
elif not allowed(check_is_hr, who) and who.person != ADMINISTRATOR:
    st.switch_page("team/trends.py")
else:
    st.title(text("home.hello", name=plain(who.name)), anchor=False)
    show_nudge(store(), who)
    next_steps(store(), who)
