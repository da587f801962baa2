"""What is kept and for how long: the choice, what goes when, and what stays and why."""

import streamlit as st

from analytics.retention import planned
from pages.ui.retention import choose, show_planned, what_stays
from pages.ui.session import signed_in, store
from survey.calendar import calendar_of
from survey.text import text

viewer = signed_in()
st.title(text("retention.title"), anchor=False)
st.caption(text("retention.how"))
choose(store(), viewer)
calendar = calendar_of(store().preferences())
show_planned(planned(store(), viewer=viewer), calendar)
what_stays()
