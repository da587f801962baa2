"""The two maps, drawn: trust (purpose, respect) and ownership (accountability, empowerment)."""

from collections.abc import Iterator

import plotly.graph_objects as go

from analytics.charts.maps_geometry import Box, Drawing, Words
from analytics.charts.maps_plane import dot, key, plane
from analytics.charts.theme import Look
from analytics.colours import Theme, theme

DOT, ARM = 15, 3
SMALLEST, KEY = 9, 13


def trust_map(drawn: Drawing, *, words: Words, dark: bool = False) -> go.Figure:
    """The map as a figure; st.plotly_chart must leave it its own look (theme=None).

    A dot with the likely range of each measure as a cross.
    """
    colours = theme(dark=dark)
    edge = {"width": 2, "color": colours.panel}
    here = dot(drawn.here, drawn.unit, {"size": DOT, "color": colours.accent, "line": edge})
    likely = key(words.likely, {"mode": "lines", "line": _line(colours)})
    return plane(drawn, [*_cross(drawn, colours), here, likely], colours=colours, words=words)


def ownership_map(drawn: Drawing, *, words: Words, dark: bool = False) -> go.Figure:
    """The map as a figure of two single statements, as coarse as they are; theme=None as above.

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


def _cross(drawn: Drawing, colours: Theme) -> Iterator[Look]:
    here, ends, line = drawn.here, drawn.likely, _line(colours)
    yield _lines([ends.left, ends.right], [here.y, here.y]) | {"line": line}
    yield _lines([here.x, here.x], [ends.bottom, ends.top]) | {"line": line}


def _box(box: Box, colour: str) -> Look:
    x = [box.left, box.right, box.right, box.left, box.left]
    y = [box.bottom, box.bottom, box.top, box.top, box.bottom]
    return _lines(x, y) | {"line": {"width": 0}, "fill": "toself", "fillcolor": colour}


def _lines(x: list[float], y: list[float]) -> Look:
    still: Look = {"hoverinfo": "skip", "showlegend": False}
    return still | {"type": "scatter", "mode": "lines", "x": x, "y": y}


def _line(colours: Theme) -> Look:
    return {"width": ARM, "color": colours.accent}
