"""Where do two places say different things about one figure of one unit, as it stood at a wave?

The row of the report (analytics.figures.rows, what every file is written from) is held against
every page. What is found is said in words: the place, the figure, and both things that are said.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from analytics.figures.block import distribution
from analytics.figures.line import Gap, Point, Told
from analytics.figures.measures import MEANS, PARTICIPATION
from analytics.figures.report_columns import Row
from analytics.figures.text import band_text
from analytics.published.cells import MeasureKind, Scope
from analytics.reports.area import Area, area
from analytics.reports.maps import Map
from analytics.reports.sources import Source, Sources
from analytics.reports.topics import Reason as Chosen
from analytics.reports.trend import Trend, TrendRow
from survey.organisation.structure import Unit
from tests.as_it_stood import Stand
from tests.make_random_organisations import Organisation

Found = Iterator[str]


def between_places(at: Stand) -> Found:
    """What is said of a unit by its pages and not so by the report, or by one page and another."""
    yield from chain.from_iterable(_as_in_report(at, said) for said in _said(at))
    yield from (
        one
        for name, table in at.tables.items()
        for line in table.rows
        for one in _table_row(at, name, table, line)
    )
    yield from _signs(at)
    yield from chain(_map(at.maps.trust, at), _map(at.maps.ownership, at))
    yield from _talk(at)
    yield from _same_words(at)


def _all(of: Sources) -> tuple[Source, ...]:
    return (*of.composites, *of.all)


class Said(NamedTuple):
    """What a place says of a figure in one wave."""

    place: str
    measure: str
    wave: int
    point: Point | Gap
    told: Told


def _said(at: Stand) -> Iterator[Said]:
    """What each place says of each figure; its lines, of each of the waves."""
    for one in _all(at.sources):
        yield Said("sources", one.id, -1, one.point, one.told)
    for line in at.lines:
        waves = enumerate(zip(line.points, line.told, strict=True))
        yield from (Said("line", line.id, wave, *both) for wave, both in waves)


def _as_in_report(at: Stand, said: Said) -> Found:
    place, measure, wave, point, told = said
    row = at.row(measure, wave)
    here = f"{place}, {measure} in {at.view.figures.waves[wave].key}"
    if row is None:
        if isinstance(point, Point) or told.verdict is not None:
            yield f"{here}: {point}, {told}, and no row"
        return
    says = {**_of_point(point, mean=row.measure_kind in MEANS), **_of_told(told, row)}
    for name, value in says.items():
        if getattr(row, name) != value:
            yield f"{here}: {name} is {value}, in the report {getattr(row, name)}"


def _of_point(point: Point | Gap, *, mean: bool) -> dict[str, object]:
    if isinstance(point, Gap):
        nothing = ("score", "interval_low", "interval_high", "n_band", "favourable_pct")
        return {"shown": "no", **dict.fromkeys(nothing)}
    worst, _, best = distribution(point.shares)
    return {
        "shown": "yes",
        "score": _rounded(point.score, mean=mean),
        "interval_low": _rounded(point.low, mean=mean),
        "interval_high": _rounded(point.high, mean=mean),
        "n_band": band_text(point.people),
        "favourable_pct": best,
        "unfavourable_pct": worst,
    }


def _of_told(told: Told, row: Row) -> dict[str, object]:
    mean, change = row.measure_kind in MEANS, told.change
    said: dict[str, object] = {"change_verdict": told.verdict, "reason": told.reason}
    if change is None:
        nothing = ("change", "change_low", "change_high", "change_confidence", "level_before")
        return said | dict.fromkeys(nothing)
    before = change.before
    return said | {
        "since_wave": change.since.key,
        "change": _rounded(change.difference, mean=mean),
        "change_low": _rounded(change.low, mean=mean),
        "change_high": _rounded(change.high, mean=mean),
        "change_confidence": _rounded(min(change.confidence, 99.0), mean=mean),
        "level_before": None if before is None else _rounded(before, mean=mean),
        "level_now": _rounded(change.now, mean=mean),
    }


def _rounded(points: float, *, mean: bool) -> float:
    return round(points, 1) if mean else round(points)


def _table_row(at: Stand, place: str, table: Trend, said: TrendRow) -> Found:
    wave = next(n for n, one in enumerate(table.waves) if one.name == said.wave)
    line = next(one for one in table.lines if one.name == said.measure)
    row = at.row(line.id, wave)
    here = f"table of {place}, {line.id} in {said.wave}"
    if row is None:
        if (said.score, said.verdict) != (None, None):
            yield f"{here}: {said}, and no row"
        return
    names = {one.key: one.name for one in table.waves}
    turnout = at.row(PARTICIPATION, wave)
    mean = row.measure_kind in MEANS
    both = {
        "score": (said.score, row.score),
        "low": (_or_none(said.low, mean=mean), row.interval_low),
        "high": (_or_none(said.high, mean=mean), row.interval_high),
        "people": (said.people, row.n_band or ""),
        "participation": (said.participation, (turnout and turnout.participation_band) or ""),
        "since": (said.since, names.get(row.since_wave or "") if row.change is not None else None),
        "change": (_or_none(said.change, mean=mean), row.change),
        "verdict": (said.verdict, row.change_verdict),
        "reason": (said.reason, row.reason),
    }
    yield from (
        f"{here}: {name} {one} != {other}" for name, (one, other) in both.items() if one != other
    )


def _or_none(points: float | None, *, mean: bool) -> float | None:
    return None if points is None else _rounded(points, mean=mean)


def _signs(at: Stand) -> Found:
    for sign in at.trend.signs:
        for wave, share in enumerate(sign.shares):
            row = at.row(sign.id, wave)
            if share != (row and row.score):
                yield f"tile of {sign.id} in wave {wave}: {share}, in the report {row}"


def _map(one: Map, at: Stand) -> Found:
    """That something moved is said where it did, of that figure; that nothing did, of both."""
    lines = {line.name: line for line in at.maps.table.lines}
    along = [lines[name] for name in (one.names.x, one.names.y) if name in lines]
    keys = [said.key for said in one.says]
    if one.here is None or len(along) < 2:
        return
    for line in along:
        row, name = at.row(line.id), line.name
        verdict = row.change_verdict.name.lower() if row and row.change_verdict else ""
        said = [s.key for s in one.says if s.values.get("measure") == name]
        if (verdict in {"rose", "fell"}) != (f"maps.{verdict}" in said):
            yield f"map says {said} of {line.id}, the report {verdict}"
        slow = {"trends.drifting_up": "rising", "trends.drifting_down": "falling"}
        if any(verdict == slow.get(key) for key in said) != (verdict in slow.values()):
            yield f"map says {said} of {line.id}, the report {verdict}"
        if "maps.steady" in keys and verdict != "steady":
            yield f"map says that nothing moved, the report {verdict} of {line.id}"
    dot = one.here
    for figure, line in zip((dot.x, dot.y), along, strict=True):
        yield from _as_in_report(at, Said("map", line.id, -1, figure, line.told[-1]))


def _talk(at: Stand) -> Found:
    behind = {one.id: one for one in _all(at.sources)}
    themes = [*at.talk.themes, *([at.talk.strength] if at.talk.strength else [])]
    for theme in themes:
        source = behind[theme.id]
        yield from _as_in_report(at, Said("theme", theme.id, -1, theme.point, source.told))
        if theme.changed != (source.sentences if source.moved else ()):
            yield f"theme {theme.id} says {theme.changed}, sources {source.sentences}"
        if theme.reason is Chosen.CHANGED and not source.moved:
            yield f"theme {theme.id} is there because it changed, sources {source.told}"
        row = at.row(theme.id)
        shown = [s.score for s in theme.statements if s.score is not None]
        if row is None or not shown or not min(shown) <= (row.score or 0) <= max(shown):
            yield f"theme {theme.id} is at {row and row.score}, its statements at {shown}"


def _same_words(at: Stand) -> Found:
    """The sentences of one figure are the same on each page."""
    newest = at.view.figures.waves[-1]
    composites = [one.id for one in newest.of_kind(MeasureKind.COMPOSITE)]
    trends = {line.id: line.sentences for line in at.trend.lines}
    behind = {one.id: one.sentences for one in _all(at.sources)}
    for name, standing in zip(composites, at.talk.standing, strict=True):
        if not standing == trends[name] == behind[name]:
            yield f"{name}: trend {trends[name]}, sources {behind[name]}, talk {standing}"


def in_area(of: Organisation, wave: str) -> Found:
    """What the map of an area says of each of its units at a wave, and the report does not."""
    read, tree = of.read.until(wave), next(one.units for one in of.waves if one.wave.key == wave)
    there = read.cells[-1].places
    inner = {unit.parent for unit in tree.values()}
    below = [
        (unit, scope)
        for unit in tree.values()
        for scope in [Scope.AREA if unit.key in inner else Scope.TEAM]
        if there[read.places[unit.key, scope]]
    ]
    if below:
        yield from _area(of, area("All", below, read), below)


def _area(of: Organisation, found: Area, below: Sequence[tuple[Unit, Scope]]) -> Found:
    keyed = [(found.wave.key, unit.key, scope) for unit, scope in below]
    rows = [{m: of.rows.get((*key, m)) for m in found.wave.measures} for key in keyed]
    for column in found.columns:
        for key, row, score in zip(keyed, rows, column.scores.tolist(), strict=True):
            here = row[column.measure.id]
            shown = None if here is None else here.score
            if (None if np.isnan(score) else score) != shown:
                yield f"area, {key}, {column.measure.id}: {score}, in the report {shown}"
    said = {(move.unit, move.measure.id) for move in found.moves}
    for move in found.moves:
        here = rows[move.unit][move.measure.id]
        assert here is not None, "what moved has a row"
        for name, value in _of_told(move.told, here).items():
            if getattr(here, name) != value:
                yield f"area, {here}: {name} is {value}"
    for number, row in enumerate(rows):
        for measure in found.wave.of_kind(MeasureKind.COMPOSITE):
            one = row[measure.id]
            if ((number, measure.id) in said) != (one is not None and one.score is not None):
                yield f"area says nothing of {keyed[number]}, {measure.id}: {one}"
        asked = row[PARTICIPATION]
        took_part = found.rows[number].took_part
        band = f"{took_part.low}-{took_part.high} %" if took_part else None
        if band != (asked and asked.participation_band):
            yield f"area, {keyed[number]}: took part {took_part}, in the report {asked}"
