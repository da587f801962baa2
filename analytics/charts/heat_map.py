"""The heat map of an area: units as rows, composites and constructs as columns."""

from dataclasses import dataclass

import plotly.graph_objects as go

from analytics.charts.heat_map_geometry import (
    ABOVE,
    NO_FIGURE,
    Tiles,
    Words,
    tiles,
)
from analytics.charts.theme import CLEAR, Look, Theme, figure, font, theme
from analytics.reports.area import Area

ROW, HEADING = 38, 96
SIDEWAYS = [0, 90]
"""Headings lie down where there is room, and stand up on a phone."""


@dataclass(frozen=True, slots=True)
class Tints:
    """Colours of tiles: those that stand below the others, above them, and all the rest.

    Brown to teal, which colour-blind readers tell apart; the text in a tile passes 4.5:1.
    """

    low: str
    high: str
    plain: str
    text: str


LIGHT = Tints(low="#dfa94f", high="#79bcc7", plain="#e9eef0", text="#14262b")
DARK = Tints(low="#7d5512", high="#1c6472", plain="#24343a", text="#f3f7f7")


def heat_map(area: Area, words: Words, *, dark: bool = False) -> go.Figure:
    """Everything in a report as a figure; st.plotly_chart must leave it its look (theme=None)."""
    drawn, colours, tints = tiles(area, words), theme(dark=dark), DARK if dark else LIGHT
    layout: Look = {
        "margin": {"l": 8, "r": 0, "t": 8, "b": 0},
        "xaxis": _axis(drawn.columns, colours) | {"side": "top", "autotickangles": SIDEWAYS},
        "yaxis": _axis(drawn.rows, colours) | {"range": [len(drawn.rows) - 0.5, -0.5]},
    }
    height = HEADING + ROW * max(1, len(drawn.rows))
    return figure([_heat(drawn, tints)], layout, colours, height=height)


def _heat(drawn: Tiles, tints: Tints) -> Look:
    return {
        "type": "heatmap",
        "z": drawn.colours,
        "text": drawn.text,
        "texttemplate": "%{text}",
        "textfont": font(tints.text),
        "hovertemplate": "<b>%{y}</b><br>%{x}: %{text}<extra></extra>",
        **{"zmin": NO_FIGURE, "zmax": ABOVE, "showscale": False},
        "colorscale": _scale(tints),
        **{"xgap": 3, "ygap": 3},
    }


def _scale(tints: Tints) -> list[list[object]]:
    """Four colours, each over its own stretch."""
    colours = (CLEAR, tints.low, tints.plain, tints.high)
    ends = [(at + 0.5) / len(colours[1:]) for at in range(len(colours[1:]))]
    return [
        [end, colour]
        for colour, start, stop in zip(colours, [0.0, *ends], [*ends, 1.0], strict=True)
        for end in (start, stop)
    ]


def _axis(labels: list[str], colours: Theme) -> Look:
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "tickfont": font(colours.text, size=13),
        "ticks": "",
        "ticklabelstandoff": 5,
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }
