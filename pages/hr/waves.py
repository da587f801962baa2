"""Waves: plan one or a series, open and close them, and see how many take part."""

import streamlit as st

from pages.ui.frame.large import large
from pages.ui.frame.session import signed_in, store, text
from pages.ui.waves.plan_wave import plan_form
from pages.ui.waves.wave_list import now_said, wave_list
from survey.waves.calendar import calendar_of

viewer = signed_in()
st.title(text("waves.title"), anchor=False)
calendar = calendar_of(store().preferences())
large(now_said(store().waves(), calendar))
with st.expander(text("waves.plan"), icon=":material/add:"):
    plan_form(store(), viewer, calendar)
wave_list(store(), viewer, calendar)
