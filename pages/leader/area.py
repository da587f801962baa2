"""My area: the units in it, where they stand, what changed, and what they try."""

import streamlit as st

from analytics.reports.area import area_of
from analytics.reports.area_rows import tried_in
from analytics.reports.area_units import areas_of, reaches
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.figures.area import (
    choose_reach,
    choose_view,
    explain,
    nothing_shown,
    numbers_of,
    show_teams,
    tell_story,
)
from pages.ui.figures.papers import ask_for_area
from pages.ui.frame.menu import AREA
from pages.ui.frame.pieces import nothing_yet
from pages.ui.frame.session import language, signed_in, store, text
from pages.ui.trying.area import show_area
from pages.ui.trying.take_up import take_up
from survey.organisation.structure import above

viewer, units = signed_in(), store().units()
unit, view = unit_bar(viewer, AREA, among=areas_of(viewer, units))
if unit is None or view is None:
    nothing_yet(text("area.none_yet"))
    st.stop()

offered = reaches(unit, units)
reach = choose_reach(offered)
found = area_of(store(), unit=unit, viewer=viewer, wave=view.figures.waves[-1].key, reach=reach)
found = found.in_language(language())
if not found.views or not found.shows_anything:
    nothing_shown(found, reach)
    st.stop()

whole, tried = units[above(unit, units)[-1]].name, tried_in(store(), found)
tell_story(found, tried, whole)
show_teams(found, units, tried, view=choose_view(found), reaches=offered)
explain(found, whole)
numbers_of(found)
take_up(viewer, view, [column.measure.id for column in found.columns])
show_area(store(), viewer, unit)
ask_for_area([unit])
