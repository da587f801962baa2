"""One map with what it says: its finding, the drawing, and how to read it."""

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from analytics.charts.maps_geometry import Words, alt_text, drawing
from analytics.charts.theme import Figure, Months
from analytics.figures.line import Gap
from analytics.reports.map_sentence import CORNERS, MapNames
from analytics.reports.maps import Leaders, Map, Maps, Names
from analytics.reports.phrasing import whole
from analytics.reports.trend import Line
from pages.ui.figures.trend_words import say, show_how_sure
from pages.ui.frame.look import show_chart
from pages.ui.frame.pieces import not_shown, small_picture, told_chip
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


def show_map(of: Map, *, unit: str, key: str, draw: Callable[..., Figure], how: str) -> None:
    """A map as drawn by `draw`; where a figure is not shown, a sentence and nothing drawn."""
    drawn = drawing(of, unit=unit, words=drawn_words())
    finding = " ".join(say(sentence) for sentence in of.stands)
    if drawn is None:
        not_shown(finding)
        return
    with st.container(key=f"story_{key}"):
        st.markdown(finding)
    st.html(_lines(of.along))
    told = " ".join(sentence.said(language()) for sentence in (*of.says, *of.path))
    alt = alt_text(of, finding=told, words=drawn_words())
    chart = draw(drawn, words=drawn_words(), dark=is_dark())
    show_chart(chart, key=key, alt=alt)
    if of.path:
        st.markdown(" ".join(say(sentence) for sentence in of.path))
    show_how_sure([of.details], how=how)


def _lines(along: Sequence[Line]) -> str:
    """Each axis as a small line: where it stands, how it went, what became of it."""
    rows = "".join(_line(line) for line in along)
    return f'<div class="axes">{rows}</div>'


def _line(line: Line) -> str:
    scores = [None if isinstance(one, Gap) else one.score for one in line.points]
    now = "–" if scores[-1] is None else whole(scores[-1])
    chip = told_chip(line.told[-1])
    return f"<p><span>{escape(line.name)}</span> <b>{now}</b> {small_picture(scores)} {chip}</p>"


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
