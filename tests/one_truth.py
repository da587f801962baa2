"""What does each place say of a figure of one unit in one wave, and does any contradict another?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isnan
from typing import NamedTuple

from analytics.figures.line import Gap, Point, Told
from analytics.figures.measures import MEANS
from analytics.figures.report_columns import Row
from analytics.figures.unit import UnitFigures
from analytics.figures.verdicts import Verdict
from analytics.published.cells import Scope
from analytics.reports.area import Area
from analytics.reports.conversation import conversation
from analytics.reports.focus import focus_trend
from analytics.reports.maps import maps
from analytics.reports.phrasing import Sentence, whole
from analytics.reports.sources import sources
from analytics.reports.trend import Trend, TrendRow, trend
from analytics.reports.unit_view import UnitView
from pages.ui.figures.map import map_names

Rows = Mapping[tuple[str, str, Scope, str], Row]
"""The report by wave, unit, scope and measure."""
ALMOST = 1e-6
WAYS = {"rose": Verdict.ROSE, "fell": Verdict.FELL, "steady": Verdict.STEADY}
SLOWLY = {"trends.drifting_up": Verdict.RISING, "trends.drifting_down": Verdict.FALLING}


class Says(NamedTuple):
    """What one place says of one measure."""

    place: str
    measure: str
    figure: Point | Gap
    told: Told
    sentences: tuple[Sentence, ...] = ()


def keyed(rows: Iterable[Row]) -> Rows:
    """The report, to look something up."""
    return {(row.wave, row.unit, row.scope, row.measure): row for row in rows}


def contradictions(view: UnitView, rows: Rows) -> list[str]:
    """Where two places disagree about a unit in the last wave of its view, in words."""
    of, said = view.figures, list(said_on_pages(view))
    key = of.waves[-1].key, of.units[-1], of.scope
    found = [line for one in said for line in _against(one, rows.get((*key, one.measure)))]
    found += [line for one in said for line in _words(one)]
    return [f"{view.name} in {of.waves[-1].key}: {line}" for line in [*found, *_once(said)]]


def said_on_pages(view: UnitView) -> Iterator[Says]:
    """Of every measure, on every page of a unit."""
    yield from _of_lines("trend", trend(view), view.figures)
    yield from _of_lines("maps", maps(view, map_names()).table, view.figures)
    focus = focus_trend(view, name="Focus")
    if focus is not None:
        yield from _of_lines("focus", focus, view.figures)
    found = sources(view)
    for one in (*found.composites, *found.all):
        yield Says("sources", one.id, one.point, one.told, one.sentences)
    talk = conversation(view.figures)
    lines = {one.id: one for one in (*found.composites, *found.all)}
    for theme in (*([talk.strength] if talk.strength else []), *talk.themes):
        yield Says("conversation", theme.id, theme.point, lines[theme.id].told, theme.changed)
    for composite, sentences in zip(found.composites, talk.standing, strict=True):
        there = composite.point, composite.told
        yield Says("conversation", composite.id, *there, sentences)


def _of_lines(place: str, found: Trend, of: UnitFigures) -> Iterator[Says]:
    """A trend, and its numbers as a table."""
    rows = {(row.wave, row.measure): row for row in found.rows}
    for line in found.lines:
        last = line.points[-1]
        yield Says(place, line.id, last, line.told[-1], line.sentences)
        row = rows[last.name, line.name]
        decimals = int(of.line(line.id).measure.kind in MEANS)
        assert _as_told(row) == _written(line.told[-1], decimals=decimals), (place, row)
        assert row.score == (last.score if isinstance(last, Point) else None), (place, row)


def _as_told(row: TrendRow) -> tuple[object, ...]:
    return row.verdict, row.reason, row.since, row.change, row.change_low, row.change_high


def _written(told: Told, *, decimals: int) -> tuple[object, ...]:
    change = told.change
    if change is None:
        return told.verdict, told.reason, None, None, None, None
    numbers = (change.difference, change.low, change.high)
    written = (round(number, decimals) for number in numbers)
    return told.verdict, told.reason, change.since.name, *written


def _against(said: Says, row: Row | None) -> Iterator[str]:
    """A page against the report."""
    if row is None:
        if said.told != Told():
            yield f"{said.place} tells of {said.measure}, of which the report has nothing"
        return
    half = (0.05 if row.measure_kind in MEANS else 0.5) + ALMOST
    change, point = said.told.change, said.figure
    shown = isinstance(point, Point)
    pairs: Sequence[tuple[str, float | None, float | None]] = (
        ("score", point.score if isinstance(point, Point) else None, row.score),
        ("low", point.low if isinstance(point, Point) else None, row.interval_low),
        ("high", point.high if isinstance(point, Point) else None, row.interval_high),
        ("change", change.difference if change else None, row.change),
        ("change low", change.low if change else None, row.change_low),
        ("change high", change.high if change else None, row.change_high),
        ("level before", change.before if change else None, row.level_before),
    )
    # What a page has rounded to a tenth may be half a tenth further off.
    near = half + 0.05
    for name, page, report in pairs:
        if (page is None) != (report is None) or abs((page or 0) - (report or 0)) > near:
            yield f"{said.place} has {name} {page} of {said.measure}, the report {report}"
    words = said.told.verdict, said.told.reason
    if words != (row.change_verdict, row.reason) or shown != (row.shown == "yes"):
        yield f"{said.place} says {words} of {said.measure}, the report {row}"
    if change is not None and change.since.key != row.since_wave:
        yield f"{said.place} is since {change.since.key} of {said.measure}, the report {row}"


def _once(said: Iterable[Says]) -> Iterator[str]:
    """One page against the other, to the last digit."""
    first: dict[str, Says] = {}
    for one in said:
        other = first.setdefault(one.measure, one)
        if (one.figure, one.told) != (other.figure, other.told):
            yield f"{one.place} and {other.place} disagree about {one.measure}"
        told = [_unnamed(s) for s in one.sentences], [_unnamed(s) for s in other.sentences]
        if one.sentences and told[0] != told[1]:
            yield f"{one.place} and {other.place} tell {one.measure} otherwise: {told}"


def _unnamed(sentence: Sentence) -> tuple[str, Mapping[str, object]]:
    """Pages may call a figure by other names."""
    return sentence.key, {k: v for k, v in sentence.values.items() if k != "measure"}


def _words(said: Says) -> Iterator[str]:
    """A sentence against the figures beside it."""
    told, change = said.told, said.told.change
    for sentence in said.sentences:
        way = WAYS.get(sentence.key.removeprefix("trends.").split("_")[0])
        if way not in (None, told.verdict):
            yield f"{said.place} says {sentence.key} of {said.measure}, which is {told.verdict}"
        if SLOWLY.get(sentence.key, told.verdict) is not told.verdict:
            yield f"{said.place} says {sentence.key} of {said.measure}, which is {told.verdict}"
        if way is not None and change is not None:
            if sentence.values["since"] != change.since.name:
                yield f"{said.place} says {sentence.values} of {said.measure}: {change}"
            points = sentence.values.get("points", whole(abs(change.difference)))
            if points != whole(abs(change.difference)):
                yield f"{said.place} says {points} points of {said.measure}: {change}"
        if isinstance(said.figure, Point):
            score = whole(said.figure.score)
            if sentence.values.get("score", score) != score:
                yield f"{said.place} says {sentence.values} beside {said.figure}"


def contradicts_area(area: Area, views: Mapping[tuple[str, Scope], UnitView]) -> Iterator[str]:
    """The page of an area against the units' own."""
    moves = {(move.unit, move.measure.id): move.told for move in area.moves}
    for at, row in enumerate(area.rows):
        own = views.get((row.key, Scope.AREA if row.is_area else Scope.TEAM))
        if own is None:
            continue
        for column in area.columns:
            line = own.figures.line(column.measure.id)
            point, score = line.points[-1], float(column.scores[at])
            mine = point.score if isinstance(point, Point) else None
            if mine != (None if isnan(score) else round(score, 1)):
                yield f"{area.name} shows {score} of {row.key} {column.measure.id}, it {point}"
            told = moves.get((at, column.measure.id), line.latest)
            if told != line.latest:
                yield f"{area.name} tells {told} of {row.key}, its page {line.latest}"
