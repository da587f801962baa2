"""What is kept and for how long: the choice, what goes when, and what stays and why."""

import streamlit as st

from analytics.jobs.retention import planned
from pages.ui.frame.large import large
from pages.ui.frame.session import signed_in, store, text
from pages.ui.keeping.retention import choose, next_to_go, show_planned, what_stays
from survey.waves.calendar import calendar_of

viewer = signed_in()
st.title(text("retention.title"), anchor=False)
above = st.container()
st.caption(text("retention.how"))
choose(store(), viewer)
calendar, found = calendar_of(store().preferences()), planned(store(), viewer=viewer)
with above:
    large(next_to_go(found, calendar))
show_planned(found, calendar)
what_stays()
