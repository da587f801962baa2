"""What the page of an area says, in the words of the catalogue."""

from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any

import streamlit as st

from analytics.charts.heat_map_geometry import Words
from analytics.figures.text import band_text
from analytics.reports.area import Area, Column, Move, View
from analytics.reports.phrasing import in_short, whole
from pages.ui.figures.trend_words import verdict_text
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text, told
from survey.questionnaire.shipped import bank

LISTED = 3
OVER_TIME = "area.col_over_time", "area.col_short"


def chart_words() -> Words:
    """What is said on the map itself."""
    measures = {
        measure
        for item in bank().statements
        if item.composite
        for measure in (item.composite, item.construct)
    }
    return Words(
        withheld=text("area.chart.withheld"),
        not_shown=text("area.chart.not_shown"),
        alt=text("area.chart.alt"),
        alt_unit=text("area.chart.alt_unit"),
        short={measure: text(f"area.short.{measure}") for measure in measures},
    )


def view_name(view: View) -> str:
    """What a view is called where it is chosen."""
    return view.lead.text if view.part == 1 else text("area.view_more", measure=view.lead.text)


def differ_said(lead: Column) -> str:
    """Whether units differ in a composite by more than chance."""
    measure = plain(lead.measure.text)
    if lead.differ is None:
        return text("area.too_few", measure=measure)
    return text("area.differ" if lead.differ.differ else "area.alike", measure=measure)


def how_to_read(area: Area) -> str:
    """What tiles mean, and colours where there are any."""
    coloured = any(column.apart.any() for column in area.columns)
    return text("area.how_to_read" if coloured else "area.how_to_read_plain")


def story(area: Area, found: Sequence[Move], way: str) -> str:
    """What rose or fell, unit by unit, in one line."""
    told = [_move(area, move, way) for move in found[:LISTED]]
    if len(found) > LISTED:
        told.append(text("area.story.more", count=len(found) - LISTED))
    return text(f"area.story.lead_{way}", moves=" ".join(told))


def _move(area: Area, move: Move, way: str) -> str:
    change = move.told.change
    assert change is not None, "what rose or fell has a difference"
    return text(
        f"area.story.{way}",
        unit=plain(area.rows[move.unit].name),
        measure=plain(move.measure.text),
        points=whole(abs(change.difference)),
        wave=plain(change.since.name),
    )


def teams_table(area: Area) -> tuple[dict[str, list[object]], dict[str, Any]]:
    """A row for each unit: each composite now, over time, and what became of it; with the looks."""
    table: dict[str, list[object]] = {text("area.col_unit"): [row.name for row in area.rows]}
    looks: dict[str, Any] = {text("area.col_unit"): st.column_config.TextColumn(pinned=True)}
    for measure in area.wave.composites:
        moves = {move.unit: move for move in area.moves if move.measure.id == measure.id}
        there = [moves.get(at) for at in range(len(area.rows))]
        name = measure.text
        over, short = (text(key, measure=name) for key in OVER_TIME)
        now = (move.scores[-1] if move else None for move in there)
        table[name] = [None if score is None else round(score) for score in now]
        table[over] = [list(move.scores) if move else None for move in there]
        table[short] = [in_short(m.told).said(language()) if m else None for m in there]
        looks[over] = st.column_config.LineChartColumn(y_min=0, y_max=100)
    if area.follow_up:
        scores = _numbers(area.follow_up)
        table[area.follow_up.measure.text] = [None if one is None else round(one) for one in scores]
    return table, looks


def map_table(area: Area) -> dict[str, list[object]]:
    """The numbers of the map; a figure that is not shown is an empty cell."""
    return {
        text("area.col_unit"): [row.name for row in area.rows],
        text("area.col_people"): [told(band_text(r.people)) if r.people else "" for r in area.rows],
        text("area.col_took_part"): [
            f"{r.took_part.low}-{r.took_part.high} %" if r.took_part else "" for r in area.rows
        ],
        **{name: list(_numbers(column)) for name, column in _named(area.columns)},
    }


def _numbers(column: Column) -> list[float | None]:
    return [None if isnan(score) else score for score in column.scores.tolist()]


def _named(columns: Sequence[Column]) -> Iterator[tuple[str, Column]]:
    """Each column by a name that no other has."""
    seen: set[str] = set()
    for column in columns:
        name = column.measure.text
        yield (f"{name} ({column.measure.id})" if name in seen else name), column
        seen.add(name)


def changes_table(area: Area) -> list[dict[str, object]]:
    """What is said of every composite of an area, by unit."""
    return [_line(area, move) for move in area.moves]


def _line(area: Area, move: Move) -> dict[str, object]:
    change = move.told.change
    return {
        text("area.col_unit"): area.rows[move.unit].name,
        text("area.col_measure"): move.measure.text,
        text("area.col_since"): change.since.name if change else "",
        text("area.col_change"): round(change.difference, 1) if change else None,
        text("area.col_low"): round(change.low, 1) if change else None,
        text("area.col_high"): round(change.high, 1) if change else None,
        text("area.col_verdict"): verdict_text(move.told.verdict, move.told.reason),
    }
