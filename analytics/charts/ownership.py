"""Accountability against empowerment, drawn: two single statements, as coarse as they are."""

import plotly.graph_objects as go

from analytics.charts.maps_geometry import Box, Drawing, Words
from analytics.charts.maps_plane import dot, key, plane
from analytics.charts.theme import Look, theme

SMALLEST, KEY = 9, 13


def ownership_map(drawn: Drawing, *, words: Words, dark: bool = False) -> go.Figure:
    """The map as a figure; st.plotly_chart must leave it its own look (theme=None).

    A square of all that was rounded to the same figures, in a pale box of both likely ranges.
    """
    colours = theme(dark=dark)
    here = [
        _box(drawn.likely, colours.band),
        _box(drawn.rounded, colours.accent),
        dot(drawn.here, drawn.unit, _square(colours.accent, SMALLEST)),
        key(words.likely, {"marker": _square(colours.band, KEY)}),
    ]
    return plane(drawn, here, colours=colours, words=words)


def _square(colour: str, size: int) -> Look:
    return {"symbol": "square", "size": size, "color": colour}


def _box(box: Box, colour: str) -> Look:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [box.left, box.right, box.right, box.left, box.left],
        "y": [box.bottom, box.bottom, box.top, box.top, box.bottom],
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": colour,
        "hoverinfo": "skip",
        "showlegend": False,
    }
