"""Where a unit's figures come from: constructs and statements in one wave, and what moved."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.figures.favourable_share import FavourableShare, favourable_share
from analytics.figures.line import Change, Gap, Point, Told
from analytics.figures.measures import ClosedWave, Measure
from analytics.figures.two_scopes import TwoScopes, two_scopes
from analytics.figures.unit import UnitFigures
from analytics.published.cells import MeasureKind
from analytics.reports.phrasing import Sentence, sentences
from analytics.reports.unit_view import UnitView

BEHIND = (
    *(MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT, MeasureKind.ITEM),
    *(MeasureKind.SCOPE, MeasureKind.OWN),
)
"""What the figures of a unit come from, and they themselves."""


@dataclass(frozen=True, slots=True)
class Source:
    """One construct or statement in the wave, and what became of it; `turned` where disagreeing is
    the good answer; `favourable` is the share of answers on the good side."""

    id: str
    name: str
    kind: MeasureKind
    point: Point | Gap
    told: Told
    sentences: tuple[Sentence, ...]
    turned: bool = False
    favourable: FavourableShare | None = None

    @property
    def shares(self) -> tuple[int, ...]:
        """The distribution in per cent, () where none was published."""
        return self.point.shares if isinstance(self.point, Point) else ()

    @property
    def change(self) -> Change | None:
        """The change that is told, where there is one."""
        return self.told.change

    @property
    def moved(self) -> bool:
        """Whether it rose or fell."""
        return self.told.moved


@dataclass(frozen=True, slots=True)
class Construct:
    """A construct, or what people say of the pulse, and its statements in the order asked."""

    itself: Source
    statements: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything the page says about one unit in one wave; all of it from published figures.

    `scopes` are the two statements of belonging, `home` what they say beside each other, `own`
    the statements that the organisation asks beside the bank, `follow_up` what people say of the
    pulse itself, with its statements.
    """

    unit: str
    wave: ClosedWave
    composites: tuple[Source, ...]
    constructs: tuple[Construct, ...]
    scopes: tuple[Source, ...]
    own: tuple[Source, ...]
    follow_up: Construct | None
    home: TwoScopes | None

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
        """Every construct with its statements, of the pulse too, the two scopes, our own ones."""
        groups = (*self.constructs, *([self.follow_up] if self.follow_up else []))
        of_constructs = (s for c in groups for s in (c.itself, *c.statements))
        return (*of_constructs, *self.scopes, *self.own)


def sources(view: UnitView) -> Sources:
    """The sources of a unit in the last wave of its view, which must have one."""
    of = view.figures
    of.work_out(m.id for m in of.waves[-1].measures.values() if m.kind in BEHIND)
    statements = {one.id: one for one in _sources(of, MeasureKind.ITEM)}
    constructs = [
        Construct(itself, _behind(itself, of.waves[-1], statements))
        for itself in sorted(_sources(of, MeasureKind.CONSTRUCT), key=_what_moved_first)
    ]
    return Sources(
        unit=view.name,
        wave=of.waves[-1],
        composites=tuple(_source(of, one) for one in of.waves[-1].composites),
        constructs=tuple(constructs),
        scopes=tuple(_sources(of, MeasureKind.SCOPE)),
        own=tuple(_sources(of, MeasureKind.OWN)),
        follow_up=_follow_up(of, statements),
        home=two_scopes(of),
    )


def _follow_up(of: UnitFigures, statements: Mapping[str, Source]) -> Construct | None:
    wave = of.waves[-1]
    if wave.follow_up is None:
        return None
    itself = _source(of, wave.follow_up)
    return Construct(itself, _behind(itself, wave, statements))


def _behind(
    construct: Source, wave: ClosedWave, statements: Mapping[str, Source]
) -> tuple[Source, ...]:
    asked = (statements[item] for item in wave.measures[construct.id].items)
    return tuple(sorted(asked, key=_what_moved_first))


def _what_moved_first(source: Source) -> float:
    """Sorts the largest change first, and leaves what did not move in its order."""
    return -abs(source.change.difference) if source.moved and source.change else 0.0


def _sources(of: UnitFigures, kind: MeasureKind) -> list[Source]:
    """All measures of one kind in the last wave."""
    return [_source(of, measure) for measure in of.waves[-1].of_kind(kind)]


def _source(of: UnitFigures, measure: Measure) -> Source:
    line = of.line(measure.id)
    point, took_part = line.points[-1], of.participation(len(of.waves) - 1)
    turned = {item.id for item in of.waves[-1].instrument.statements if item.reverse}
    return Source(
        id=measure.id,
        name=measure.text,
        kind=measure.kind,
        point=point,
        told=line.latest,
        sentences=sentences(line, of.waves),
        turned=measure.id in turned,
        favourable=favourable_share(point, took_part) if isinstance(point, Point) else None,
    )
