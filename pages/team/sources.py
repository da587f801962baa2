"""Sources: what is behind belonging and alignment of one unit in one wave, and what moved."""

import streamlit as st

from analytics.figures.line import Gap
from analytics.reports.focus import focus_trend
from analytics.reports.sources import sources
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.figures.source_rows import how_to_read, source_rows
from pages.ui.figures.sources_parts import sources_table
from pages.ui.figures.sources_words import detectable, lead
from pages.ui.figures.trend_words import numbers_table, show_how_sure
from pages.ui.frame.pieces import nothing_yet, why_not_shown
from pages.ui.frame.session import signed_in, text
from pages.ui.trying.take_up import take_up

viewer = signed_in()
_, view = unit_bar(viewer, "team/sources.py")
if view is None:
    nothing_yet(text("sources.none_yet"))
    st.stop()

report = sources(view)
focus = focus_trend(view, name=text("sources.focus"))
with st.container(key="story"):
    st.markdown(lead(report))
if report.shown:
    st.html(source_rows(report, focus, opened=st.query_params.get("measure")))
if any(isinstance(source.point, Gap) for source in report.all):
    why_not_shown(text("withheld.why", k=report.wave.k))
if report.shown:
    sure = [line.sure for line in focus.lines] if focus else []
    beside = [said for said in (detectable(report),) if said]
    show_how_sure(sure, how=how_to_read(report), beside=beside)
take_up(viewer, view, [one.id for one in report.all])
with st.expander(text("sources.table"), icon=":material/table:"):
    sources_table(report)
    if focus:
        numbers_table(focus)
