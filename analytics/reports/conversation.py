"""What does a unit bring to its conversation: where it stands, and what to speak of?"""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.figures.timeline import Asked, Point, Step, changes_since, point
from analytics.figures.wave_cells import ClosedWave, Measure, WaveCells
from analytics.published.cells import MeasureKind
from analytics.reports.topics import Candidate, Pick, Reason, strength, themes
from analytics.reports.trend import trend
from analytics.reports.trend_sentence import Sentence, sentence
from analytics.statistics.change import Verdict

CHOSEN_FROM = (MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT, MeasureKind.ITEM)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement behind a theme; `turned` where agreeing is the low end; None is withheld."""

    text: str
    turned: bool
    score: float | None


@dataclass(frozen=True, slots=True)
class Theme:
    """One construct to speak of, and why.

    `change` is said where it can be told apart; `shared` counts the statements it compares where
    these are fewer than the wave asked.
    """

    id: str
    name: str
    reason: Reason
    score: float
    low: float
    high: float
    change: Sentence | None
    shared: int | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The sentence of one composite as the trend page says it, and a note to it."""

    sentence: Sentence
    note: Sentence | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the page of a conversation says about one unit and wave; from published figures alone.

    `shown` counts the constructs that could be chosen from.
    """

    unit: str
    wave: ClosedWave
    standing: tuple[Standing, ...]
    strength: Theme | None
    themes: tuple[Theme, ...]
    shown: int
    withheld: bool


def conversation(unit: str, waves: Sequence[WaveCells]) -> Conversation:
    """The conversation of the unit named `unit` about the last of its waves, oldest first."""
    now = waves[-1]
    asked = now.wave.of_kind(MeasureKind.CONSTRUCT)
    # All are one test family, because we choose among all.
    steps = changes_since([Asked(waves, measure) for measure in asked])
    since = dict(zip((m.id for m in asked), steps, strict=True))
    candidates = [c for measure in asked if (c := _candidate(now, measure, since[measure.id]))]
    best = strength(candidates)
    measures = (m for kind in CHOSEN_FROM for m in now.wave.of_kind(kind))
    here = {measure.id for measure in waves[-1].wave.of_kind(MeasureKind.COMPOSITE)}
    lines = trend(unit, waves).lines
    return Conversation(
        unit=unit,
        wave=now.wave,
        standing=tuple(Standing(line.sentence, line.note) for line in lines if line.id in here),
        strength=_theme(waves, best, since) if best else None,
        themes=tuple(_theme(waves, pick, since) for pick in themes(candidates, best)),
        shown=len(candidates),
        withheld=any(now.score(measure.id) is None for measure in measures),
    )


def _candidate(now: WaveCells, measure: Measure, step: Step | None) -> Candidate | None:
    estimate = now.estimate(measure)
    return Candidate(measure, estimate, step.change if step else None) if estimate else None


def _theme(waves: Sequence[WaveCells], pick: Pick, since: dict[str, Step | None]) -> Theme:
    measure, step = pick.measure, since[pick.measure.id]
    there = point(waves, len(waves) - 1, measure.id, step)
    assert isinstance(there, Point), "only what is shown is chosen"
    change = step.change if step else None
    told = step if change and change.verdict is not Verdict.UNCLEAR else None
    return Theme(
        id=measure.id,
        name=measure.text,
        reason=pick.reason,
        score=there.score,
        low=there.low,
        high=there.high,
        change=sentence(measure.text, there, told) if told else None,
        shared=told.shared if told else None,
        statements=tuple(_statement(waves[-1], item) for item in measure.items),
    )


def _statement(now: WaveCells, item: str) -> Statement:
    asked = next(one for one in now.wave.instrument.items if one.id == item)
    score = now.score(item)
    return Statement(asked.text, asked.reverse, score.tenths / 10 if score else None)
