"""Trust and ownership: where a unit stands on two maps, and what moved."""

import streamlit as st

from analytics.charts.maps import ownership_map, trust_map
from analytics.charts.maps_geometry import TAIL
from analytics.reports.maps import maps
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.figures.map import map_names, show_leaders, show_map, statements
from pages.ui.figures.trend_words import explain_withheld, numbers_table
from pages.ui.frame.pieces import nothing_yet
from pages.ui.frame.session import signed_in, text
from pages.ui.trying.take_up import take_up

viewer = signed_in()
_, view = unit_bar(viewer, "team/maps.py")
if view is None:
    nothing_yet(text("trends.none_yet"))
    st.stop()

report = maps(view, map_names())
left, right = st.columns(2, gap="medium")
with left:
    st.header(text("maps.trust"), anchor=False)
    show_map(
        report.trust, unit=report.unit, key="trust", draw=trust_map, how=text("maps.trust_how")
    )
with right:
    st.header(text("maps.ownership"), anchor=False)
    how = statements(report)
    show_map(report.ownership, unit=report.unit, key="ownership", draw=ownership_map, how=how)
    show_leaders(report.leaders)
if report.trust.here or report.ownership.here:
    st.caption(text("maps.how_to_read", tail=TAIL))
explain_withheld(report.table)
take_up(viewer, view, [line.id for line in report.table.lines])
if report.table.rows:
    with st.expander(text("trends.table"), icon=":material/table:"):
        numbers_table(report.table)
