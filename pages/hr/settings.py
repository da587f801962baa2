"""Settings: the organisation's days and hours; its name; when it says what it heard; its files."""

import streamlit as st

from pages.ui.frame.large import large
from pages.ui.frame.plain import plain
from pages.ui.frame.session import signed_in, store, text
from pages.ui.settings.brand_form import brand_form
from pages.ui.settings.days_form import days_form, days_off_ahead, waves_on_days_off
from pages.ui.settings.decimals import decimals_form
from pages.ui.settings.heard_within import heard_within_form
from survey.waves.calendar import calendar_of

viewer = signed_in()
st.title(text("days.title"), anchor=False)
above = st.container()
st.markdown(text("days.lead"))
days_form(store(), viewer)
calendar = calendar_of(store().preferences())
with above:
    hour = f"{calendar.local(store().now()):%H:%M}"
    large(text("days.large", hour=hour, zone=plain(calendar.zone)))
waves_on_days_off(store(), calendar)
days_off_ahead(store(), calendar)
brand_form(store(), viewer)
heard_within_form(store(), viewer)
decimals_form(store(), viewer)
