"""Home: for HR this quarter; for others their team; for whoever is not signed in what this is."""

import streamlit as st

from analytics.reports.quarter import quarter
from pages.ui.frame.session import store, text, viewer
from pages.ui.home.quarter import show_dates, show_last, show_needs, show_now
from pages.ui.home.welcome import ask_for_link, what_this_is, why_not
from pages.ui.trying.nudge import show_nudge
from survey.organisation.permissions import ADMINISTRATOR, allowed, check_is_hr
from survey.waves.calendar import calendar_of

who = viewer()
if who is None:
    st.title(text("home.title"), anchor=False)
    why_not(st.query_params.get("link", ""))
    what_this_is()
    ask_for_link(store())
elif not allowed(check_is_hr, who):
    st.switch_page("team/trends.py")
else:
    st.title(text("quarter.menu"), anchor=False)
    calendar, found = calendar_of(store().preferences()), quarter(store(), viewer=who)
    if found.line:
        show_now(found, store(), calendar)
    show_needs(found, calendar)
    show_nudge(store(), who)
    if found.line:
        left, right = st.columns(2, gap="medium")
        with left:
            show_dates(found, calendar)
        with right:
            show_last(found, store(), who)
    if who.person == ADMINISTRATOR:
        st.caption(text("home.hand_over"))
