"""One map with what it says: its finding, the drawing, and how to read it."""

from collections.abc import Callable

import streamlit as st

from analytics.charts.maps_geometry import drawing
from analytics.reports.maps import Leaders, Map
from pages.ui.figures.map_words import DRAWN, alt, details, finding, leaders
from pages.ui.frame.plain import plain
from pages.ui.frame.session import is_dark
from survey.text import text

QUIET = {"displayModeBar": False}


def show_map(of: Map, *, unit: str, key: str, draw: Callable[..., object], how: str) -> None:
    """A map as drawn by `draw`; where a figure is not shown, a sentence and nothing drawn."""
    drawn = drawing(of, unit=unit, words=DRAWN)
    if drawn is None:
        st.info(finding(of), icon=":material/visibility_off:")
        return
    st.container(key=f"finding-{key}").markdown(finding(of))
    chart = draw(drawn, words=DRAWN, dark=is_dark())
    st.plotly_chart(chart, key=key, theme=None, config=QUIET, alt=alt(of))
    st.caption(details(of))
    st.caption(how)


def show_leaders(report: Leaders | None) -> None:
    """How far work goes on without waiting for a leader, where that was asked."""
    if report:
        st.markdown(leaders(report))
        st.caption(text("maps.leaders_how", statement=plain(report.statement)))
