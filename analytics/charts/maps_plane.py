"""What every map of two figures looks like: its field, its corners, its tail and its dots."""

from collections.abc import Iterator, Sequence
from html import escape, unescape
from textwrap import shorten

import plotly.graph_objects as go

from analytics.charts.maps_geometry import (
    STRIP,
    Drawing,
    Label,
    Mark,
    Words,
    label_place,
)
from analytics.charts.theme import Look, figure, font, legend, score_axis
from analytics.colours import Theme
from analytics.reports.map_sentence import MIDDLE

FIELD_HEIGHT, TOP, TICKS_HEIGHT, LEGEND_ROW = 340, 28, 56, 21
BESIDE, LONGEST = 18, 40
EDGE = 2
EARLIER, AREA = 8, 11
THIN, FAINTEST, STRONGEST = 1.6, 0.3, 0.85


def plane(drawn: Drawing, here: Sequence[Look], *, colours: Theme, words: Words) -> go.Figure:
    """A map as a figure; `here` is how the unit itself is drawn, and how sure that is."""
    traces = [*_tail(drawn, colours, words), *_context(drawn, colours), *here]
    names = [trace["name"] for trace in traces if trace.get("showlegend", True)]
    short = all(len(unescape(name)) <= BESIDE for name in names)
    # Entries stand in twos, where a phone has room for that.
    below = TICKS_HEIGHT + LEGEND_ROW * (-(-len(names) // 2) if short else len(names))
    scale = score_axis(colours)
    layout: Look = {
        "margin": {"l": 30, "r": 6, "t": TOP, "b": below, "pad": 0},
        "xaxis": scale | {"range": [-EDGE, 100 + EDGE], **_title(drawn.x_name, colours)},
        "yaxis": scale | {"range": [-STRIP, 100 + STRIP]},
        "legend": legend(colours),
        "shapes": [_ground(colours), *_middles(colours)],
        "annotations": [
            *(_corner(label, colours) for label in drawn.corners),
            _upright_title(drawn.y_name, colours),
        ],
    }
    return figure(traces, layout, colours, height=FIELD_HEIGHT + TOP + below)


def dot(mark: Mark, unit: str, marker: Look) -> Look:
    """The unit itself, above all else; its name stands in the legend."""
    return {**_points([mark.x], [mark.y], unit), "marker": marker, "hovertext": [mark.hover]}


def key(name: str, look: Look) -> Look:
    """An entry of the legend that stands for something drawn elsewhere."""
    return {**_points([None], [None], name), "hoverinfo": "skip", **look}


def _title(name: str, colours: Theme) -> Look:
    text = f"<b>{escape(name, quote=False)} →</b>"
    return {"title": {"text": text, "font": font(colours.text, size=13), "standoff": 8}}


def _upright_title(name: str, colours: Theme) -> Look:
    """Level with the reader's eyes, above the scale it names."""
    return {
        "text": f"<b>↑ {escape(name, quote=False)}</b>",
        "font": font(colours.text, size=13),
        "showarrow": False,
        **{"x": 0, "xref": "paper", "xanchor": "left", "xshift": -30},
        **{"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 4},
    }


def _ground(colours: Theme) -> Look:
    return {
        "type": "rect",
        "layer": "below",
        "fillcolor": colours.panel,
        "line": {"width": 0},
        **{"x0": 0, "x1": 1, "xref": "paper", "y0": 0, "y1": 1, "yref": "paper"},
    }


def _middles(colours: Theme) -> Iterator[Look]:
    """The two lines that make four corners."""
    line = {"type": "line", "layer": "below", "line": {"width": 1.5, "color": colours.muted}}
    yield line | {"x0": MIDDLE, "x1": MIDDLE, "y0": 0, "y1": 1, "yref": "paper"}
    yield line | {"y0": MIDDLE, "y1": MIDDLE, "x0": 0, "x1": 1, "xref": "paper"}


def _corner(label: Label, colours: Theme) -> Look:
    x, y = label_place(label.side)
    return {
        "text": f"<i>{label.text}</i>",
        "font": font(colours.muted, size=13),
        "showarrow": False,
        "align": "center",
        **{"x": x, "xanchor": "center"},
        **{"y": y, "yanchor": "middle"},
    }


def _context(drawn: Drawing, colours: Theme) -> Iterator[Look]:
    """The area above: hollow, so that it stays behind."""
    if drawn.area:
        line = {"width": THIN, "color": colours.area}
        yield {
            **_points([drawn.area.x], [drawn.area.y], drawn.area.name),
            "marker": {"symbol": "diamond-open", "size": AREA, "line": line, "color": colours.area},
            "hovertext": [f"<b>{escape(drawn.area.name, quote=False)}</b>"],
        }


def _tail(drawn: Drawing, colours: Theme, words: Words) -> Iterator[Look]:
    """Where the unit stood before: the longer ago, the paler."""
    line = {"width": THIN, "color": colours.accent}
    for stretch in drawn.tail:
        if len(stretch.x) > 1:
            yield {
                **_points(stretch.x, stretch.y, ""),
                "mode": "lines",
                "line": line,
                "opacity": FAINTEST,
                "hoverinfo": "skip",
                "showlegend": False,
            }
    if drawn.earlier:
        xs, ys = [mark.x for mark in drawn.earlier], [mark.y for mark in drawn.earlier]
        size = {"size": EARLIER, "color": colours.accent}
        yield {
            **_points(xs, ys, words.earlier),
            "marker": size | {"opacity": _fading(len(xs))},
            "hovertext": [mark.hover for mark in drawn.earlier],
            "showlegend": False,
        }
        yield key(
            words.earlier,
            {"mode": "lines+markers", "line": line, "marker": size, "opacity": STRONGEST},
        )


def _fading(many: int) -> list[float]:
    step = (STRONGEST - FAINTEST) / max(1, many - 1)
    return [round(STRONGEST - step * ago, 3) for ago in reversed(range(many))]


def _points(x: Sequence[float | None], y: Sequence[float | None], name: str) -> Look:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(x),
        "y": list(y),
        "name": escape(shorten(name, LONGEST, placeholder=" …"), quote=False),
        "hoverinfo": "text",
        "cliponaxis": False,
    }
