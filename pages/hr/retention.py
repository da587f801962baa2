"""What is kept and for how long: the choice, what goes when, and what stays and why."""

import streamlit as st

from analytics.jobs.retention import planned
from pages.ui.frame.session import signed_in, store, text
from pages.ui.keeping.retention import choose, show_planned, what_stays
from survey.waves.calendar import calendar_of

viewer = signed_in()
st.title(text("retention.title"), anchor=False)
st.caption(text("retention.how"))
choose(store(), viewer)
calendar = calendar_of(store().preferences())
show_planned(planned(store(), viewer=viewer), calendar)
what_stays()
