"""My area: the units in it, where they stand and what changed."""

import streamlit as st

from analytics.charts.heat_map import heat_map
from analytics.charts.heat_map_geometry import alt_text
from analytics.reports.area import area_of
from analytics.reports.area_units import areas_of
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.figures.area import (
    changes_of,
    choose_part,
    choose_reach,
    choose_view,
    explain,
    nothing_shown,
    numbers_of,
    show_teams,
    tell_story,
    tell_whether_they_differ,
)
from pages.ui.figures.area_words import chart_words
from pages.ui.figures.papers import ask_for_area
from pages.ui.frame.look import show_chart
from pages.ui.frame.menu import AREA
from pages.ui.frame.session import is_dark, language, signed_in, store, text
from pages.ui.trying.area import show_area
from pages.ui.trying.take_up import take_up

viewer, units = signed_in(), store().units()
unit, view = unit_bar(viewer, AREA, among=areas_of(viewer, units))
if unit is None or view is None:
    st.info(text("area.none_yet"), icon=":material/hourglass_empty:")
    st.stop()

wave = view.figures.waves[-1].key
reach = choose_reach(unit, units)
found = area_of(store(), unit=unit, viewer=viewer, wave=wave, reach=reach)
found = found.in_language(language())
if not found.views or not found.shows_anything:
    nothing_shown(found, reach)
    st.stop()

tell_story(found)
show_teams(found)
looked_at = choose_view(found)
shown = found.seen_in(looked_at)
tell_whether_they_differ(shown, looked_at)
part = choose_part(shown)
words = chart_words()
chart, alt = heat_map(part, words, dark=is_dark()), alt_text(part, looked_at, words)
show_chart(chart, key="map", alt=alt)
explain(shown)
numbers_of(shown)
changes_of(found)
take_up(viewer, view, [column.measure.id for column in found.columns])
show_area(store(), viewer, unit)
ask_for_area([unit])
