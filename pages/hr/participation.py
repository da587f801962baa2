"""Participation: who took part in the latest waves, unit by unit, in bands."""

import streamlit as st

from analytics.reports.participation import areas, of_everybody, turnout
from pages.ui.figures.turnout import choose_area, choose_part, latest_said, turnout_table
from pages.ui.frame.large import large
from pages.ui.frame.pieces import nothing_yet
from pages.ui.frame.session import signed_in, store, text

viewer = signed_in()
st.title(text("turnout.title"), anchor=False)
area = choose_area(areas(store(), viewer=viewer), store().units())
found = turnout(store(), viewer=viewer, area=area)
if not found.waves:
    nothing_yet(text("turnout.none_yet"))
    st.stop()
if part := choose_part(found):
    found = turnout(store(), viewer=viewer, area=area, part=part)
if said := latest_said(of_everybody(store())):
    large(said)
turnout_table(found)
st.caption(text("turnout.how"))
