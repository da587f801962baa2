"""The promise: the rules in the numbers of the wave in question, what is left, and the proof."""

import streamlit as st

from analytics.charts.small_team import small_team_chart
from analytics.charts.small_team_geometry import alt_text
from analytics.promise_example import example
from analytics.promise_newcomer import newcomer
from analytics.promises import promises, waves_in_question
from pages.ui.promise_words import DRAWING, about, example_intro, example_said, left, rules
from pages.ui.proof import prove_it
from pages.ui.session import is_dark, store
from pages.ui.which_wave import which_wave
from survey.text import text

QUIET = {"displayModeBar": False}

st.title(text("promise.title"), anchor=False)
st.markdown(text("promise.lead"))
report = promises(which_wave(waves_in_question(store())))
st.info(about(report), icon=":material/waves:")
grid = st.grid(2, border=True)
for rule in rules(report):
    with grid.cell():
        st.markdown(f"{rule.icon} {rule.head}")
        st.markdown(rule.said)

st.header(text("promise.why"), anchor=False)
small = example(report.k)
st.markdown(example_intro(small))
chart = small_team_chart(small, DRAWING, dark=is_dark())
alt = alt_text(small, DRAWING)
st.plotly_chart(chart, key="small_team", theme=None, config=QUIET, alt=alt)
st.markdown(example_said(small))

st.header(text("promise.left"), anchor=False)
st.markdown(
    "\n".join([text("promise.left_intro"), "", *(f"- {what}" for what in left(newcomer()))])
)

st.header(text("promise.proof"), anchor=False)
prove_it(store())
