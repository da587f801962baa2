"""What the heat map of an area draws, as plain values: a tile per unit and measure."""

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.arrays import Floats, Ints
from analytics.figures.measures import Measure
from analytics.reports.area import Area, Column, View

NO_FIGURE, BELOW, NO_COLOUR, ABOVE = range(4)
"""Where tiles stand on the scale of colours: without a figure, and apart from the others or not."""

Texts = NDArray[np.str_]

LABEL, LINES = 16, 2
NOTHING = 101


class Words(NamedTuple):
    """The words on the chart, in the reader's language; {places} as in the text catalogue.

    `short` are names of measures that fit above a tile on a phone.
    """

    withheld: str
    not_shown: str
    alt: str
    alt_unit: str
    short: Mapping[str, str]


class Tiles(NamedTuple):
    """Rows from the top and columns from the left; `colours` are places on the scale."""

    rows: list[str]
    columns: list[str]
    colours: Floats
    text: Texts


def tiles(area: Area, words: Words) -> Tiles:
    """The geometry of everything in an area's report."""
    columns = area.columns
    shape = len(columns), len(area.rows)
    said = np.array([_whole(column.scores) for column in columns], dtype=np.int64).reshape(shape)
    written = np.array([*map(str, range(NOTHING)), words.withheld])
    colours = np.array([_colours(column) for column in columns]).reshape(shape)
    return Tiles(
        rows=[row_label(row.name) for row in area.rows],
        columns=[column_label(column.measure, words) for column in columns],
        colours=colours.T,
        text=written[said].T,
    )


def _whole(scores: Floats) -> Ints:
    """Whole points, ties to even; NOTHING where nothing is shown."""
    return np.nan_to_num(np.rint(scores), nan=NOTHING).astype(np.int64)


def _colours(column: Column) -> Floats:
    shown = ~np.isnan(column.scores)
    return np.where(shown, NO_COLOUR + column.apart, NO_FIGURE).astype(np.float64)


def row_label(name: str) -> str:
    """A unit's name in at most two short lines, so that a phone has room for the tiles."""
    if len(name) <= LABEL:
        return escape(name, quote=False)
    lines: list[str] = []
    rest = name
    while rest and len(lines) < LINES:
        cut = len(rest) if len(rest) <= LABEL else rest.rfind(" ", 1, LABEL + 1)
        cut = cut if cut > 0 else LABEL
        lines.append(rest[:cut])
        rest = rest[cut:].lstrip()
    if rest:
        lines[-1] = lines[-1][: LABEL - 1] + "…"
    return "<br>".join(escape(line, quote=False) for line in lines)


def column_label(measure: Measure, words: Words) -> str:
    """The short name of a measure; the start of its name where it has none."""
    name = measure.text
    start = name if len(name) <= LABEL else f"{name[: LABEL - 1].rstrip()}…"
    return escape(words.short.get(measure.id, start), quote=False)


def alt_text(area: Area, view: View, words: Words) -> str:
    """The composite of the view in words, for readers who do not see the map."""
    measure, scores = view.lead.text, _whole(area.column(view.lead.id).scores)
    units = (
        words.alt_unit.format(unit=row.name, score=words.not_shown if at == NOTHING else at)
        for row, at in zip(area.rows, scores.tolist(), strict=True)
    )
    said = words.alt.format(count=len(area.rows), area=area.name, measure=measure)
    return f"{said} {', '.join(units)}."
