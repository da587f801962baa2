"""What one wave published about one unit, and how far two waves can be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from analytics.figures.constructs import construct_figure, mean_of, shown_scores
from analytics.figures.precision import score_variance
from analytics.published.cells import Band, Figure, MeasureKind, Participation, Scope, Score
from analytics.statistics.intervals import (
    Estimate,
    cautious_reliability,
    share_spread,
    usual_reliability,
    usual_spread,
)
from survey.questionnaire.instrument import Instrument, Item

PARTICIPATION = MeasureKind.PARTICIPATION.value


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing a wave measures; `items` are the statements behind it, itself for a single one."""

    id: str
    kind: MeasureKind
    text: str
    composite: str | None
    items: tuple[str, ...]


@dataclass(frozen=True)
class ClosedWave:
    """A published wave; `spreads` (points) and `omegas` are the organisation's own, by measure."""

    key: str
    name: str
    opened: date
    closed: date
    k: int
    instrument: Instrument
    spreads: Mapping[str, float] = field(default_factory=dict)
    omegas: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """Every measure of the wave by id, in the order reports give them."""
        return {measure.id: measure for measure in _measures(self.instrument)}

    def of_kind(self, kind: MeasureKind) -> list[Measure]:
        """The measures of one kind, in order."""
        return [measure for measure in self.measures.values() if measure.kind is kind]


