"""Wave: one wave from its plan to its figures, and the next step."""

import streamlit as st

from analytics.reports.quarter import quarter
from pages.ui.frame.plain import plain
from pages.ui.frame.session import signed_in, store, text
from pages.ui.waves.wave_page import show_wave
from survey.actions.seen import note_seen
from survey.waves.calendar import calendar_of

viewer = signed_in()
asked = st.query_params.get("wave")
if asked is None:
    st.switch_page("hr/waves.py")
wave = store().wave(asked)
st.title(plain(wave.name), anchor=False)
calendar = calendar_of(store().preferences())
show_wave(store(), viewer, wave, quarter(store(), viewer=viewer), calendar)
note_seen(store(), wave, viewer=viewer)
st.page_link("hr/waves.py", label=text("wave.all"), icon=":material/arrow_back:")
