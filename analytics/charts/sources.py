"""Constructs or statements drawn: bars of shares around the middle, else a score and its range."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from analytics.charts.sources_geometry import (
    BAR,
    Dot,
    Drawing,
    Note,
    Row,
    Share,
    Words,
    drawing,
)
from analytics.charts.theme import CLEAR, Look, Theme, figure, font, theme
from analytics.reports.sources import Source

REACH = 104
MARKER, BAND, RING = 12, 10, 9
BAR_HEIGHT, TRACK_OVERHANG = 20, 3
NUMBER_ROOM = 40


def sources_chart(
    found: Sequence[Source], words: Words, note: Note, *, dark: bool = False
) -> go.Figure:
    """The sources as a figure; st.plotly_chart must leave it its own look (theme=None)."""
    drawn, colours = drawing(found, words, note), theme(dark=dark)
    layout: Look = {
        "margin": {"l": 0, "r": NUMBER_ROOM, "t": 0, "b": 0, "pad": 0},
        "showlegend": False,
        "barmode": "overlay",
        "xaxis": {"range": [-REACH, REACH], "visible": False, "fixedrange": True},
        "yaxis": {"range": [drawn.height, 0], "visible": False, "fixedrange": True},
        "shapes": [line for row in drawn.rows for line in _track(row, colours)],
        "annotations": [*_scale(words, colours), *_words(drawn, colours)],
    }
    traces = [*_bars(drawn, colours, dark=dark), *_dots(drawn, colours)]
    return figure(traces, layout, colours, height=drawn.height)


def _track(row: Row, colours: Theme) -> Iterator[Look]:
    """The line a dot stands on, and the middle; nothing where a figure is withheld."""
    if row.dot:
        yield _line(colours.grid, x0=-100, x1=100, y0=row.bar, y1=row.bar)
    if row.dot or row.shares:
        reach = BAR // 2 + TRACK_OVERHANG
        yield _line(colours.muted, x0=0, x1=0, y0=row.bar - reach, y1=row.bar + reach)


def _line(colour: str, **ends: float) -> Look:
    return {"type": "line", "layer": "below", "line": {"width": 1, "color": colour}, **ends}


def _scale(words: Words, colours: Theme) -> Iterator[Look]:
    """Which way is good, once at the top."""
    for said, x, anchor in ((words.low, 0, "left"), (words.middle, 0.5, "center")):
        yield _text(said, 0, font(colours.muted, size=13)) | {"x": x, "xanchor": anchor}
    yield _text(words.high, 0, font(colours.muted, size=13)) | {"x": 1, "xanchor": "right"}


def _words(drawn: Drawing, colours: Theme) -> Iterator[Look]:
    for row in drawn.rows:
        yield _text(row.name, row.label, font(colours.text))
        yield _text(row.said, row.note, font(colours.muted, size=13))
        number = _text(f"<b>{row.score}</b>", row.bar, font(colours.text, size=16))
        yield number | {"x": 1, "xanchor": "left", "xshift": 8, "yanchor": "middle"}


def _text(said: str, y: float, look: Look) -> Look:
    """Words that begin at the left edge, y pixels from the top."""
    return {
        "text": said,
        "font": look,
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        **{"x": 0, "xref": "paper", "xanchor": "left", "y": y, "yanchor": "top"},
    }


def _bars(drawn: Drawing, colours: Theme, *, dark: bool) -> Iterator[Look]:
    """One trace for each part of a distribution, over all rows that have it."""
    held = [(row, share) for row in drawn.rows for share in row.shares]
    for count, at in sorted({(share.parts, share.at) for _, share in held}):
        here = [(row, s) for row, s in held if (s.parts, s.at) == (count, at)]
        look = parts(count, dark=dark)[at]
        yield _bar(here) | {
            "marker": {"color": look.fill, "line": {"width": 1, "color": colours.background}},
            "textfont": font(look.text, size=13),
        }


def _bar(here: Sequence[tuple[Row, Share]]) -> Look:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [share.start for _, share in here],
        "x": [share.end - share.start for _, share in here],
        "y": [row.bar for row, _ in here],
        "width": BAR_HEIGHT,
        "text": [share.text for _, share in here],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "hovertext": [row.hover for row, _ in here],
        "hoverinfo": "text",
    }


def _dots(drawn: Drawing, colours: Theme) -> Iterator[Look]:
    """From the back to the front: the likely range, where the score stood, and the score."""
    here = [(row, row.dot) for row in drawn.rows if row.dot]
    for row, dot in here:
        yield _range(row, dot, colours)
    before = [(row.bar, dot.before) for row, dot in here if dot.before is not None]
    if before:
        yield _markers([x for _, x in before], [y for y, _ in before]) | {
            "marker": {
                "size": RING,
                "color": CLEAR,
                "symbol": "circle",
                "line": {"width": 2, "color": colours.muted},
            },
            "hoverinfo": "skip",
        }
    if here:
        yield _markers([dot.score for _, dot in here], [row.bar for row, _ in here]) | {
            "marker": {"size": MARKER, "color": colours.accent},
            "hovertext": [row.hover for row, _ in here],
            "hoverinfo": "text",
        }


def _range(row: Row, dot: Dot, colours: Theme) -> Look:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [dot.low, dot.high],
        "y": [row.bar, row.bar],
        "line": {"width": BAND, "color": colours.band},
        "hoverinfo": "skip",
    }


def _markers(x: Sequence[float], y: Sequence[float]) -> Look:
    return {"type": "scatter", "mode": "markers", "x": list(x), "y": list(y), "cliponaxis": False}


@dataclass(frozen=True, slots=True)
class Part:
    """The colour of one share, and of the number in it (4.5:1)."""

    fill: str
    text: str


LIGHT_TEXT, DARK_TEXT = "#ffffff", "#14262b"
FIVE_LIGHT = (
    Part("#8a5a00", LIGHT_TEXT),
    Part("#e6c88f", DARK_TEXT),
    Part("#dfe5e7", DARK_TEXT),
    Part("#9accd3", DARK_TEXT),
    Part("#0f5c69", LIGHT_TEXT),
)
FIVE_DARK = (
    Part("#e0b25a", DARK_TEXT),
    Part("#6f5423", LIGHT_TEXT),
    Part("#3a4a50", LIGHT_TEXT),
    Part("#2a626c", LIGHT_TEXT),
    Part("#6fc9d6", DARK_TEXT),
)


def parts(count: int, *, dark: bool) -> tuple[Part, ...]:
    """The looks of three or five shares, unfavourable first.

    Brown to teal, which colour-blind readers tell apart; sides and numbers say the same again.
    """
    five = FIVE_DARK if dark else FIVE_LIGHT
    return five if count == len(five) else (five[0], five[2], five[4])
