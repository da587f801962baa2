"""How charts look: one set of colours for light and one for dark, and the layout they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import plotly.graph_objects as go

from survey.text import text

FONT = "Source Sans, sans-serif"
FONT_SIZE = 14
CLEAR = "rgba(0,0,0,0)"

Look = dict[str, Any]
"""Properties of Plotly's figure, by their names there."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for; text passes 4.5:1 and lines 3:1 on `background` and `panel`.

    Meaning never rests on hue alone: lines also differ in dash, tiles carry their number.
    """

    background: str
    panel: str
    text: str
    muted: str
    grid: str
    accent: str
    band: str
    level: str
    area: str
    organisation: str
    tile_none: str
    tile_all: str
    tile_text: str


LIGHT = Theme(
    background="#ffffff",
    panel="#f1f6f7",
    text="#14262b",
    muted="#4c6066",
    grid="#d5dfe2",
    accent="#0f5c69",
    band="rgba(15,92,105,0.16)",
    level="rgba(224,140,60,0.45)",
    area="#8a5a00",
    organisation="#5d6b70",
    tile_none="#f6f1e8",
    tile_all="#e0933f",
    tile_text="#14262b",
)

DARK = Theme(
    background="#0f1a1e",
    panel="#17262b",
    text="#e9f1f2",
    muted="#a9babf",
    grid="#2c3e44",
    accent="#6fc9d6",
    band="rgba(111,201,214,0.20)",
    level="rgba(230,160,90,0.50)",
    area="#e0b25a",
    organisation="#a3b1b6",
    tile_none="#1f2d31",
    tile_all="#8f5413",
    tile_text="#f3f7f7",
)


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


def theme(*, dark: bool) -> Theme:
    """The colours for a light or a dark page."""
    return DARK if dark else LIGHT


def font(colour: str, *, size: int = FONT_SIZE) -> Look:
    """A font said in full, since Plotly's own grey is too pale to read."""
    return {"family": FONT, "size": size, "color": colour}


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
