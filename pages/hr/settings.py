"""Settings: the organisation's time zone, holidays, own days off and hours; figures in files."""

import streamlit as st

from pages.ui.days_form import days_form, days_off_ahead, waves_on_days_off
from pages.ui.decimals import decimals_form
from pages.ui.session import signed_in, store
from survey.calendar import calendar_of
from survey.text import text

viewer = signed_in()
st.title(text("days.title"), anchor=False)
st.markdown(text("days.lead"))
days_form(store(), viewer)
calendar = calendar_of(store().preferences())
waves_on_days_off(store(), calendar)
days_off_ahead(store(), calendar)
decimals_form(store(), viewer)
