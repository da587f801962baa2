"""What goes with feeling at home: constructs as bars, longest where there is most to win."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import plotly.graph_objects as go

from analytics.charts.theme import Look, figure, font
from analytics.colours import Theme, theme
from analytics.reports.quality import GoesWith
from survey.text import text

BAR_HEIGHT, MARGIN = 56, 12
BAR_WIDTH = 0.34


class GoesWithWords(NamedTuple):
    """The words on the chart, in the reader's language; {places} as in the text catalogue."""

    hover: str
    alt: str
    alt_line: str


def words_in(language: str) -> GoesWithWords:
    """The words on the chart in a language."""
    said = {word: text(f"quality.chart.{word}", language) for word in GoesWithWords._fields}
    return GoesWithWords(**said)


class Bar(NamedTuple):
    """One construct: how long its bar is (0-100) and what stands above and behind it."""

    name: str
    weight: float
    hover: str


def bars(rows: Sequence[GoesWith], words: GoesWithWords) -> list[Bar]:
    """The geometry: constructs with a published score, in the order they come in."""
    return [
        Bar(row.name, 100 * row.weight, _hover(row, words))
        for row in rows
        if row.weight is not None
    ]


def _hover(row: GoesWith, words: GoesWithWords) -> str:
    said = words.hover.format(importance=f"{100 * row.importance:.0f}", score=f"{row.score:.0f}")
    return f"<b>{escape(row.name, quote=False)}</b><br>{said}"


def goes_with_chart(rows: Sequence[GoesWith], *, language: str, dark: bool = False) -> go.Figure:
    """The bars as a figure; st.plotly_chart must leave it its own look (theme=None)."""
    words, colours = words_in(language), theme(dark=dark)
    drawn = bars(rows, words)
    layout: Look = {
        "margin": {"l": 0, "r": 0, "t": 0, "b": MARGIN},
        "xaxis": {"visible": False, "fixedrange": True, "rangemode": "tozero"},
        "yaxis": {"visible": False, "fixedrange": True, "range": [len(drawn) - 0.5, -0.6]},
        "annotations": [_label(at, bar, colours) for at, bar in enumerate(drawn)],
        "showlegend": False,
    }
    height = max(1, len(drawn)) * BAR_HEIGHT + MARGIN
    return figure([_trace(drawn, colours)], layout, colours, height=height)


def _trace(drawn: Sequence[Bar], colours: Theme) -> Look:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [bar.weight for bar in drawn],
        "y": list(range(len(drawn))),
        "width": BAR_WIDTH,
        "marker": {"color": colours.accent},
        "customdata": [bar.hover for bar in drawn],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _label(at: int, bar: Bar, colours: Theme) -> Look:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": at - 0.36,
        "text": f"{escape(bar.name, quote=False)}",
        "showarrow": False,
        "align": "left",
        "font": font(colours.text),
    }


def alt_text(rows: Sequence[GoesWith], *, language: str) -> str:
    """The chart in words, for whoever does not see it."""
    words = words_in(language)
    lines = [
        words.alt_line.format(name=bar.name, weight=f"{bar.weight:.0f}")
        for bar in bars(rows, words)
    ]
    return " ".join([words.alt, *lines])
