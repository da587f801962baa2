"""Do two places contradict each other, or a sentence the figure beside it? Every contradiction.

The places: the line of a unit (trend, sources, conversation, paper), the row of the report (CSV,
XLSX, Parquet), the page of the area, and the sentence in words.
"""

import csv
import io
from collections.abc import Iterator, Mapping

import numpy as np

from analytics.exports.report_csv import csv_of
from analytics.figures.block import blocks, places_of
from analytics.figures.line import Change, Line, Point, Told
from analytics.figures.measures import MEANS, PARTICIPATION, ClosedWave
from analytics.figures.unit import UnitFigures
from analytics.figures.verdicts import Verdict
from analytics.published.cells import MeasureKind, Scope
from analytics.reports.area import area
from analytics.reports.phrasing import Sentence, how_sure, sentences
from bench.truth.path import Seen, composites_of
from bench.truth.ranges import newest

Keyed = tuple[str, str, str, str]
"""Wave, unit, scope and measure of a row."""
Rows = Mapping[Keyed, Mapping[str, str]]
SAID = {
    "trends.rose": Verdict.ROSE,
    "trends.rose_now": Verdict.ROSE,
    "trends.rose_small": Verdict.ROSE,
    "trends.fell": Verdict.FELL,
    "trends.fell_now": Verdict.FELL,
    "trends.fell_small": Verdict.FELL,
    "trends.steady": Verdict.STEADY,
    "trends.drifting_up": Verdict.RISING,
    "trends.drifting_down": Verdict.FALLING,
    "trends.first": Verdict.TOO_EARLY,
    "trends.withheld": Verdict.NOT_COMPARABLE,
    "trends.other_people": Verdict.NOT_COMPARABLE,
    "trends.other_statements": Verdict.NOT_COMPARABLE,
}
"""What a sentence says of the newest wave; a story alone says that nothing is new."""
STORY = "trends.story"
EVERY = 4


def rows_of(seen: Seen) -> Rows:
    """The report as it is written into a file, and read again."""
    there = [places_of(seen.shape.structure, seen.read.places)] * len(seen.read.cells)
    written = b"".join(csv_of(blocks(seen.read.cells, seen.read.lines, there)))
    read = csv.DictReader(io.StringIO(written.decode()))
    return {(row["wave"], row["unit"], row["scope"], row["measure"]): row for row in read}


def contradictions(seen: Seen, *, turn: int = 0) -> Iterator[str]:
    """Each as a line that says where it is; nothing where all places agree.

    Every row is looked at by itself; unit by unit composites, and of all other measures every
    fourth, which ones by `turn`.
    """
    rows = rows_of(seen)
    yield from (f"{key}: {one}" for key, row in rows.items() for one in within_row(row))
    for key, scope in seen.read.places:
        if scope is Scope.AREA and key not in _areas(seen):
            continue
        figures = seen.unit(key, scope)
        yield from (f"{key} {scope}: {one}" for one in _unit(figures, rows, turn))
    yield from (f"page of the area: {one}" for one in _page(seen))
    yield from (f"now: {one}" for one in _now(seen))


def _areas(seen: Seen) -> set[str]:
    return {
        key
        for (key, _, _), team in zip(seen.shape.units, seen.shape.is_team, strict=True)
        if not team
    }


def within_row(row: Mapping[str, str]) -> Iterator[str]:
    """What a row says with its word and says otherwise with its numbers."""
    if row["change_verdict"] in {Verdict.ROSE, Verdict.FELL}:
        sign = 1 if row["change_verdict"] == Verdict.ROSE else -1
        before, now = float(row["level_before"]), float(row["level_now"])
        ends = [sign * float(row[name]) for name in ("change_low", "change", "change_high")]
        if min(ends) <= 0:
            yield f"{row['change_verdict']}, with a range of {sorted(ends)}"
        if sign * (now - before) < 0:
            yield f"{row['change_verdict']} from {before} to {now}"
    if row["change"]:
        low, at, high = (float(row[name]) for name in ("change_low", "change", "change_high"))
        if not low <= at <= high:
            yield f"a change of {at} outside {low} to {high}"
        if row["change_verdict"] == Verdict.STEADY and not low <= 0 <= high:
            yield f"no clear change, with a range of {low} to {high}"
    if row["score"] and row["interval_low"]:
        low, at, high = (float(row[name]) for name in ("interval_low", "score", "interval_high"))
        if not low <= at <= high:
            yield f"a score of {at} outside {low} to {high}"


def _unit(figures: UnitFigures, rows: Rows, turn: int) -> Iterator[str]:
    """A unit's own lines beside the rows of the report, in every wave, and their words."""
    names = sorted({m for wave in figures.waves for m in wave.measures if m != PARTICIPATION})
    first = [one.id for one in figures.measures(MeasureKind.COMPOSITE)]
    for name in dict.fromkeys((*first, *names[turn % EVERY :: EVERY])):
        line = figures.line(name)
        for at, wave in enumerate(figures.waves):
            row = rows.get((wave.key, figures.unit, figures.scope.value, name))
            if row is not None:
                yield from (f"{name} in {wave.key}: {one}" for one in beside(line, at, row))
        last = rows.get((figures.waves[-1].key, figures.unit, figures.scope.value, name))
        if last is not None:
            yield from (f"{name}: {one}" for one in words(line, figures.waves, last))


