"""What was tried, on the line of time: an upright line in every panel, its name above the first."""

from collections.abc import Iterator, Sequence
from html import escape

from analytics.charts.theme import Look, font
from analytics.colours import Theme
from analytics.reports.trying import Mark

LONGEST = 28


def mark_lines(marks: Sequence[Mark], axis: str, colours: Theme) -> Iterator[Look]:
    """The upright lines of one panel, by its axis."""
    for mark in marks:
        yield {
            "type": "line",
            "line": {"width": 2, "dash": "dot", "color": colours.area},
            **{"x0": mark.day.isoformat(), "x1": mark.day.isoformat(), "xref": f"x{axis}"},
            **{"y0": 0, "y1": 100, "yref": f"y{axis}"},
        }


def mark_names(marks: Sequence[Mark], colours: Theme) -> Iterator[Look]:
    """Their names within the first panel, each below the one before so that none covers another."""
    for at, mark in enumerate(marks):
        title = mark.title if len(mark.title) <= LONGEST else f"{mark.title[: LONGEST - 1]}…"
        yield {
            "text": escape(title, quote=False),
            "font": font(colours.area, size=12),
            "showarrow": False,
            "xanchor": "right",
            **{"x": mark.day.isoformat(), "xref": "x"},
            **{"y": 97 - 9 * (at % 4), "yref": "y", "xshift": -3},
        }
