"""Why a small team is added to a bigger one, drawn: the area, its teams, and who counts where."""

import plotly.graph_objects as go

from analytics.charts.small_team_geometry import (
    Arrow,
    Box,
    Dots,
    Kind,
    Label,
    Words,
    drawing,
)
from analytics.charts.theme import CLEAR, Look, figure, font
from analytics.colours import Theme, theme
from analytics.promise.example import Example

DOT_SIZE = 14
BESIDE, ABOVE = 0.4, 2  # room for half a line: in hundredths of the width, and in pixels


def small_team_chart(example: Example, words: Words, *, dark: bool = False) -> go.Figure:
    """The drawing as a figure; st.plotly_chart must leave it its own look (theme=None)."""
    drawn, colours = drawing(example, words), theme(dark=dark)
    arrows = [_arrow(arrow, colours) for arrow in drawn.arrows]
    layout: Look = {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "showlegend": False,
        "xaxis": _hidden_axis(-BESIDE, 100 + BESIDE),
        "yaxis": _hidden_axis(drawn.height + ABOVE, -ABOVE),
        "shapes": [_frame(box, colours) for box in drawn.boxes],
        "annotations": arrows + [_label(label, colours) for label in drawn.labels],
    }
    people = [_people(dots, colours) for dots in drawn.dots]
    return figure(people, layout, colours, height=drawn.height + 2 * ABOVE)


def _hidden_axis(first: float, last: float) -> Look:
    return {"range": [first, last], "visible": False, "fixedrange": True}


def _colour(kind: Kind, colours: Theme) -> str:
    match kind:
        case Kind.AREA:
            return colours.muted
        case Kind.OWN:
            return colours.accent
        case Kind.JOINS | Kind.CLIMBS:
            return colours.area


def _frame(box: Box, colours: Theme) -> Look:
    """Whole where a figure is about these people, dotted where they have none of their own."""
    return {
        "type": "rect",
        "layer": "below",
        "fillcolor": colours.panel if box.kind is Kind.AREA else CLEAR,
        "line": {
            "width": 2 if box.counts else 1.5,
            "color": _colour(box.kind, colours),
            "dash": "solid" if box.counts else "dot",
        },
        **{"x0": box.left, "x1": box.right, "y0": box.top, "y1": box.bottom},
    }


def _people(dots: Dots, colours: Theme) -> Look:
    colour = _colour(dots.kind, colours)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": dots.x,
        "y": dots.y,
        "marker": {
            "size": DOT_SIZE,
            "color": colour if dots.filled else CLEAR,
            "line": {"width": 2, "color": colour},
        },
        "hoverinfo": "skip",
    }


def _arrow(arrow: Arrow, colours: Theme) -> Look:
    return {
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 1,
        "arrowwidth": 2.5,
        "arrowcolor": _colour(arrow.kind, colours),
        **{"x": arrow.x, "xref": "x", "ax": arrow.x, "axref": "x"},
        **{"y": arrow.end, "yref": "y", "ay": arrow.start, "ayref": "y"},
    }


def _label(label: Label, colours: Theme) -> Look:
    return {
        "text": f"<b>{label.text}</b>" if label.strong else label.text,
        "font": font(colours.text),
        "showarrow": False,
        "borderpad": 0,
        **{"x": label.x, "xanchor": "center", "y": label.y, "yanchor": "top"},
    }
