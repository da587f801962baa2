"""What the page of an area says, in the words of the catalogue."""

from collections.abc import Iterator, Sequence
from math import isnan

from analytics.figures.against_whole import Column
from analytics.figures.measures import Measure
from analytics.figures.text import band_text
from analytics.figures.verdicts import Verdict
from analytics.reports.area import Area, Move, View
from analytics.reports.area_rows import Tried, moved
from analytics.reports.phrasing import whole
from pages.ui.figures.trend_words import verdict_text
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text, told
from survey.text import FALLBACK, catalogue

LISTED = 3
HELP, GLAD = (Verdict.FELL, Verdict.FALLING), (Verdict.ROSE, Verdict.RISING)


def short_name(measure: Measure) -> str:
    """What a measure is called where there is little room."""
    key = f"area.short.{measure.id}"
    return text(key) if key in catalogue(FALLBACK) else measure.text


def view_name(view: View) -> str:
    """What a view is called where it is chosen."""
    return view.lead.text if view.part == 1 else text("area.view_more", measure=view.lead.text)


def how_to_read(area: Area, whole_name: str) -> str:
    """What grounds mean, where there are any."""
    coloured = any(column.apart.any() or column.perhaps.any() for column in area.columns)
    key = "area.how_to_read" if coloured else "area.how_to_read_plain"
    return text(key, whole=plain(whole_name))


def story(area: Area, tried: Tried, whole_name: str) -> Iterator[str]:
    """Where to offer help, what to celebrate, and what moved: a sentence each."""
    help_, glad = (list(_told(area, way, whole_name)) for way in (HELP, GLAD))
    yield text("area.story.help", who=_listed(help_)) if help_ else text("area.story.no_help")
    yield text("area.story.glad", who=_listed(glad)) if glad else text("area.story.no_glad")
    shown = {move.unit for move in area.moves}
    compared = {m.unit for m in area.moves if m.told.verdict is not Verdict.TOO_EARLY}
    went = {move.unit for move in moved(area)}
    talked = sum(area.rows[at].key in tried.talked for at in shown)
    if compared:
        yield text(
            "area.story.moved", moved=len(went), count=len(shown), silent=len(shown) - talked
        )
    else:
        yield text("area.story.none")


def _listed(told: Sequence[str]) -> str:
    more = [text("area.story.more", count=len(told) - LISTED)] if len(told) > LISTED else []
    return "; ".join([*told[:LISTED], *more])


def _told(area: Area, way: Sequence[Verdict], whole_name: str) -> Iterator[str]:
    """A unit once: a step first, then what goes slowly, then what surely lies off the whole."""
    told: dict[int, str] = {}
    for verdict in way:
        for move in sorted(area.told(verdict), key=_size, reverse=True):
            told.setdefault(move.unit, _move(area, move))
    yield from (told[unit] for unit in sorted(told))
    side = -1 if way is HELP else 1
    for column in area.columns:
        if column.whole is not None:
            for at in (column.apart == side).nonzero()[0].tolist():
                if at not in told:
                    told[at] = _apart(area, column, at, whole_name)
                    yield told[at]


def _size(move: Move) -> float:
    return abs(move.told.change.difference) if move.told.change else 0.0


def _move(area: Area, move: Move) -> str:
    told = move.told
    assert told.verdict is not None, "what moved has a verdict"
    assert told.change is not None, "it has moved since a wave"
    return text(
        f"area.story.{told.verdict.name.lower()}",
        unit=plain(area.rows[move.unit].name),
        measure=plain(move.measure.text),
        points=whole(abs(told.change.difference)),
        wave=plain(told.change.since.name),
    )


def _apart(area: Area, column: Column, at: int, whole_name: str) -> str:
    assert column.whole is not None, "it is held against the whole"
    key = "area.story.below" if column.apart[at] < 0 else "area.story.above"
    return text(
        key,
        unit=plain(area.rows[at].name),
        measure=plain(short_name(column.measure)),
        score=whole(float(column.scores[at])),
        of=whole(column.whole),
        whole=plain(whole_name),
    )


def map_table(area: Area) -> dict[str, list[object]]:
    """All figures of an area; one that is not shown is an empty cell."""
    return {
        text("area.col_unit"): [row.name for row in area.rows],
        text("area.col_people"): [told(band_text(r.people)) if r.people else "" for r in area.rows],
        text("area.col_took_part"): [
            f"{r.took_part.low}-{r.took_part.high} %" if r.took_part else "" for r in area.rows
        ],
        **{name: list(_numbers(column)) for name, column in _named(_columns(area))},
    }


def _columns(area: Area) -> list[Column]:
    return [*area.columns, *([area.follow_up] if area.follow_up else [])]


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
