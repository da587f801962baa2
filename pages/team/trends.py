"""Trends: belonging and alignment of one unit over its waves."""

import streamlit as st

from analytics.charts.signs import signs_alt_text, signs_chart
from analytics.charts.trend import alt_text, trend_chart
from analytics.reports.unit_trend import trend_of
from pages.ui.choosing.choose import choose_unit
from pages.ui.figures.trend_words import explain_withheld, numbers_table, say
from pages.ui.frame.look import show_chart
from pages.ui.frame.session import is_dark, signed_in, store
from survey.text import text

viewer = signed_in()
st.title(text("trends.title"), anchor=False)
unit = choose_unit(store(), viewer)
report = trend_of(store(), unit=unit, viewer=viewer) if unit else None
if report is None or not report.waves:
    st.info(text("trends.none_yet"), icon=":material/hourglass_empty:")
    st.stop()

for line in report.lines:
    st.markdown(say(line.sentence))
    for said in ((line.note,) if line.note else (), line.long_run, line.notes):
        if said:
            st.caption(" ".join(map(say, said)))
chart = trend_chart(report, dark=is_dark())
show_chart(chart, key="trend", alt=alt_text(report))
st.caption(text("trends.how_to_read"))
explain_withheld(report)
if any(share is not None for sign in report.signs for share in sign.shares):
    st.header(text("trends.signs"), anchor=False)
    tiles = signs_chart(report, dark=is_dark())
    show_chart(tiles, key="signs", alt=signs_alt_text(report))
    st.caption(text("trends.signs_how"))
with st.expander(text("trends.table"), icon=":material/table:"):
    numbers_table(report)
