"""My area: the units in it, where they stand and what changed."""

import streamlit as st

from analytics.charts.heat_map import heat_map
from analytics.charts.heat_map_geometry import alt_text
from analytics.reports.area import area_of, waves_to_choose
from analytics.reports.area_units import areas_of
from pages.ui.choosing.choose import choose_unit, choose_wave
from pages.ui.figures.area import (
    choose_part,
    choose_reach,
    choose_view,
    explain,
    nothing_shown,
    numbers_of,
    tell_changes,
    tell_whether_they_differ,
)
from pages.ui.figures.area_words import chart_words
from pages.ui.figures.papers import ask_for_area
from pages.ui.frame.look import show_chart
from pages.ui.frame.session import is_dark, signed_in, store, text
from pages.ui.trying.area import show_area

viewer = signed_in()
st.title(text("area.title"), anchor=False)
waves = waves_to_choose(store())
unit = choose_unit(store(), viewer, among=areas_of(viewer, store().units()))
if unit is None or not waves:
    st.info(text("area.none_yet"), icon=":material/hourglass_empty:")
    st.stop()

wave, reach = choose_wave(waves), choose_reach(unit, store().units())
found = area_of(store(), unit=unit, viewer=viewer, wave=wave, reach=reach)
if not found.views or not found.shows_anything:
    nothing_shown(found, reach)
    st.stop()

view = choose_view(found)
shown = found.seen_in(view)
tell_whether_they_differ(shown, view)
part = choose_part(shown)
words = chart_words()
chart, alt = heat_map(part, words, dark=is_dark()), alt_text(part, view, words)
show_chart(chart, key="map", alt=alt)
explain(shown)
numbers_of(shown)
st.header(text("area.changed"), anchor=False)
tell_changes(found)
show_area(store(), viewer, unit)
ask_for_area([unit])
