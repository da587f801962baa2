"""Sources: what is behind belonging and alignment of one unit in one wave, and what moved."""

import streamlit as st

from analytics.reports.focus import focus_trend
from analytics.reports.sources import sources
from analytics.reports.unit_view import view_of
from pages.ui.choosing.choose import choose_unit, choose_wave
from pages.ui.figures.sources_parts import (
    show_constructs,
    show_focus,
    show_home,
    show_own,
    show_statements,
    sources_table,
)
from pages.ui.figures.trend_words import numbers_table
from pages.ui.frame.session import signed_in, store, text

viewer = signed_in()
st.title(text("sources.title"), anchor=False)
unit = choose_unit(store(), viewer)
view = view_of(store(), unit=unit, viewer=viewer) if unit else None
if view is None:
    st.info(text("sources.none_yet"), icon=":material/hourglass_empty:")
    st.stop()

names = {wave.key: wave.name for wave in reversed(view.figures.waves)}
seen = view.until(choose_wave(names))
report = sources(seen)
focus = focus_trend(seen, name=text("sources.focus"))

show_constructs(report)
show_statements(report)
show_home(report)
show_own(report)
show_focus(focus)
with st.expander(text("sources.table"), icon=":material/table:"):
    sources_table(report)
    if focus:
        numbers_table(focus)
