"""What does a unit bring to its conversation: where it stands, and what to speak of?"""

from dataclasses import dataclass

from analytics.figures.line import Gap, Point, Told
from analytics.figures.measures import ClosedWave, Measure
from analytics.figures.unit import UnitFigures
from analytics.published.cells import MeasureKind
from analytics.reports.phrasing import Sentence, sentences
from analytics.reports.topics import Candidate, Pick, Reason, strength, themes

QUESTIONS = ("effort", "teammates", "from_me", "me")
"""The four questions that open a conversation."""
CHOSEN_FROM = (MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT, MeasureKind.ITEM)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement behind a theme; `turned` where agreeing is the low end; None is withheld."""

    text: str
    turned: bool
    score: float | None


@dataclass(frozen=True, slots=True)
class Theme:
    """One construct to speak of, why, and what became of it where it rose or fell."""

    id: str
    name: str
    reason: Reason
    point: Point
    told: Told
    changed: tuple[Sentence, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the page of a conversation says about one unit and wave; from published figures alone.

    `standing` is what the trend page says of each composite, `shown` counts the constructs that
    could be chosen from.
    """

    unit: str
    wave: ClosedWave
    standing: tuple[tuple[Sentence, ...], ...]
    strength: Theme | None
    themes: tuple[Theme, ...]
    shown: int
    withheld: bool


def conversation(of: UnitFigures) -> Conversation:
    """The conversation of a unit about the last of its waves, which must have one."""
    now = of.waves[-1]
    measures = [m for kind in CHOSEN_FROM for m in now.of_kind(kind)]
    of.work_out(m.id for m in measures)
    candidates = [c for m in now.of_kind(MeasureKind.CONSTRUCT) if (c := _candidate(of, m))]
    best = strength(candidates)
    composites = now.composites
    return Conversation(
        unit=of.name,
        wave=now,
        standing=tuple(sentences(of.line(m.id), of.waves) for m in composites),
        strength=_theme(of, best) if best else None,
        themes=tuple(_theme(of, pick) for pick in themes(candidates, best)),
        shown=len(candidates),
        withheld=any(isinstance(of.line(m.id).points[-1], Gap) for m in measures),
    )


def _candidate(of: UnitFigures, measure: Measure) -> Candidate | None:
    estimate = of.estimate(measure.id)
    return Candidate(measure, estimate, of.line(measure.id).latest) if estimate else None


def _theme(of: UnitFigures, pick: Pick) -> Theme:
    line = of.line(pick.measure.id)
    there = line.points[-1]
    assert isinstance(there, Point), "only what is shown is chosen"
    return Theme(
        id=pick.measure.id,
        name=pick.measure.text,
        reason=pick.reason,
        point=there,
        told=line.latest,
        changed=sentences(line, of.waves) if line.latest.moved else (),
        statements=tuple(_statement(of, item) for item in pick.measure.items),
    )


def _statement(of: UnitFigures, item: str) -> Statement:
    asked = next(one for one in of.waves[-1].instrument.items if one.id == item)
    there = of.line(item).points[-1]
    return Statement(asked.text, asked.reverse, there.score if isinstance(there, Point) else None)
