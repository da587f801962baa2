"""Waves: plan one, open and close it, and see how many take part."""

import streamlit as st

from pages.ui.plan_wave import plan_form
from pages.ui.session import signed_in, store
from pages.ui.wave_card import wave_card
from survey.text import text

viewer = signed_in()
st.title(text("waves.title"), anchor=False)
with st.expander(text("waves.plan"), icon=":material/add:"):
    plan_form(store(), viewer)

waves = list(reversed(store().waves()))
if not waves:
    st.info(text("waves.none_yet"), icon=":material/hourglass_empty:")
for wave in waves:
    wave_card(store(), viewer, wave)
