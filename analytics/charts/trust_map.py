"""Mutual purpose against mutual respect, drawn: a dot with the likely range of each as a cross."""

from collections.abc import Iterator

import plotly.graph_objects as go

from analytics.charts.maps_geometry import Drawing, Words
from analytics.charts.maps_plane import dot, key, plane
from analytics.charts.theme import Look, Theme, theme

DOT, ARM = 15, 3


def trust_map(drawn: Drawing, *, words: Words, dark: bool = False) -> go.Figure:
    """The map as a figure; st.plotly_chart must leave it its own look (theme=None)."""
    colours = theme(dark=dark)
    edge = {"width": 2, "color": colours.panel}
    here = dot(drawn.here, drawn.unit, {"size": DOT, "color": colours.accent, "line": edge})
    likely = key(words.likely, {"mode": "lines", "line": _line(colours)})
    return plane(drawn, [*_cross(drawn, colours), here, likely], colours=colours, words=words)


def _cross(drawn: Drawing, colours: Theme) -> Iterator[Look]:
    here, ends = drawn.here, drawn.likely
    yield _arm([ends.left, ends.right], [here.y, here.y], colours)
    yield _arm([here.x, here.x], [ends.bottom, ends.top], colours)


def _arm(x: list[float], y: list[float], colours: Theme) -> Look:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": _line(colours),
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _line(colours: Theme) -> Look:
    return {"width": ARM, "color": colours.accent}
