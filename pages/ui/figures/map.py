"""One map with what it says: its finding, the drawing, and how to read it."""

from collections.abc import Callable

import streamlit as st

from analytics.charts.maps_geometry import Words, alt_text, drawing
from analytics.charts.theme import Months
from analytics.figures.line import Gap
from analytics.reports.map_sentence import CORNERS, MapNames
from analytics.reports.maps import Leaders, Map, Maps, Names
from analytics.reports.phrasing import whole
from pages.ui.figures.trend_words import say, show_how_sure
from pages.ui.frame.look import show_chart
from pages.ui.frame.plain import plain
from pages.ui.frame.session import is_dark, language, text


def drawn_words() -> Words:
    """What is said on the maps themselves."""
    return Words(
        hover=text("maps.hover"),
        earlier=text("maps.earlier"),
        likely=text("maps.likely"),
        alt_point=text("maps.alt_point"),
        alt_area=text("maps.alt_area"),
        alt_earlier=text("maps.alt_earlier"),
        months=Months(language()),
    )


def map_names() -> Names:
    """What axes and corners of the maps are called."""
    return Names(
        trust=MapNames(
            x=text("maps.purpose"),
            y=text("maps.respect"),
            corners={(x, y): text(f"maps.trust_corner.{x}_{y}") for x, y in CORNERS},
        ),
        ownership=MapNames(
            x=text("maps.accountability"),
            y=text("maps.empowerment"),
            corners={(x, y): text(f"maps.ownership_corner.{x}_{y}") for x, y in CORNERS},
        ),
        leaders=text("maps.leaders"),
    )


def show_map(of: Map, *, unit: str, key: str, draw: Callable[..., object], how: str) -> None:
    """A map as drawn by `draw`; where a figure is not shown, a sentence and nothing drawn."""
    drawn = drawing(of, unit=unit, words=drawn_words())
    finding = " ".join(say(sentence) for sentence in of.says)
    if drawn is None:
        st.info(finding, icon=":material/visibility_off:")
        return
    st.container(key=f"finding-{key}").markdown(finding)
    told = " ".join(sentence.said(language()) for sentence in of.says)
    alt = alt_text(of, finding=told, words=drawn_words())
    chart = draw(drawn, words=drawn_words(), dark=is_dark())
    show_chart(chart, key=key, alt=alt)
    show_how_sure([of.details])
    st.caption(how)


def show_leaders(report: Leaders | None) -> None:
    """How far work goes on without waiting for a leader, where that was asked."""
    if report is None:
        return
    figure = report.figure
    if isinstance(figure, Gap):
        st.markdown(text("maps.leaders_withheld", wave=plain(figure.name)))
    else:
        ends = {"low": whole(figure.low), "high": whole(figure.high)}
        st.markdown(text("maps.leaders_at", score=whole(figure.score), **ends))
    st.caption(text("maps.leaders_how", statement=plain(report.statement)))


def statements(report: Maps) -> str:
    """What was asked, word for word."""
    x, y = map(plain, report.statements)
    return text("maps.statements", x=x, y=y)