def beside(line: Line, at: int, row: Mapping[str, str]) -> Iterator[str]:
    """What the line of a unit says of a wave and its row says otherwise."""
    told, point = line.told[at], line.points[at]
    if (told.verdict or "") != row["change_verdict"] or (told.reason or "") != row["reason"]:
        yield f"{told.verdict} ({told.reason}) but {row['change_verdict']} ({row['reason']})"
    if isinstance(point, Point):
        shown = {"score": point.score, "interval_low": point.low, "interval_high": point.high}
        yield from _differing(shown, row, line)
    elif row["score"]:
        yield f"withheld but {row['score']}"
    if (told.change is None) != (row["change"] == ""):
        yield f"{told.change} but {row['change']}"
    if told.change is not None:
        yield from _differing(_numbers(told.change), row, line)
        if told.change.since.key != row["since_wave"]:
            yield f"since {told.change.since.key} but {row['since_wave']}"


def _numbers(change: Change) -> dict[str, float | None]:
    return {
        "change": change.difference,
        "change_low": change.low,
        "change_high": change.high,
        "level_before": change.before,
        "level_now": change.now,
    }


def _differing(
    shown: Mapping[str, float | None], row: Mapping[str, str], line: Line
) -> Iterator[str]:
    """Numbers that are not the same, as far as the row rounds them."""
    rounding = 0.0501 if line.measure.kind in MEANS else 0.501
    for name, value in shown.items():
        written = float(row[name]) if row[name] else None
        apart = value is not None and written is not None and abs(value - written) > rounding
        if apart or (value is None) != (written is None):
            yield f"{name} {value} but {written}"


def words(line: Line, waves: tuple[ClosedWave, ...], row: Mapping[str, str]) -> Iterator[str]:
    """The sentences of the last wave beside its row."""
    said = sentences(line, waves)
    for one in (*said, *how_sure(line, waves)):
        for language in ("en", "de"):
            if "{" in one.said(language):
                yield f"a sentence with a hole: {one.said(language)}"
    verdicts = [SAID[one.key] for one in said if one.key in SAID]
    told = line.latest.verdict
    if told is None:
        return
    if [v for v in verdicts if v.value != row["change_verdict"]]:
        yield f"the words say {verdicts}, the file {row['change_verdict']}"
    if not verdicts and told is not Verdict.STEADY:
        yield f"the words say nothing new, the file {row['change_verdict']}"
    yield from (one for sentence in said for one in _sentence(sentence, line.latest))
    if line.latest.moved and len(line.stretches[0].levels) < 2:
        yield "it moved, and the picture has one level"


def _sentence(said: Sentence, told: Told) -> Iterator[str]:
    """The numbers of a sentence beside each other and beside the change."""
    values, change = said.values, told.change
    if "before" in values and "points" in values:
        before, now, points = (float(str(values[one])) for one in ("before", "now", "points"))
        sign = 1 if told.verdict is Verdict.ROSE else -1
        if sign * (now - before) < 0 or abs(abs(now - before) - points) > 1:
            yield f"{told.verdict} by {points} from {before} to {now}"
    if said.key.startswith(STORY) and told.moved and change is not None:
        if abs(float(str(values["now"])) - change.now) > 0.51:
            yield f"a story to {values['now']} and a level of {change.now}"
        if values["since"] != change.since.name:
            yield f"a story since {values['since']} and a change since {change.since.name}"


def _page(seen: Seen) -> Iterator[str]:
    """What the page of the whole organisation says of each unit, beside the unit's own page."""
    standing = [(unit, _scope(seen, key)) for key, unit in seen.shape.structure.items()]
    page = area("all", standing, seen.read)
    for move in page.moves:
        unit, scope = standing[move.unit]
        own = seen.unit(unit.key, scope).line(move.measure.id).latest
        if _shown(own) != _shown(move.told):
            yield f"{unit.key} {move.measure.id}: {_shown(move.told)} but {_shown(own)}"


def _shown(told: Told) -> tuple[object, ...]:
    """All that is said, its numbers as nobody reads them more exactly."""
    if told.change is None:
        return told.verdict, told.reason
    numbers = [one and round(one, 6) for one in _numbers(told.change).values()]
    return told.verdict, told.reason, told.change.since.key, told.change.over, *numbers


def _scope(seen: Seen, key: str) -> Scope:
    return Scope.AREA if key in _areas(seen) else Scope.TEAM


def _now(seen: Seen) -> Iterator[str]:
    """A range of now that leaves out the published figure beside it."""
    last = len(seen.read.cells) - 1
    for one, said in newest(seen, last):
        score = one.lines.scores[last]
        for at in np.flatnonzero((score < said.low[last]) | (score > said.high[last])).tolist():
            low, high = said.low[last, at], said.high[last, at]
            yield f"{one.measure}: {score[at]} outside {low} to {high}"


def other_side(seen: Seen) -> tuple[int, int]:
    """Of the sentences "rose" or "fell", beside how many the newest figure says the contrary.

    It lies on the other side of the level before: one wave of a new level may.
    """
    contrary = of = 0
    for name in composites_of(seen):
        for places in (seen.teams, seen.areas):
            told = seen.compared(name, places)
            for wave, cells in enumerate(seen.read.cells):
                measure = cells.wave.measures[name]
                points = cells.of(measure, places).found(measure).points
                step = told.difference[wave]
                moved = ~np.isnan(told.before[wave])
                of += int(moved.sum())
                away = (points - told.before[wave]) * np.sign(step)
                contrary += int((away[moved] < 0).sum())
    return contrary, of
