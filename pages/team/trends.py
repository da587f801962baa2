"""Trends: belonging and alignment of one unit over its waves."""

import streamlit as st

from analytics.charts.signs import signs_alt_text, signs_chart
from analytics.charts.trend import alt_text, trend_chart
from analytics.reports.phrasing import most_first
from analytics.reports.unit_trend import trend_of
from pages.ui.choosing.choose import choose_unit
from pages.ui.figures.trend_words import explain_withheld, numbers_table, say_all, show_how_sure
from pages.ui.frame.look import show_chart
from pages.ui.frame.session import is_dark, language, signed_in, store, text

viewer = signed_in()
st.title(text("trends.title"), anchor=False)
unit = choose_unit(store(), viewer)
report = trend_of(store(), unit=unit, viewer=viewer) if unit else None
if report is None:
    st.info(text("trends.none_yet"), icon=":material/hourglass_empty:")
    st.stop()

for sentences in most_first(line.sentences for line in report.lines):
    st.markdown(say_all(sentences))
for notes in (report.notes, *(line.notes for line in report.lines)):
    if notes:
        st.caption(say_all(notes))
chart = trend_chart(report, language=language(), dark=is_dark())
show_chart(chart, key="trend", alt=alt_text(report, language=language()))
st.caption(text("trends.how_to_read"))
explain_withheld(report)
show_how_sure(line.sure for line in report.lines)
if any(share is not None for sign in report.signs for share in sign.shares):
    st.header(text("trends.signs"), anchor=False)
    tiles = signs_chart(report, language=language(), dark=is_dark())
    show_chart(tiles, key="signs", alt=signs_alt_text(report, language=language()))
    st.caption(text("trends.signs_how"))
with st.expander(text("trends.table"), icon=":material/table:"):
    numbers_table(report)
