"""Where a unit's figures come from: constructs and statements in one wave, and what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.figures.constructs import lowest_band, shown_scores
from analytics.figures.favourable_share import FavourableShare, favourable_share
from analytics.figures.timeline import Asked, Gap, Point, Step, changes_since, point
from analytics.figures.two_scopes import TwoScopes, two_scopes
from analytics.figures.wave_cells import ClosedWave, Measure, WaveCells
from analytics.published.cells import Band, MeasureKind, Scope, Score
from analytics.reports.unit_view import UnitView
from analytics.statistics.change import Change, Verdict


@dataclass(frozen=True, slots=True)
class Source:
    """One construct or statement in the wave; `shares` in per cent, unfavourable first, () where
    no distribution was published; `turned` where disagreeing is the good answer; `favourable` is
    the share of answers on the good side."""

    id: str
    name: str
    kind: MeasureKind
    point: Point | Gap
    shares: tuple[int, ...]
    step: Step | None
    turned: bool = False
    favourable: FavourableShare | None = None

    @property
    def change(self) -> Change | None:
        """What changed since the last comparable wave, where that can be said."""
        return self.step.change if self.step else None

    @property
    def moved(self) -> bool:
        """Whether the change can be told apart from no change."""
        return self.change is not None and self.change.verdict is not Verdict.UNCLEAR


@dataclass(frozen=True, slots=True)
class Construct:
    """A construct, and the statements that were asked of it in their order."""

    itself: Source
    statements: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """In an area the statements may be about fewer people than a composite is: the two bands."""

    statements: Band
    composite: Band


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything the page says about one unit in one wave; all of it from published figures.

    `scopes` are the two statements of belonging, `home` what they say beside each other.
    """

    unit: str
    wave: ClosedWave
    composites: tuple[Source, ...]
    constructs: tuple[Construct, ...]
    scopes: tuple[Source, ...]
    home: TwoScopes | None
    coverage: tuple[Coverage, ...]

    @property
    def moved(self) -> tuple[Source, ...]:
        """The constructs that changed, the largest change first."""
        return tuple(c.itself for c in self.constructs if c.itself.moved)

    @property
    def shown(self) -> bool:
        """Whether anything of what is behind the composites is shown."""
        return any(isinstance(source.point, Point) for source in self.all)

    @property
    def all(self) -> tuple[Source, ...]:
        """Every construct with its statements, then the two scopes."""
        of_constructs = (s for c in self.constructs for s in (c.itself, *c.statements))
        return (*of_constructs, *self.scopes)


def sources(view: UnitView) -> Sources:
    """The sources of a unit in the last wave of its view, which must have one.

    The constructs are one family of tests, their statements another, the two scopes a third.
    """
    now = view.waves[-1]
    statements = {s.id: s for s in _family(view.waves, MeasureKind.ITEM)}
    constructs = [
        Construct(itself, _behind(itself, now, statements))
        for itself in sorted(_family(view.waves, MeasureKind.CONSTRUCT), key=_what_moved_first)
    ]
    return Sources(
        unit=view.name,
        wave=now.wave,
        composites=tuple(
            _source(view.waves, measure, None)
            for measure in now.wave.of_kind(MeasureKind.COMPOSITE)
        ),
        constructs=tuple(constructs),
        scopes=tuple(_family(view.waves, MeasureKind.SCOPE)),
        home=two_scopes(now),
        coverage=_coverage(now) if view.scope is Scope.AREA else (),
    )


def _behind(
    construct: Source, now: WaveCells, statements: Mapping[str, Source]
) -> tuple[Source, ...]:
    asked = (statements[item] for item in now.wave.measures[construct.id].items)
    return tuple(sorted(asked, key=_what_moved_first))


def _what_moved_first(source: Source) -> float:
    """Sorts the largest change that can be told apart first, and leaves the rest in their order."""
    return -abs(source.change.difference) if source.moved and source.change else 0.0


def _family(waves: Sequence[WaveCells], kind: MeasureKind) -> list[Source]:
    """All measures of one kind in the last wave, their changes judged together."""
    measures = waves[-1].wave.of_kind(kind)
    steps = changes_since([Asked(waves, measure) for measure in measures])
    return [_source(waves, *both) for both in zip(measures, steps, strict=True)]


def _source(waves: Sequence[WaveCells], measure: Measure, step: Step | None) -> Source:
    now = waves[-1]
    score = now.score(measure.id)
    turned = {item.id for item in now.wave.instrument.statements if item.reverse}
    return Source(
        id=measure.id,
        name=measure.text,
        kind=measure.kind,
        point=point(waves, len(waves) - 1, measure.id, step),
        shares=score.shares if score else (),
        step=step,
        turned=measure.id in turned,
        favourable=favourable_share(score, now.participation) if score else None,
    )


def _coverage(now: WaveCells) -> tuple[Coverage, ...]:
    """Where a composite is about more people than its statements, held teams were left out."""
    found = (_cover(now, measure) for measure in now.wave.of_kind(MeasureKind.COMPOSITE))
    return tuple(dict.fromkeys(cover for cover in found if cover))


def _cover(now: WaveCells, composite: Measure) -> Coverage | None:
    whole = now.cells.get(composite.id)
    behind = list(shown_scores(now.cells, composite.items).values())
    if not isinstance(whole, Score) or not behind:
        return None
    band = lowest_band(behind)
    return Coverage(band, whole.people) if whole.people.low > band.low else None
