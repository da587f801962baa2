"""What became of one unit's figures over its waves.

Points and numbers are the published figures; a line is drawn over the statements that all its waves
share, and breaks where too few statements or people are the same (analytics.figures.pieces).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from analytics.disclosure.rounding import sign_mark
from analytics.figures import line as figures
from analytics.figures.line import Gap, Point, Stretch, Told
from analytics.figures.measures import MEANS, ClosedWave
from analytics.figures.standing import Standing, standing
from analytics.figures.text import band_text, participation_text
from analytics.figures.unit import UnitFigures
from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import MeasureKind, Participation
from analytics.reports.phrasing import Sentence, how_sure, sentences
from analytics.reports.trying import Mark
from analytics.reports.unit_view import UnitView
from analytics.statistics.intervals import Estimate, interval
from survey.questionnaire.parts import FOLLOW_UP


@dataclass(frozen=True, slots=True)
class ContextLine:
    """The scores of a unit above, wave by wave; None where there is none."""

    name: str
    scores: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A level as it is drawn: from the day of one wave to that of another."""

    start: date
    end: date
    mean: float


@dataclass(frozen=True, slots=True)
class Run:
    """Points that one line joins, over the statements they share, and their levels."""

    points: tuple[Point, ...]
    levels: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One measure over the waves: `points` as published, `runs` as they are drawn.

    `sentences` say what became of it, the first the most; `sure` stands behind "How sure is this?",
    `now` is where the unit stands with all waves so far, `notes` say where the line breaks.
    """

    id: str
    name: str
    points: tuple[Point | Gap, ...]
    told: tuple[Told, ...]
    runs: tuple[Run, ...]
    context: tuple[ContextLine, ...]
    sentences: tuple[Sentence, ...]
    sure: tuple[Sentence, ...]
    now: Standing | None
    notes: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SignLine:
    """One warning sign: the share that ticked it per wave, in per cent; None where withheld.

    `marks` says "≤" or "≥" where a share stands at a merged end, "" elsewhere.
    """

    id: str
    text: str
    shares: tuple[float | None, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One line of "the numbers as a table"; None is a figure that is not shown."""

    wave: str
    opened: date
    measure: str
    score: float | None
    low: float | None
    high: float | None
    people: str
    participation: str
    since: str | None
    change: float | None
    change_low: float | None
    change_high: float | None
    verdict: Verdict | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything the trend page says about one unit; all of it from published figures.

    `follow_up` is what people say of the pulse itself, in `rows` too; None where never asked.
    """

    unit: str
    waves: tuple[ClosedWave, ...]
    lines: tuple[Line, ...]
    signs: tuple[SignLine, ...]
    participation: tuple[Participation | None, ...]
    rows: tuple[TrendRow, ...]
    notes: tuple[Sentence, ...] = field(default=())
    marks: tuple[Mark, ...] = ()
    follow_up: Line | None = None


def trend(view: UnitView, *, middle: Mapping[str, Sentence] | None = None) -> Trend:
    """The trend of a unit: its composites and warning signs.

    `middle` is what is said of the team in the middle, by composite, for the whole organisation.
    """
    of = view.figures
    asked_signs = of.measures(MeasureKind.SIGN)
    of.work_out(one.id for one in (*of.composites, *asked_signs))
    lines = [line_of(view, one.id) for one in of.composites]
    beside = middle or {}
    lines = [
        replace(line, notes=(beside[line.id], *line.notes)) if line.id in beside else line
        for line in lines
    ]
    signs = tuple(_sign(of, one.id) for one in asked_signs)
    asked = any(wave.follow_up for wave in of.waves)
    follow_up = line_of(view, FOLLOW_UP) if asked else None
    found = trend_of_lines(of, [*lines, *([follow_up] if follow_up else [])])
    notes = tuple(_called(view))
    return replace(found, lines=tuple(lines), signs=signs, notes=notes, follow_up=follow_up)


def trend_of_lines(of: UnitFigures, lines: Sequence[Line]) -> Trend:
    """Some lines of a unit with the numbers behind them."""
    took_part = tuple(of.participation(at) for at in range(len(of.waves)))
    rows = tuple(_rows(of, lines, took_part))
    return Trend(of.name, of.waves, tuple(lines), (), took_part, rows)


def line_of(view: UnitView, measure: str, *, name: str = "") -> Line:
    """One measure of a unit over its waves, called `name` where not by its own."""
    of, line = view.figures, view.figures.line(measure)
    around = view.read.beside(of, view.area.keys, measure) if view.area else ()
    called, now = name or line.measure.text, standing(of, line, around)
    return Line(
        id=measure,
        name=called,
        points=line.points,
        told=line.told,
        context=tuple(_context(view, measure)),
        notes=tuple(_breaks(line, of.waves, called)),
        runs=tuple(_runs(line, of.waves)),
        now=now,
        sentences=sentences(line, of.waves, name=name),
        sure=how_sure(
            line,
            of.waves,
            name=name,
            standing=now,
            took_part=of.participation(len(of.waves) - 1),
        ),
    )


def _context(view: UnitView, measure: str) -> Iterator[ContextLine]:
    for one in view.above:
        scores = view.read.beside(view.figures, one.keys, measure)
        if any(score is not None for score in scores):
            yield ContextLine(one.name, scores)


def _runs(line: figures.Line, waves: Sequence[ClosedWave]) -> Iterator[Run]:
    """Each stretch, oldest first; a withheld wave lifts the pen, what goes slowly has no steps."""
    gaps = [at for at, point in enumerate(line.points) if isinstance(point, Gap) and point.asked]
    for stretch in sorted(line.stretches, key=lambda one: one.waves):
        levels = [
            Step(waves[one.waves[0]].opened, waves[one.waves[-1]].opened, one.mean)
            for one in stretch.levels
            if not (line.latest.drifting and stretch is line.stretches[0])
        ]
        points = [_drawn(line.points[at], one, stretch.items) for at, one in _each(stretch)]
        lifted = [0]
        for place, (before, after) in enumerate(pairwise(stretch.waves), start=1):
            if any(before < gap < after for gap in gaps):
                lifted.append(place)
        for start, end in pairwise([*lifted, len(points)]):
            yield Run(tuple(points[start:end]), tuple(levels) if start == 0 else ())


def _each(stretch: Stretch) -> Iterable[tuple[int, Estimate]]:
    return zip(stretch.waves, stretch.drawn, strict=True)


def _drawn(shown: Point | Gap, estimate: Estimate, items: tuple[str, ...] | None) -> Point:
    """A point as the line has it, over the statements of all its waves; else as published."""
    assert isinstance(shown, Point), "a stretch is made of waves that show the measure"
    if items is None:
        return shown
    ends = interval(estimate)
    low, high = round(ends.low, 1), round(ends.high, 1)
    return replace(shown, score=round(estimate.score, 1), low=low, high=high)


def _breaks(line: figures.Line, waves: Sequence[ClosedWave], name: str) -> Iterator[Sentence]:
    """Where the line begins anew, and why."""
    ordered = sorted(line.stretches, key=lambda one: one.waves)
    anew = {"trends.breaks": list[str](), "trends.breaks_people": list[str]()}
    for before, after in pairwise(ordered):
        other_people = before.run != after.run
        key = "trends.breaks_people" if other_people else "trends.breaks"
        anew[key].append(waves[after.waves[0]].name)
    for key, names in anew.items():
        if names:
            yield Sentence(key, {"measure": name, "waves": ", ".join(names)})


def _called(view: UnitView) -> Iterator[Sentence]:
    """Under which other names the same people were followed, and in which other areas."""
    pairs = list(zip(view.figures.waves, view.figures.units, view.called, strict=True))
    for (wave, unit, name), (_, after, _) in pairwise(pairs):
        if unit != after:
            yield Sentence("trends.was_called", {"wave": wave.name, "unit": name})
    if view.area:
        stood = list(zip(view.figures.waves, view.area.keys, view.area.names, strict=True))
        for (wave, area, name), (_, later, _) in pairwise(stood):
            if area is not None and area != later:
                yield Sentence("trends.was_below", {"wave": wave.name, "area": name})


def _sign(of: UnitFigures, sign: str) -> SignLine:
    line = of.line(sign)
    shown = [point if isinstance(point, Point) else None for point in line.points]
    return SignLine(
        id=sign,
        text=line.measure.text,
        shares=tuple(point.score if point else None for point in shown),
        marks=tuple(sign_mark(point.score, point.step) if point else "" for point in shown),
    )


def _rows(
    of: UnitFigures, lines: Sequence[Line], took_part: Sequence[Participation | None]
) -> Iterator[TrendRow]:
    """Newest wave first, the measures of a wave together."""
    for at in reversed(range(len(of.waves))):
        for line in lines:
            decimals = int(of.line(line.id).measure.kind in MEANS)
            yield _row(line, at, took_part[at], decimals)


def _row(line: Line, at: int, took_part: Participation | None, decimals: int) -> TrendRow:
    point, told = line.points[at], line.told[at]
    shown = point if isinstance(point, Point) else None
    change = told.change
    return TrendRow(
        wave=point.name,
        opened=point.date,
        measure=line.name,
        score=shown.score if shown else None,
        low=shown.low if shown else None,
        high=shown.high if shown else None,
        people=band_text(shown.people) if shown else "",
        participation=participation_text(took_part) if took_part else "",
        since=change.since.name if change else None,
        change=round(change.difference, decimals) if change else None,
        change_low=round(change.low, decimals) if change else None,
        change_high=round(change.high, decimals) if change else None,
        verdict=told.verdict,
        reason=told.reason,
    )
