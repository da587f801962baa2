"""The trend of one unit drawn: a panel per composite, its interval, and quiet lines for context."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

import plotly.graph_objects as go

from analytics.charts.theme import Look, figure, font, legend, score_axis
from analytics.charts.trend_geometry import (
    Context,
    Panel,
    Stretch,
    Words,
    line_said,
    margins,
    panel,
    tick_dates,
    words_in,
)
from analytics.charts.trend_marks import mark_lines, mark_names
from analytics.colours import Theme, theme
from analytics.reports.phrasing import whole
from analytics.reports.trend import Step, Trend
from survey.text import text

PANEL_HEIGHT, TITLE_HEIGHT, TICKS_HEIGHT, LEGEND_HEIGHT = 180, 52, 46, 66
FEW_WAVES, MARKER, SMALL_MARKER = 16, 9, 4
DASHES = ("dash", "dot")
LEVEL_ROOM = 4
"""Days that a level reaches beyond its first and last wave, so that one wave's can be seen."""


class Place(NamedTuple):
    """Where a panel stands: its axes' suffix and its lower and upper end as shares of the plot."""

    axis: str
    low: float
    high: float
    lowest: bool


def _place(row: int, rows: int) -> Place:
    each = TITLE_HEIGHT + PANEL_HEIGHT
    high = 1 - (row * each + TITLE_HEIGHT) / (rows * each)
    low = max(0.0, high - PANEL_HEIGHT / (rows * each))
    return Place("" if row == 0 else str(row + 1), low, high, lowest=row == rows - 1)


def trend_chart(trend: Trend, *, language: str, dark: bool = False) -> go.Figure:
    """The trend as a figure; st.plotly_chart must leave it its own look (theme=None)."""
    words, colours = words_in(language), theme(dark=dark)
    panels = [panel(line, words) for line in trend.lines]
    places = [_place(row, len(panels)) for row in range(len(panels))]
    placed = list(zip(panels, places, strict=True))
    dates = [wave.opened for wave in trend.waves]
    days = sorted([*dates, *(mark.day for mark in trend.marks)])
    layout: Look = {
        "margin": {"l": 32, "r": 48, "t": 0, "b": TICKS_HEIGHT + LEGEND_HEIGHT, "pad": 4},
        "legend": legend(colours),
        "annotations": [
            *(_title(drawn, place, colours) for drawn, place in placed),
            *mark_names(trend.marks, colours),
        ],
        "shapes": [
            *(_gap(gap, place, colours) for drawn, place in placed for gap in drawn.gaps),
            *(line for place in places for line in mark_lines(trend.marks, place.axis, colours)),
        ],
        **{f"yaxis{place.axis}": _scale(place, colours) for place in places},
        **{f"xaxis{place.axis}": _time(place, dates, days, colours, words) for place in places},
    }
    traces = [trace for drawn, place in placed for trace in _traces(drawn, place, colours)]
    traces.extend(_keys(trend.unit, panels, colours, words))
    height = len(panels) * (TITLE_HEIGHT + PANEL_HEIGHT) + TICKS_HEIGHT + LEGEND_HEIGHT
    return figure(traces, layout, colours, height=height)


def _traces(drawn: Panel, place: Place, colours: Theme) -> Iterator[Look]:
    """From the back to the front: interval, levels, units above, the unit's own line."""
    here: Look = {
        "type": "scatter",
        "xaxis": f"x{place.axis}",
        "yaxis": f"y{place.axis}",
        "showlegend": False,
    }
    size = MARKER if sum(len(s.dates) for s in drawn.stretches) <= FEW_WAVES else SMALL_MARKER
    for stretch in drawn.stretches:
        yield here | _ribbon(stretch, colours)
    if drawn.levels:
        yield here | _levels(drawn.levels, colours)
    for at, above in enumerate(drawn.context):
        yield here | _above(above, at, colours)
    for stretch in drawn.stretches:
        yield here | _own_line(stretch, colours, size=size, last=stretch is drawn.stretches[-1])


def _ribbon(stretch: Stretch, colours: Theme) -> Look:
    """The interval as an area; a single point's as an upright bar."""
    alone = len(stretch.dates) == 1
    return {
        "x": stretch.dates + stretch.dates[::-1],
        "y": stretch.highs + stretch.lows[::-1],
        "mode": "lines",
        "line": {"width": 9 if alone else 0, "color": colours.band},
        "fill": "none" if alone else "toself",
        "fillcolor": colours.band,
        "hoverinfo": "skip",
    }


