"""What does a published wave measure, and of which statements is each measure made?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import ceil

from analytics.published.cells import MeasureKind
from survey.questionnaire.derived import DERIVED
from survey.questionnaire.instrument import WRITTEN_IN, Instrument, Item
from survey.questionnaire.parts import FOLLOW_UP, TWO_SCOPES
from survey.questionnaire.spoken import derived_names, spoken

PARTICIPATION = MeasureKind.PARTICIPATION.value
MEANS = (MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT, MeasureKind.DERIVED)
"""The kinds given to one decimal; single statements and signs are whole numbers."""
MADE_HERE = (MeasureKind.CONSTRUCT, MeasureKind.DERIVED)
"""The kinds that have no cells of their own: they are worked out from those of statements."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing a wave measures; `items` are the statements behind it, itself for a single one.

    `family` counts the measures it is looked at with: a change must be surer where there are many.
    Shown where at least `needs` of its statements are.
    """

    id: str
    kind: MeasureKind
    text: str
    composite: str | None
    items: tuple[str, ...]
    family: int = 1
    whole: bool = False

    @property
    def needs(self) -> int:
        """How many of its statements must be shown."""
        return len(self.items) if self.whole else ceil(len(self.items) / 2)


@dataclass(frozen=True)
class ClosedWave:
    """A published wave; `spreads` (points) and `omegas` are the organisation's own, by measure.

    `noise` says how much more than expected its figures went up and down until then (1: as much),
    `drift` by how many points units drift from wave to wave, `between` how far they lie apart, and
    `mood` what figures of areas did beside chance (SDs in points; statistics.noise and .moods);
    `compared` are the waves with which it is known who was the same. For readers of another
    language, `derived` names what no instrument names, and `written` is the wave as it was asked.
    """

    key: str
    name: str
    opened: date
    closed: date
    k: int
    instrument: Instrument
    spreads: Mapping[str, float] = field(default_factory=dict)
    omegas: Mapping[str, float] = field(default_factory=dict)
    noise: float = 1.0
    drift: float = 2.0
    between: float = 7.0
    mood: float = 0.0
    compared: frozenset[str] = frozenset()
    derived: Mapping[str, str] = field(default_factory=dict)
    written: "ClosedWave | None" = None

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """Every measure of the wave by id, in the order reports give them."""
        found = list(_measures(self.instrument, self.derived))
        families = _families(found)
        return {m.id: replace(m, family=families.get(m.items, m.family)) for m in found}

    def of_kind(self, kind: MeasureKind) -> list[Measure]:
        """The measures of one kind, in order."""
        return [measure for measure in self.measures.values() if measure.kind is kind]

    @property
    def composites(self) -> list[Measure]:
        """What says how people are: belonging and alignment, and no figure about the pulse."""
        return [one for one in self.of_kind(MeasureKind.COMPOSITE) if one.id != FOLLOW_UP]

    @property
    def follow_up(self) -> Measure | None:
        """Whether people see anything come of a pulse; None where that was not asked."""
        return self.measures.get(FOLLOW_UP)

    def in_language(self, language: str) -> "ClosedWave":
        """The same wave with the words of a reader's language for all that it asked."""
        if language == WRITTEN_IN:
            return self
        asked, names = spoken(self.instrument, language), derived_names(language)
        return replace(self, instrument=asked, derived=names, written=self.as_written)

    @property
    def as_written(self) -> "ClosedWave":
        """The same wave with the words it was planned with, for what is kept."""
        return self.written or self


def _measures(asked: Instrument, derived: Mapping[str, str]) -> Iterator[Measure]:
    """Composites, constructs, derived, statements, two scopes, own statements, signs, turnout.

    What people say of the pulse is looked at apart: its families are its own, and it has no
    construct, which would be the same figure again.
    """
    fed = [item for item in asked.statements if item.composite and item.composite != FOLLOW_UP]
    follows = [item for item in asked.statements if item.composite == FOLLOW_UP]
    yield from _counted(_composites(asked, fed))
    yield from _counted(_composites(asked, follows))
    constructs = [
        Measure(c.id, MeasureKind.CONSTRUCT, c.name, of[0].composite, tuple(i.id for i in of))
        for c in asked.constructs
        if (of := [i for i in fed if i.construct == c.id])
    ]
    yield from _counted(constructs)
    for one in DERIVED:
        if behind := one.behind(asked):
            items = tuple(i.id for i in behind)
            kind, family = MeasureKind.DERIVED, len(constructs)
            name = derived.get(one.id, one.name)
            yield Measure(one.id, kind, name, None, items, family, one.whole)
    yield from _single(fed, MeasureKind.ITEM)
    yield from _single(follows, MeasureKind.ITEM)
    others = [item for item in asked.statements if not item.composite]
    yield from _single([i for i in others if i.construct == TWO_SCOPES], MeasureKind.SCOPE)
    yield from _single([i for i in others if i.construct != TWO_SCOPES], MeasureKind.OWN)
    yield from _single(asked.signs, MeasureKind.SIGN)
    yield Measure(PARTICIPATION, MeasureKind.PARTICIPATION, "Participation", None, ())


def _composites(asked: Instrument, fed: Sequence[Item]) -> Iterator[Measure]:
    for one in asked.composites:
        if items := tuple(item.id for item in fed if item.composite == one.id):
            yield Measure(one.id, MeasureKind.COMPOSITE, one.name, one.id, items)


def _single(items: Sequence[Item], kind: MeasureKind) -> list[Measure]:
    return _counted(Measure(i.id, kind, i.text, i.composite, (i.id,)) for i in items)


def _counted(family: Iterator[Measure] | Sequence[Measure]) -> list[Measure]:
    found = list(family)
    return [replace(measure, family=len(found)) for measure in found]


def _families(found: Sequence[Measure]) -> dict[tuple[str, ...], int]:
    """The same statements are one figure, whatever it is called: the smallest family counts."""
    least: dict[tuple[str, ...], int] = {}
    for measure in found:
        least[measure.items] = min(measure.family, least.get(measure.items, measure.family))
    return least
