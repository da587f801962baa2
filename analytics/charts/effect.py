"""The effect of an experiment drawn: before, after, and what would have come anyway."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import plotly.graph_objects as go

from analytics.charts.theme import Look, Months, figure, font, score_axis
from analytics.charts.trend_geometry import margins, tick_dates
from analytics.colours import Theme, theme
from analytics.figures.trials import Anyway
from analytics.reports.effects import EffectReport
from analytics.reports.phrasing import whole
from survey.text import text

HEIGHT, WIDE = 220, timedelta(days=12)


class Box(NamedTuple):
    """Where a figure would have gone by itself: over which days, and from where to where."""

    start: str
    end: str
    anyway: Anyway


def box(report: EffectReport) -> Box | None:
    """The box over the waves that count; None where nothing is compared."""
    effect = report.effect
    if effect.anyway is None or not effect.waves:
        return None
    days = [wave.opened for wave in effect.waves]
    return Box((days[0] - WIDE).isoformat(), (days[-1] + WIDE).isoformat(), effect.anyway)


def effect_chart(
    report: EffectReport, started: date, *, language: str, dark: bool = False
) -> go.Figure:
    """The picture of an effect; st.plotly_chart must leave it its own look (theme=None)."""
    months, colours = Months(language), theme(dark=dark)
    dates = [wave.opened for wave in report.waves]
    span = margins([*dates, started] if started > dates[-1] else dates)
    drawn = box(report)
    layout: Look = {
        "margin": {"l": 32, "r": 40, "t": 26, "b": 46, "pad": 4},
        "showlegend": False,
        "shapes": [*(_anyway(drawn, colours) if drawn else ()), _begun(started, colours)],
        "annotations": [_label(started, text("effect.chart.started", language), colours)],
        "yaxis": {
            **score_axis(colours),
            **{"range": [0, 100], "tickvals": [0, 50, 100]},
        },
        "xaxis": {
            **{"type": "date", "range": span, "fixedrange": True, "ticks": "", "showgrid": False},
            "tickvals": [when.isoformat() for when in tick_dates(dates)],
            "ticktext": months.ticks(tick_dates(dates)),
            "tickfont": font(colours.muted, size=13),
        },
    }
    line = _line(report, dates, colours, begun=started >= dates[-1])
    return figure([line], layout, colours, height=HEIGHT)


def _line(report: EffectReport, dates: list[date], colours: Theme, *, begun: bool) -> Look:
    """`begun` says that it began after the last wave: its mark stands right of the last point."""
    shown = [one for one in report.scores if one is not None]
    last = len(report.scores) - 1
    return {
        "type": "scatter",
        "x": [when.isoformat() for when in dates],
        "y": list(report.scores),
        "mode": "lines+markers+text",
        "connectgaps": False,
        "line": {"width": 3, "color": colours.accent},
        "marker": {"size": 9, "color": colours.accent},
        "text": ["" if at != last or not shown else f"<b> {whole(shown[-1])}</b>"
                 for at in range(len(dates))],
        "textposition": "top center" if begun else "middle right",
        "textfont": font(colours.text),
        "hovertext": [
            f"{wave.name}: {whole(score)}" if score is not None else ""
            for wave, score in zip(report.waves, report.scores, strict=True)
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }  # fmt: skip


def _anyway(drawn: Box, colours: Theme) -> Iterator[Look]:
    """From where to where a figure shows nothing, and within that where it was likely to go."""
    for low, high in (
        (drawn.anyway.least, drawn.anyway.most),
        (drawn.anyway.low, drawn.anyway.high),
    ):
        yield {
            "type": "rect",
            "layer": "below",
            "line": {"width": 0},
            "fillcolor": colours.level,
            "opacity": 0.5,
            **{"x0": drawn.start, "x1": drawn.end, "y0": low, "y1": max(high, low + 1)},
        }


def _begun(started: date, colours: Theme) -> Look:
    return {
        "type": "line",
        "line": {"width": 2, "dash": "dot", "color": colours.area},
        **{"x0": started.isoformat(), "x1": started.isoformat(), "y0": 0, "y1": 1, "yref": "paper"},
    }


def _label(started: date, words: str, colours: Theme) -> Look:
    return {
        "text": words,
        "font": font(colours.area, size=13),
        "showarrow": False,
        **{"x": started.isoformat(), "y": 1, "yref": "paper", "yanchor": "bottom"},
    }


def effect_alt(report: EffectReport, started: date, *, language: str) -> str:
    """The picture in words."""
    scores = ", ".join(
        f"{wave.name} {whole(score)}"
        for wave, score in zip(report.waves, report.scores, strict=True)
        if score is not None
    )
    said = {"measure": report.measure, "started": Months(language).full(started)}
    return text("effect.chart.alt", language, scores=scores, **said)