def _levels(levels: Sequence[Step], colours: Theme) -> Look:
    """The levels as flat pale bars, apart from each other; a single wave's is a short one."""
    days: list[str | None] = []
    means: list[float | None] = []
    for level in levels:
        room = timedelta(days=LEVEL_ROOM)
        days += [(level.start - room).isoformat(), (level.end + room).isoformat(), None]
        means += [level.mean, level.mean, None]
    return {
        "x": days,
        "y": means,
        "mode": "lines",
        "line": {"width": 12, "color": colours.level},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _above(above: Context, at: int, colours: Theme) -> Look:
    """A unit above: thin and broken, so that it stays behind."""
    return {
        "x": above.dates,
        "y": above.scores,
        "mode": "lines+markers",
        "line": _context_line(at, colours),
        "marker": {"size": 2},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _context_line(at: int, colours: Theme) -> Look:
    colour = (colours.area, colours.organisation)[at % 2]
    return {"width": 1.6, "color": colour, "dash": DASHES[at % 2]}


def _own_line(stretch: Stretch, colours: Theme, *, size: int, last: bool) -> Look:
    """The unit's own scores; the newest carries its number, for readers who cannot hover."""
    quiet = [""] * (len(stretch.scores) - 1)
    return {
        "x": stretch.dates,
        "y": stretch.scores,
        "mode": "lines+markers+text",
        "line": {"width": 3, "color": colours.accent},
        "marker": {"size": size, "color": colours.accent},
        "text": [*quiet, f"<b> {whole(stretch.scores[-1])}</b>" if last else ""],
        "textposition": "middle right",
        "textfont": font(colours.text),
        "hovertext": stretch.hover,
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _keys(unit: str, panels: Sequence[Panel], colours: Theme, words: Words) -> Iterator[Look]:
    """The legend: one entry for each look that is used."""
    if any(drawn.stretches for drawn in panels):
        line = {"width": 3, "color": colours.accent}
        yield _key(unit, line) | {"mode": "lines+markers", "marker": {"size": MARKER}}
        yield _key(words.interval, {"width": 12, "color": colours.band})
    for at, above in enumerate(panels[0].context if panels else []):
        yield _key(above.name, _context_line(at, colours))
    if any(drawn.gaps for drawn in panels):
        yield _key(words.gap, {"width": 6, "color": colours.grid})


def _key(name: str, line: Look) -> Look:
    name = escape(name, quote=False)
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "name": name,
        "mode": "lines",
        "line": line,
    }


def _title(drawn: Panel, place: Place, colours: Theme) -> Look:
    return {
        "text": f"<b>{escape(drawn.name, quote=False)}</b>",
        "font": font(colours.text, size=16),
        "showarrow": False,
        **{"x": 0, "xref": "paper", "xanchor": "left", "xshift": -30},
        **{"y": place.high, "yref": "paper", "yanchor": "bottom", "yshift": 12},
    }


def _gap(gap: str, place: Place, colours: Theme) -> Look:
    """A quiet upright line where a wave shows no figure."""
    return {
        "type": "line",
        "layer": "below",
        "line": {"width": 6, "color": colours.grid},
        **{"x0": gap, "x1": gap, "xref": f"x{place.axis}"},
        **{"y0": 0, "y1": 100, "yref": f"y{place.axis}"},
    }


def _scale(place: Place, colours: Theme) -> Look:
    """The scale of a panel, always from 0 to 100."""
    stands = {"domain": [place.low, place.high], "anchor": f"x{place.axis}", "range": [0, 100]}
    return stands | score_axis(colours)


def _time(
    place: Place, dates: Sequence[date], days: Sequence[date], colours: Theme, words: Words
) -> Look:
    """The same span of time in every panel, its waves named below the last one only."""
    named = tick_dates(dates)
    return {
        "type": "date",
        "ticks": "",
        "anchor": f"y{place.axis}",
        "range": margins(days),
        "tickvals": [when.isoformat() for when in named],
        "ticktext": words.months.ticks(named),
        "tickfont": font(colours.muted, size=13),
        "showticklabels": place.lowest,
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def alt_text(trend: Trend, *, language: str) -> str:
    """The chart in words, for readers who do not see it: every shown score, and what was tried."""
    words = words_in(language)
    lines = (line_said(line, words) for line in trend.lines)
    tried = (
        text("try.marked", language, title=mark.title, day=words.months.full(mark.day))
        for mark in trend.marks
    )
    return " ".join([words.alt.format(unit=trend.unit, waves=len(trend.waves)), *lines, *tried])
