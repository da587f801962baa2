"""The promise: the rules in the numbers of the wave in question, what is left, and the proof."""

import streamlit as st

from analytics.charts.small_team import small_team_chart
from analytics.charts.small_team_geometry import alt_text
from analytics.promise.come_and_go import come_and_go
from analytics.promise.example import example
from analytics.promise.rules import promises, waves_in_question
from pages.respondent.speaking import language, others, tab_title
from pages.ui.choosing.choose import which_wave
from pages.ui.frame.look import show_chart
from pages.ui.frame.session import is_dark, store
from pages.ui.promise.promise_words import (
    about,
    drawing_words,
    example_intro,
    example_said,
    left,
    rules,
)
from pages.ui.promise.proof import prove_it
from pages.ui.promise.receipt import ask_for_receipt
from survey.languages import languages
from survey.text import text
from survey.waves.calendar import calendar_of

spoken = language()
tab_title("promise.menu", spoken)
st.html(others(languages(), chosen=spoken))
st.title(text("promise.title", spoken), anchor=False)
with st.container(key="story"):
    st.markdown(text("promise.lead", spoken))
asked = which_wave(waves_in_question(store()), label=text("promise.which", spoken))
report = promises(asked, calendar=calendar_of(store().preferences()))
st.info(about(report, spoken), icon=":material/waves:")
grid = st.grid(2, border=True)
for rule in rules(report, spoken):
    with grid.cell():
        st.markdown(f"{rule.icon} {rule.head}")
        st.markdown(rule.said)

st.header(text("promise.why", spoken), anchor=False)
small = example(report.k)
st.markdown(example_intro(small, spoken))
drawn = drawing_words(spoken)
chart = small_team_chart(small, drawn, dark=is_dark())
alt = alt_text(small, drawn)
show_chart(chart, key="small_team", alt=alt)
st.markdown(example_said(small, spoken))

st.header(text("promise.left", spoken), anchor=False)
said = (f"- {words}" for words in left(report, come_and_go(), spoken))
st.markdown("\n".join([text("promise.left_intro", spoken), "", *said]))

st.header(text("promise.receipt", spoken), anchor=False)
ask_for_receipt(store(), spoken)

st.header(text("promise.proof", spoken), anchor=False)
prove_it(store(), spoken)
