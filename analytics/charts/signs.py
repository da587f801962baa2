"""The warning signs of one unit, counted per wave: a row of tiles below each statement."""

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import wrap
from typing import NamedTuple, TypeVar

import plotly.graph_objects as go

from analytics.charts.theme import Look, Months, figure, font
from analytics.colours import Theme, theme
from analytics.reports.trend import SignLine, Trend
from survey.text import text

Value = TypeVar("Value")

COLUMNS = 6
LABEL_WIDTH = 54
TILE_HEIGHT, HEADING_HEIGHT = 38, 44


class SignWords(NamedTuple):
    """The words on the tiles, in the reader's language; {places} as in the text catalogue."""

    share: str
    withheld: str
    hover: str
    alt: str
    alt_line: str
    alt_withheld: str
    months: Months


def sign_words(language: str) -> SignWords:
    """The words on the tiles in a language."""
    said = {word: text(f"trends.signs_chart.{word}", language) for word in SignWords._fields[:-1]}
    return SignWords(**said, months=Months(language))


class Tile(NamedTuple):
    """One sign in one wave; no share where it is withheld."""

    share: float | None
    text: str
    hover: str


class TileRow(NamedTuple):
    """One sign: its statement in lines short enough for a phone, and its tiles."""

    label: str
    tiles: list[Tile]


class TileTable(NamedTuple):
    """The last waves as columns, oldest first, and the signs as rows."""

    columns: list[str]
    rows: list[TileRow]


def tile_table(trend: Trend, words: SignWords) -> TileTable:
    """The geometry: at most the last six waves, which is what a phone can show."""
    waves = trend.waves[-COLUMNS:]
    columns = words.months.ticks([wave.opened for wave in waves])
    names = [
        f"<b>{escape(wave.name, quote=False)}</b>, {words.months.full(wave.opened)}<br>"
        for wave in waves
    ]
    return TileTable(columns, [_tile_row(sign, names, words) for sign in trend.signs])


def _tile_row(sign: SignLine, waves: Sequence[str], words: SignWords) -> TileRow:
    shown = zip(sign.shares[-COLUMNS:], sign.marks[-COLUMNS:], waves, strict=True)
    tiles = [_tile(share, mark, wave, words) for share, mark, wave in shown]
    return TileRow(
        "<br>".join(escape(line, quote=False) for line in wrap(sign.text, LABEL_WIDTH)), tiles
    )


def _tile(share: float | None, mark: str, wave: str, words: SignWords) -> Tile:
    if share is None:
        return Tile(None, words.withheld, wave + words.withheld)
    said = f"{mark}{share:.0f}"
    return Tile(share, words.share.format(share=said), wave + words.hover.format(share=said))


def signs_chart(trend: Trend, *, language: str, dark: bool = False) -> go.Figure:
    """The warning signs as a figure; st.plotly_chart must leave it its own look (theme=None)."""
    words, colours = sign_words(language), theme(dark=dark)
    table = tile_table(trend, words)
    bands = 2 * len(table.rows)
    layout: Look = {
        "margin": {"l": 0, "r": 0, "t": HEADING_HEIGHT, "b": 8},
        "xaxis": {
            "side": "top",
            "ticks": "",
            "tickvals": list(range(len(table.columns))),
            "ticktext": table.columns,
            "tickfont": font(colours.muted, size=13),
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {"range": [bands - 0.5, -0.5], "visible": False, "fixedrange": True},
        "annotations": [*_labels(table, colours), *_dashes(table, colours)],
    }
    height = HEADING_HEIGHT + bands * TILE_HEIGHT + 8
    return figure([_heat(table, colours)], layout, colours, height=height)


def _heat(table: TileTable, colours: Theme) -> Look:
    """Every second band is left empty for the statement above its tiles."""
    tiles = [row.tiles for row in table.rows]
    return {
        "type": "heatmap",
        "z": _below_labels([[tile.share for tile in row] for row in tiles], None),
        "text": _below_labels([[tile.text for tile in row] for row in tiles], ""),
        "hovertext": _below_labels([[tile.hover for tile in row] for row in tiles], ""),
        "texttemplate": "%{text}",
        "textfont": font(colours.tile_text),
        "hoverinfo": "text",
        "hoverongaps": False,
        **{"zmin": 0, "zmax": 100, "showscale": False},
        "colorscale": [[0, colours.tile_none], [1, colours.tile_all]],
        **{"xgap": 4, "ygap": 2},
    }


def _below_labels(rows: Sequence[Sequence[Value]], empty: Value) -> list[list[Value]]:
    """Each row with a row of nothing above it."""
    return [line for row in rows for line in ([empty] * len(row), list(row))]


def _labels(table: TileTable, colours: Theme) -> Iterator[Look]:
    for at, row in enumerate(table.rows):
        yield {
            "text": row.label,
            "font": font(colours.text, size=13),
            "align": "left",
            "showarrow": False,
            **{"x": 0, "xref": "paper", "xanchor": "left", "y": 2 * at, "yanchor": "middle"},
        }


def _dashes(table: TileTable, colours: Theme) -> Iterator[Look]:
    """A dash where a tile is withheld, since an empty cell of a heat map shows no text."""
    for at, row in enumerate(table.rows):
        for column, tile in enumerate(row.tiles):
            if tile.share is None:
                place = {"x": column, "y": 2 * at + 1, "text": tile.text}
                yield place | {"showarrow": False, "font": font(colours.muted)}


def signs_alt_text(trend: Trend, *, language: str) -> str:
    """The tiles in words, for readers who do not see them."""
    words = sign_words(language)
    lines = (
        words.alt_line.format(sign=sign.text, shares=_shares(sign, words)) for sign in trend.signs
    )
    return " ".join([words.alt.format(unit=trend.unit), *lines])


def _shares(sign: SignLine, words: SignWords) -> str:
    return ", ".join(
        words.alt_withheld if share is None else words.share.format(share=f"{mark}{share:.0f}")
        for share, mark in zip(sign.shares[-COLUMNS:], sign.marks[-COLUMNS:], strict=True)
    )
