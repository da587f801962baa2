"""How do charts look: their months, their font, and the layout they share? Colours: colours.py."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import plotly.graph_objects as go

from analytics.colours import Theme
from survey.text import text

FONT = "Source Sans, sans-serif"
FONT_SIZE = 14
CLEAR = "rgba(0,0,0,0)"

Look = dict[str, Any]
"""Properties of Plotly's figure, by their names there."""


class Months(NamedTuple):
    """Dates on a chart, with the short names of the months."""

    language: str

    def day(self, when: date) -> str:
        """A date without its year: "3 Mar"."""
        month = text("language.short_months", self.language).split()[when.month - 1]
        return text("language.day_and_month", self.language, day=when.day, month=month)

    def full(self, when: date) -> str:
        """A date with its year: "3 Mar 2026"."""
        return f"{self.day(when)} {when.year}"

    def ticks(self, dates: Sequence[date]) -> list[str]:
        """Dates along an axis: the year stands below the first and wherever it changes."""
        before = [None, *(when.year for when in dates)]
        return [
            self.day(when) + (f"<br>{when.year}" if when.year != year else "")
            for when, year in zip(dates, before, strict=False)
        ]


Figure = go.Figure
"""What a chart is, for whoever shows one."""


def font(colour: str, *, size: int = FONT_SIZE) -> Look:
    """A font said in full, since Plotly's own grey is too pale to read."""
    return {"family": FONT, "size": size, "color": colour}


def legend(colours: Theme) -> Look:
    """The legend below a chart, its entries in lines; nothing is switched off by pressing one."""
    return {
        "orientation": "h",
        **{"xref": "container", "x": 0, "xanchor": "left"},
        **{"yref": "container", "y": 0, "yanchor": "bottom"},
        "font": font(colours.text, size=13),
        "itemclick": False,
        "itemdoubleclick": False,
    }


def score_axis(colours: Theme) -> Look:
    """An axis of scores from 0 to 100."""
    return {
        "tickvals": [0, 25, 50, 75, 100],
        "ticks": "",
        "tickfont": font(colours.muted, size=13),
        "gridcolor": colours.grid,
        "zeroline": False,
        "fixedrange": True,
    }


def figure(data: Sequence[Look], layout: Look, colours: Theme, *, height: int) -> go.Figure:
    """A figure with the layout all charts share: clear background, our fonts, our hover box.

    Plotly's own check of every property takes 90 ms for a trend; it is left to the tests.
    """
    shared = {
        "template": {},
        "height": height,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": font(colours.text),
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.panel,
            "bordercolor": colours.grid,
            "font": font(colours.text),
            "align": "left",
        },
    }
    return go.Figure({"data": list(data), "layout": {**shared, **layout}}, _validate=False)
