"""The seat of the works council: what will be asked, by which rules, and what was published."""

import streamlit as st

from analytics.reports.council import planned_waves, publications
from pages.ui.choosing.choose import choose_wave
from pages.ui.council.before import show_questions, show_rules, show_words
from pages.ui.council.objection import objections
from pages.ui.council.published import show_publications
from pages.ui.frame.large import large
from pages.ui.frame.moments import date_said
from pages.ui.frame.plain import plain
from pages.ui.frame.session import signed_in, store, text
from survey.waves.calendar import calendar_of

viewer = signed_in()
st.title(text("seat.title"), anchor=False)
st.caption(text("seat.how"))

waves = planned_waves(store(), viewer=viewer)
if waves:
    first = min(waves.values(), key=lambda one: one.opens)
    day = date_said(first.opens, calendar_of(store().preferences()))
    large(text("seat.large", wave=plain(first.name), day=day))
    wave = waves[choose_wave({key: wave.name for key, wave in waves.items()})]
    show_rules(store(), wave)
    show_questions(wave)
    show_words(store(), wave)
    objections(store(), wave, viewer)
else:
    large(text("seat.none"))

st.header(text("seat.published"), anchor=False)
show_publications(publications(store(), viewer=viewer), store())
st.page_link("hr/audit.py", label=text("seat.to_record"), icon=":material/history:")
st.page_link("everyone/promise.py", label=text("seat.to_proof"), icon=":material/verified_user:")
