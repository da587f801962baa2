"""The table of an area's units: where each stands, how it went, and how far off the whole."""

from collections.abc import Mapping, Sequence
from html import escape
from math import isnan
from typing import NamedTuple
from urllib.parse import urlencode

from analytics.figures.against_whole import Column
from analytics.reports.area import Area, Move, Row, View
from analytics.reports.area_rows import Tried
from pages.ui.figures.area_words import short_name
from pages.ui.frame.pieces import small_picture, told_chip
from pages.ui.frame.session import text
from survey.experiments.experiment import Experiment, State

TINTS = {-1: "low", 1: "high"}


class Looked(NamedTuple):
    """What a table is drawn from: the figures in front and beside, what moved, what is tried."""

    area: Area
    lead: Column
    beside: Sequence[Column]
    moves: Mapping[int, Move]
    tried: Tried


def teams_table(area: Area, places: Sequence[int], view: View, tried: Tried) -> str:
    """A row for each of some units, in the order of the organisation; a row opens its unit."""
    lead = area.column(view.lead.id)
    beside = [one for one in area.seen_in(view).columns if one is not lead]
    beside += [area.follow_up] if area.follow_up else []
    moves = {one.unit: one for one in area.moves if one.measure.id == view.lead.id}
    at = Looked(area, lead, beside, moves, tried)
    rows = "".join(_row(at, place) for place in places)
    heads = "".join(
        f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in _heads(at)
    )
    caption = text("area.table_of", measure=view.lead.text, area=area.name)
    return (
        f'<table class="figures" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _heads(at: Looked) -> list[str]:
    waves = max((len(move.scores) for move in at.moves.values()), default=0)
    over = text("area.col_waves", count=waves)
    first = (text("area.col_unit"), text("area.col_now"), over, text("area.col_changed"))
    return [*first, *(short_name(column.measure) for column in at.beside)]


def _row(at: Looked, place: int) -> str:
    row, score, move = at.area.rows[place], float(at.lead.scores[place]), at.moves.get(place)
    now = "–" if isnan(score) else str(round(score))
    cells = (
        f'<th scope="row" role="rowheader" dir="auto">{_name(at, row)}'
        f"<small>{_beneath(row, score, at.tried)}</small></th>",
        f'<td role="cell" class="now">{now}</td>',
        f'<td role="cell">{small_picture(move.scores) if move else ""}</td>',
        f'<td role="cell">{told_chip(move.told) if move else ""}</td>',
        *(_tile(column, place) for column in at.beside),
    )
    kind = ' class="none"' if isnan(score) else ""
    return f'<tr role="row"{kind}>{"".join(cells)}</tr>'


def _name(at: Looked, row: Row) -> str:
    page = "area" if row.is_area else "trends"
    address = f"/{page}?{urlencode({'unit': row.key, 'wave': at.area.wave.key})}"
    return f'<a href="{escape(address)}">{escape(row.name)}</a>'


def _beneath(row: Row, score: float, tried: Tried) -> str:
    """What a unit tries or keeps, or why it shows nothing."""
    if isnan(score):
        return escape(text("area.too_few_here"))
    one: Experiment | None = tried.now.get(row.key)
    if one is None:
        return escape(text("area.tries_nothing"))
    title = one.chosen.title if one.chosen else one.signal.name
    key = "area.keeps" if one.state is State.KEPT else "area.tries"
    return escape(text(key, title=title))


def _tile(column: Column, at: int) -> str:
    """A figure on its ground: strong where it surely lies off the whole, pale where perhaps."""
    score, told, may = column.scores[at], int(column.apart[at]), int(column.perhaps[at])
    name = escape(short_name(column.measure))
    if isnan(score):
        inside = '<span class="tile none">–</span>'
    else:
        tint = TINTS[told] if told else f"{TINTS[may]}-pale" if may else ""
        inside = f'<span class="tile {tint}">{round(float(score))}</span>'
    return f'<td role="cell" class="of" data-label="{name}">{inside}</td>'
