"""What the page of an area says, in the words of the catalogue."""

from collections.abc import Iterator, Sequence
from math import isnan

from analytics.charts.heat_map_geometry import Words
from analytics.figures.unit_changes import Move, Moves
from analytics.figures.wave_cells import band_text
from analytics.reports.area import Area, Column, View
from analytics.reports.trend_sentence import whole
from analytics.statistics.shrinkage import FROM_TEAMS, NoOrder, Ordered
from pages.ui.figures.trend_words import verdict_text
from pages.ui.frame.plain import plain
from survey.questionnaire.shipped import bank
from survey.text import text

LISTED = 12


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


def order_said(lead: Column) -> str:
    """Whether units are in order by a composite, and if not, why."""
    measure = plain(lead.measure.text)
    if isinstance(lead.order, Ordered):
        return text("area.ordered", measure=measure)
    if lead.order.why is NoOrder.ALIKE:
        return text("area.alike", measure=measure)
    return text("area.too_few", measure=measure, fewest=FROM_TEAMS)


def certainty(lead: Column) -> str:
    """How far the order by a composite can be relied on; "" where there is none."""
    if not isinstance(lead.order, Ordered):
        return ""
    icc = lead.order.icc2
    measure = plain(lead.measure.text)
    return text("area.certainty", measure=measure, icc=f"{icc:.2f}", percent=round(100 * icc))


def how_to_read(area: Area) -> str:
    """What tiles and colours mean, and which columns have no colours."""
    bare = [plain(c.measure.text) for c in area.columns if c.values is None]
    if len(bare) == len(area.columns):
        return text("area.how_to_read_plain")
    also = f" {text('area.also_plain', measures=', '.join(bare))}" if bare else ""
    return text("area.how_to_read") + also


def moved(area: Area, found: Sequence[Move]) -> str:
    """Some changes as a list."""
    lines = [_move(area, move) for move in found[:LISTED]]
    if len(found) > LISTED:
        lines.append(text("area.more", count=len(found) - LISTED))
    return "\n".join(f"- {line}" for line in lines)


def _move(area: Area, move: Move) -> str:
    change = move.change
    ends = sorted((abs(change.low), abs(change.high)))
    size = whole(abs(change.difference))
    return text(
        "area.moved",
        unit=plain(area.rows[move.unit].name),
        measure=plain(move.measure.text),
        points=text("area.point") if size == "1" else text("area.points", count=size),
        wave=plain(move.since.name),
        low=whole(ends[0]),
        high=whole(ends[1]),
    )


def map_table(area: Area) -> dict[str, list[object]]:
    """The numbers of the map; a figure that is not shown is an empty cell."""
    return {
        text("area.col_unit"): [row.name for row in area.rows],
        text("area.col_people"): [band_text(r.people) if r.people else "" for r in area.rows],
        text("area.col_took_part"): [
            f"{r.took_part.low}-{r.took_part.high} %" if r.took_part else "" for r in area.rows
        ],
        **{name: _numbers(column) for name, column in _named(area.columns)},
    }


def _numbers(column: Column) -> list[object]:
    return [None if isnan(score) else score for score in column.scores.tolist()]


def _named(columns: Sequence[Column]) -> Iterator[tuple[str, Column]]:
    """Each column by a name that no other has."""
    seen: set[str] = set()
    for column in columns:
        name = column.measure.text
        yield (f"{name} ({column.measure.id})" if name in seen else name), column
        seen.add(name)


def changes_table(area: Area, found: Moves) -> list[dict[str, object]]:
    """Every change of an area, by unit."""
    return [
        {
            text("area.col_unit"): area.rows[move.unit].name,
            text("area.col_measure"): move.measure.text,
            text("area.col_since"): move.since.name,
            text("area.col_change"): round(move.change.difference, 1),
            text("area.col_low"): round(move.change.low, 1),
            text("area.col_high"): round(move.change.high, 1),
            text("area.col_verdict"): verdict_text(move.change.verdict),
        }
        for move in found.all
    ]
