"""Sources: what is behind belonging and alignment of one unit in one wave, and what moved."""

import streamlit as st

from analytics.reports.focus import focus_trend
from analytics.reports.sources import sources
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.figures.sources_parts import (
    show_constructs,
    show_focus,
    show_follow_up,
    show_home,
    show_own,
    show_statements,
    sources_table,
)
from pages.ui.figures.trend_words import numbers_table
from pages.ui.frame.session import signed_in, text
from pages.ui.trying.take_up import take_up

viewer = signed_in()
_, view = unit_bar(viewer, "team/sources.py")
if view is None:
    st.info(text("sources.none_yet"), icon=":material/hourglass_empty:")
    st.stop()

report = sources(view)
focus = focus_trend(view, name=text("sources.focus"))

show_constructs(report)
show_statements(report)
show_home(report)
show_own(report)
show_focus(focus)
show_follow_up(report)
take_up(viewer, view, [one.id for one in report.all])
with st.expander(text("sources.table"), icon=":material/table:"):
    sources_table(report)
    if focus:
        numbers_table(focus)
