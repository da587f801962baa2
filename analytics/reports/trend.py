"""What became of one unit's belonging and alignment over its waves.

Sentences and numbers are the published figures, and changes those between two waves; a line is
drawn over the statements that all its waves show (analytics/figures/like_with_like.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.disclosure.rounding import sign_mark
from analytics.figures.like_with_like import Stretch, context_scores, drawn, stretches
from analytics.figures.timeline import Asked, Gap, Point, Step, changes_since, point
from analytics.figures.wave_cells import (
    ClosedWave,
    Measure,
    WaveCells,
    band_text,
    in_order,
    participation_text,
)
from analytics.published.cells import MeasureKind, Participation
from analytics.reports.long_run import long_run
from analytics.reports.trend_sentence import Sentence, drawing_notes, sentence, shared_note
from analytics.statistics.change import Change, Verdict


@dataclass(frozen=True, slots=True)
class Above:
    """A unit above, for context: its name and what it published in the same waves."""

    name: str
    waves: Sequence[WaveCells]


@dataclass(frozen=True, slots=True)
class ContextLine:
    """The scores of a unit above, wave by wave; None where there is none."""

    name: str
    scores: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One composite over the waves; `steps` stand beside the points they lead to.

    `points` are as published, `drawn` over the statements that one line can follow; `notes` say
    where the two differ or the line breaks, and where the team in the middle stands.
    """

    id: str
    name: str
    points: tuple[Point | Gap, ...]
    drawn: tuple[Point | Gap, ...]
    steps: tuple[Step | None, ...]
    context: tuple[ContextLine, ...]
    sentence: Sentence
    note: Sentence | None
    notes: tuple[Sentence, ...] = ()
    long_run: tuple[Sentence, ...] = ()

    @property
    def latest(self) -> Change | None:
        """What the last wave changed, where that can be said."""
        return self.steps[-1].change if self.steps and self.steps[-1] else None


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
    change: float | None
    change_low: float | None
    change_high: float | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything the trend page says about one unit; all of it from published figures."""

    unit: str
    waves: tuple[ClosedWave, ...]
    lines: tuple[Line, ...]
    signs: tuple[SignLine, ...]
    participation: tuple[Participation | None, ...]
    rows: tuple[TrendRow, ...]


def trend(
    unit: str,
    waves: Iterable[WaveCells],
    *,
    context: Sequence[Above] = (),
    middle: Mapping[str, Sentence] | None = None,
) -> Trend:
    """The trend of the unit named `unit`; waves in any order, one scope, constructs not needed.

    `middle` is what is said of the team in the middle, by composite, for the whole organisation.
    """
    ordered = in_order(waves)
    composites = _measures(ordered, MeasureKind.COMPOSITE)
    table = [_steps(ordered[:at], now, composites) for at, now in enumerate(ordered)]
    lines = tuple(
        _line(measure, ordered, of_line, context, (middle or {}).get(measure.id))
        for measure, of_line in zip(composites, zip(*table, strict=True), strict=False)
    )
    return Trend(
        unit=unit,
        waves=tuple(w.wave for w in ordered),
        lines=lines,
        signs=tuple(_sign(m, ordered) for m in _measures(ordered, MeasureKind.SIGN)),
        participation=tuple(w.participation for w in ordered),
        rows=tuple(rows_of(ordered, lines)),
    )


def _measures(waves: Sequence[WaveCells], kind: MeasureKind) -> list[Measure]:
    """The measures of any of the waves, as the latest that has them names and orders them."""
    found: dict[str, Measure] = {}
    for wave in reversed(waves):
        for measure in wave.wave.of_kind(kind):
            found.setdefault(measure.id, measure)
    return list(found.values())


def _steps(
    earlier: Sequence[WaveCells], now: WaveCells, measures: Sequence[Measure]
) -> list[Step | None]:
    asked = [now.wave.measures.get(measure.id, measure) for measure in measures]
    return changes_since([Asked([*earlier, now], measure) for measure in asked])


def _line(
    measure: Measure,
    waves: Sequence[WaveCells],
    of_line: tuple[Step | None, ...],
    context: Sequence[Above],
    middle: Sentence | None,
) -> Line:
    points = tuple(point(waves, at, measure.id, of_line[at]) for at in range(len(waves)))
    found = stretches(waves, measure)
    like_with_like = drawn(waves, points, found)
    return Line(
        id=measure.id,
        name=measure.text,
        points=points,
        drawn=like_with_like,
        steps=of_line,
        context=tuple(_context(above, waves, measure, found) for above in context),
        sentence=sentence(measure.text, points[-1], of_line[-1]),
        note=shared_note(measure.text, of_line[-1]),
        notes=(*([middle] if middle else []), *drawing_notes(measure.text, like_with_like, found)),
        long_run=long_run(waves, measure),
    )


def _context(
    above: Above, waves: Sequence[WaveCells], measure: Measure, found: Sequence[Stretch]
) -> ContextLine:
    by_wave: Mapping[str, WaveCells] = {w.wave.key: w for w in above.waves}
    there = [by_wave.get(w.wave.key) for w in waves]
    return ContextLine(above.name, context_scores(there, measure, found))


def _sign(sign: Measure, waves: Sequence[WaveCells]) -> SignLine:
    shares = tuple(_points_of(wave, sign.id) for wave in waves)
    return SignLine(sign.id, sign.text, shares, tuple(_mark(wave, sign.id) for wave in waves))


def _mark(unit: WaveCells, sign: str) -> str:
    score = unit.score(sign)
    return sign_mark(score.tenths / 10, score.step) if score else ""


def _points_of(unit: WaveCells | None, measure: str) -> float | None:
    score = unit and unit.score(measure)
    return score.tenths / 10 if score else None


def rows_of(waves: Sequence[WaveCells], lines: Sequence[Line]) -> Iterator[TrendRow]:
    """Newest wave first, the composites of a wave together."""
    for at in reversed(range(len(waves))):
        for line in lines:
            yield _row(waves[at], line.name, line.points[at], line.steps[at])


def _row(unit: WaveCells, measure: str, point: Point | Gap, step: Step | None) -> TrendRow:
    shown = point if isinstance(point, Point) else None
    change = step.change if step else None
    return TrendRow(
        wave=point.name,
        opened=point.date,
        measure=measure,
        score=shown.score if shown else None,
        low=shown.low if shown else None,
        high=shown.high if shown else None,
        people=band_text(shown.people) if shown else "",
        participation=participation_text(unit.participation) if unit.participation else "",
        change=round(change.difference, 1) if change else None,
        change_low=round(change.low, 1) if change else None,
        change_high=round(change.high, 1) if change else None,
        verdict=change.verdict if change else None,
    )