@dataclass(frozen=True, slots=True)
class WaveCells:
    """The published figures of one unit and scope in one wave, by measure."""

    wave: ClosedWave
    scope: Scope
    cells: Mapping[str, Figure]
    _held_inside: bool | None = None
    _known: dict[str, Estimate | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def estimate(self, measure: Measure) -> Estimate | None:
        """The score of a measure with its variance; None where it is not shown. Worked out once."""
        if measure.id not in self._known:
            self._known[measure.id] = _estimate(self, measure)
        return self._known[measure.id]

    def figure(self, measure: str) -> Figure | None:
        """The figure of a measure, constructs worked out; None where the wave did not ask it."""
        if measure in self.cells:
            return self.cells[measure]
        known = self.wave.measures.get(measure)
        if known is None or known.kind is not MeasureKind.CONSTRUCT:
            return None
        return construct_figure(self.cells, known.items)

    def score(self, measure: str) -> Score | None:
        """The shown score of a measure; None where it is withheld or was not asked."""
        figure = self.figure(measure)
        return figure if isinstance(figure, Score) else None

    @property
    def held_inside(self) -> bool:
        """Whether teams inside this area were held: its statements are not about all of it.

        Known from its own cells: only the composites of held teams make a composite of an area
        stand on more people than its statements do, or on none of them.
        """
        if self._held_inside is not None:
            return self._held_inside
        composites = self.wave.of_kind(MeasureKind.COMPOSITE)
        return self.scope is Scope.AREA and any(_has_joined(self, one) for one in composites)

    @property
    def participation(self) -> Participation | None:
        """How many were invited and which share answered; None where withheld."""
        figure = self.cells.get(PARTICIPATION)
        return figure if isinstance(figure, Participation) else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two estimates that may be compared; `shared` counts the statements behind both where they
    are fewer than either wave asked, so that the two differ from the published composites."""

    before: Estimate
    after: Estimate
    shared: int | None = None


def _measures(instrument: Instrument) -> list[Measure]:
    """Composites, constructs, statements, two-scope statements, signs, participation."""
    asked, fed = instrument.statements, [i for i in instrument.statements if i.composite]
    composites = [
        Measure(c.id, MeasureKind.COMPOSITE, c.name, c.id, items)
        for c in instrument.composites
        if (items := tuple(i.id for i in fed if i.composite == c.id))
    ]
    constructs = [
        Measure(c.id, MeasureKind.CONSTRUCT, c.name, of[0].composite, tuple(i.id for i in of))
        for c in instrument.constructs
        if (of := [i for i in fed if i.construct == c.id])
    ]
    scopes = [i for i in asked if not i.composite]
    return [
        *composites,
        *constructs,
        *_single(fed, MeasureKind.ITEM),
        *_single(scopes, MeasureKind.SCOPE),
        *_single(instrument.signs, MeasureKind.SIGN),
        Measure(PARTICIPATION, MeasureKind.PARTICIPATION, "Participation", None, ()),
    ]


def _single(items: Sequence[Item], kind: MeasureKind) -> list[Measure]:
    return [Measure(i.id, kind, i.text, i.composite, (i.id,)) for i in items]


def _estimate(unit: WaveCells, measure: Measure) -> Estimate | None:
    """A composite without a shown statement behind it was coarsened once, as a whole."""
    score = unit.score(measure.id)
    if score is None:
        return None
    shown = len(shown_scores(unit.cells, measure.items))
    asked = shown or len(measure.items)
    variance = _variance(unit, measure, score, asked=asked, coarsened=shown or 1)
    return Estimate(score.tenths / 10, variance)


def _variance(
    unit: WaveCells, measure: Measure, score: Score, *, asked: int, coarsened: int
) -> float:
    omega = unit.wave.omegas.get(measure.id)
    usual = usual_reliability(asked)
    return score_variance(
        people=score.people,
        participation=unit.participation,
        step=score.step,
        spread=_spread(unit.wave, measure, score, asked),
        reliability=usual if omega is None else min(usual, cautious_reliability(omega)),
        items=coarsened,
    )


def _spread(wave: ClosedWave, measure: Measure, score: Score, items: int) -> float:
    """The published spread, or the documented one, carried over to a mean of `items` statements."""
    if measure.kind is MeasureKind.SIGN:
        return share_spread(score.tenths / 10)
    of_all = usual_spread(len(measure.items))
    return (wave.spreads.get(measure.id) or of_all) * usual_spread(items) / of_all


def _has_joined(area: WaveCells, composite: Measure) -> bool:
    """Whether the composites of held teams are in this one of an area (disclosure.composites)."""
    whole = area.cells.get(composite.id)
    if not isinstance(whole, Score):
        return False
    behind = shown_scores(area.cells, composite.items).values()
    if 2 * len(behind) < len(composite.items):
        return True
    return whole.people.low > min(score.people.low for score in behind)


def compare(before: WaveCells, after: WaveCells, measure: Measure) -> Comparison | None:
    """Like with like: over the statements both waves show where these are not the same.

    None where a figure is withheld, where fewer than half of the statements are shared, and where
    in one of the waves teams inside were held: the two would be about other people.
    `measure` is the one of the later wave.
    """
    others = before.held_inside or after.held_inside
    asked_before = before.wave.measures.get(measure.id)
    then = asked_before and before.estimate(asked_before)
    now = after.estimate(measure)
    if others or not asked_before or not then or not now:
        return None
    if asked_before.items == measure.items and len(measure.items) == 1:
        return Comparison(then, now)
    shown_before = shown_scores(before.cells, asked_before.items)
    shown_after = shown_scores(after.cells, measure.items)
    if not shown_before or not shown_after:  # coarsened as a whole: all that was asked counts
        same = set(asked_before.items) == set(measure.items)
        return Comparison(then, now) if same else None
    if shown_before.keys() == shown_after.keys():
        return Comparison(then, now)
    shared = [item for item in shown_after if item in shown_before]
    if 2 * len(shared) < max(len(asked_before.items), len(measure.items)):
        return None
    over_before, over_after = over(before, asked_before, shared), over(after, measure, shared)
    assert over_before, "the earlier wave shows what both share"
    assert over_after, "the later one too"
    return Comparison(over_before, over_after, shared=len(shared))


def over(unit: WaveCells, measure: Measure, items: Sequence[str]) -> Estimate | None:
    """The estimate over some statements of a measure, not rounded to tenths.

    None where one of them is not shown.
    """
    scores = list(shown_scores(unit.cells, items).values())
    count = len(scores)
    if count < len(items):
        return None
    points = sum(score.tenths for score in scores) / count / 10
    variance = _variance(unit, measure, mean_of(scores), asked=count, coarsened=count)
    return Estimate(points, variance)


def in_order(waves: Iterable[WaveCells]) -> list[WaveCells]:
    """The same waves, oldest first."""
    return sorted(waves, key=lambda unit: (unit.wave.opened, unit.wave.key))


def band_text(band: Band) -> str:
    """A band as read on screen and in reports: "10 to 14" ("10-14" turns into a date in Excel)."""
    return str(band.low) if band.low == band.high else f"{band.low} to {band.high}"


def participation_text(participation: Participation) -> str:
    """The band of those who answered: "50-74 %"."""
    return f"{participation.answered.low}-{participation.answered.high} %"
