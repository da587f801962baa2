"""Organisations over many waves from a seed: every shape that what is published may have.

Half of them are counted by the gate (analytics.disclosure) from answers that jump now and then, the
others publish whatever a publication can hold; both ask by turns, skip, rename, swap and withhold.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

import numpy as np

from analytics.arrays import Ints
from analytics.disclosure.composites import composite_of
from analytics.disclosure.rounding import FEW_INVITED, MANY_INVITED
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from analytics.figures.block import blocks, places_of
from analytics.figures.measures import ClosedWave
from analytics.figures.reading import Continued, Read
from analytics.figures.report_columns import Row
from analytics.figures.rows import rows_of
from analytics.published.cells import Band, Cell, Figure, Hidden, Participation, Scope, Score
from survey.organisation.structure import Unit
from survey.questionnaire.instrument import Instrument, Named
from tests import make_cells
from tests.make_held import held_cells, join
from tests.make_renames import known_of, renamed, renames
from tests.make_report import read_of
from tests.make_waves import PublishedWave, closed_wave, instrument, item

COMPOSITES = {
    **dict.fromkeys(("BEL", "RSP", "RES"), "belonging"),
    **dict.fromkeys(("PUR", "INC", "OWN"), "alignment"),
}
SHORT = ("BEL1", "RSP1", "PUR1", "OWN1")
FULL_A = (*SHORT, "BEL2", "RSP3", "RES1", "OWN2", "SCO1", "SGN1")
FULL_B = (*SHORT, "BEL3", "RSP2", "OWN2", "OWN3", "SCO1", "SGN1")
STANDARD = (*SHORT, "RSP3", "RES1", "INC1", "OWN2", "SCO1", "SCO2", "SGN1")
BY_TURNS = (
    *((FULL_A,), (STANDARD,), (FULL_A, SHORT), (FULL_A, FULL_B)),
    (FULL_A, SHORT, FULL_B, STANDARD),
)
BANDS = (Band(5, 7), Band(8, 9), Band(10, 14), Band(15, 29), Band(35, 45), Band(350, 449))
SHARES = ((), (10, 30, 60), (5, 10, 15, 30, 40), (90, 10, 10))
SKIPPED, HELD, JOINED, MISSING, JUMPS = 0.07, 0.08, 0.05, 0.06, 0.25
MANY_SLOW = 13
MANY_WAVES, MOST_TEAMS = (1, 2, 3, 3, 4, 5, 6, 9), 8


@dataclass(frozen=True, eq=False)
class Organisation:
    """What was published, wave by wave, and who was the same."""

    waves: Sequence[PublishedWave]
    came_from: Continued

    @cached_property
    def read(self) -> Read:
        """The figures as every page reads them."""
        return read_of(self.waves, came_from=self.came_from)

    @cached_property
    def rows(self) -> Mapping[tuple[str, str, Scope, str], Row]:
        """The report as every file has it, by wave, unit, scope and measure."""
        there = [places_of(one.units, self.read.places) for one in self.waves]
        found = rows_of(blocks(self.read.cells, self.read.lines, there))
        return {(row.wave, row.unit, row.scope, row.measure): row for row in found}


def slowly_moving(seed: int) -> Organisation:
    """Teams that go a little up or down in each of 13 waves of one instrument, or stay."""
    dice = Random(seed)
    tree = _tree(dice)
    publishes = _counted(dice, tree, _SlowMoods(dice))
    waves = [publishes(_wave(dice, at, STANDARD), tree) for at in range(MANY_SLOW)]
    return Organisation(*known_of(dice, waves, {}))


def an_organisation(seed: int) -> Organisation:
    """Trees of 1 to 3 levels below the organisation, 2 to 8 teams, 1 to 9 waves."""
    dice = Random(seed)
    tree, turns = _tree(dice), dice.choice(BY_TURNS)
    publishes = dice.choice((_counted, _anything))(dice, tree)
    waves = [
        publishes(_wave(dice, at, turns[at % len(turns)]), tree)
        for at in range(dice.choice(MANY_WAVES))
    ]
    new = renames(dice, tree, len(waves))
    known, came_from = known_of(
        dice, [renamed(one, new.get(at, {})) for at, one in enumerate(waves)], new
    )
    return Organisation(known, came_from)


def _tree(dice: Random) -> dict[str, Unit]:
    """The organisation, areas in areas, and teams anywhere below."""
    inner: list[str | None] = [None, "root"]
    for number in range(dice.choice((0, 0, 1, 2, 3))):
        inner.append(f"a{number}")
    found = {"root": Unit("root", "Northwind", None)}
    for at, key in enumerate(inner[2:]):
        assert key is not None, "areas have keys"
        above = "root" if at == 0 else dice.choice(("root", "a0"))
        found[key] = Unit(key, f"Area {at + 1}", above)
    for number in range(1, dice.randint(2, MOST_TEAMS) + 1):
        above = dice.choice([key for key in inner[1:] if key])
        found[f"t{number}"] = Unit(f"t{number}", f"Team {number}", above)
    return found


def _asking(asked: Sequence[str]) -> Instrument:
    items = tuple(replace(item(key), composite=COMPOSITES.get(key[:3])) for key in asked)
    named = tuple(Named(key, f"Name of {key}") for key in (*COMPOSITES, "SCO", "SGN"))
    return replace(instrument(), items=items, constructs=named)


def _wave(dice: Random, at: int, asked: Sequence[str]) -> ClosedWave:
    spreads: dict[str, float] = dice.choice(({}, {"belonging": 19.0, "BEL": 22.0, "SCO1": 31.0}))
    return replace(
        closed_wave(at, asked=_asking(asked), spreads=spreads),
        omegas=dice.choice(({}, {}, {"belonging": 0.63, "OWN": 0.2})),
        noise=dice.choice((1.0, 1.0, 1.4)),
        mood=dice.choice((0.0, 0.0, 1.2)),
        drift=dice.choice((0.5, 2.0, 5.0)),
        between=dice.choice((3.0, 7.0, 15.0)),
    )


Tree_ = Mapping[str, Unit]
Publishes = Callable[[ClosedWave, Tree_], PublishedWave]


class _Moods:
    """Where each unit stands, in points: mostly as before, now and then far from it."""

    def __init__(self, dice: Random) -> None:
        self._dice, self._at = dice, dict[str, float]()
        self._slopes = dict[str, float]()

    def next(self, unit: str) -> float:
        """Its mood in the next wave."""
        jumps = unit not in self._at or self._dice.random() < JUMPS
        self._at[unit] = self._dice.uniform(15, 85) if jumps else self._at[unit]
        return self._at[unit]


class _SlowMoods(_Moods):
    """Where each unit stands, in points: two or three more or less in each wave, or as before."""

    def next(self, unit: str) -> float:
        """Its mood in the next wave."""
        if unit not in self._at:
            self._slopes[unit] = self._dice.choice((-3, -2, 0, 2, 3))
            self._at[unit] = 50.0 - MANY_SLOW / 2 * self._slopes[unit]
        self._at[unit] += self._slopes[unit]
        return self._at[unit]


def _anything(dice: Random, tree: Tree_) -> Publishes:
    """Figures as no gate would choose them, though any may stand in a publication."""
    moods, sizes = _Moods(dice), {key: dice.choice(BANDS) for key in tree}

    def publish(wave: ClosedWave, tree: Tree_) -> PublishedWave:
        inner = {unit.parent for unit in tree.values()}
        cells = [
            Cell(unit, scope, measure, wave.measures[measure].kind, figure)
            for unit in tree
            for scope in (Scope.TEAM, Scope.AREA)
            if dice.random() > MISSING and (scope is Scope.TEAM or unit in inner)
            for measure, figure in _figures(dice, wave, moods.next(unit), sizes[unit]).items()
        ]
        return PublishedWave(wave, tree, cells)

    return publish


def _figures(dice: Random, wave: ClosedWave, mood: float, people: Band) -> dict[str, Figure]:
    """One unit's: some withheld, or composites alone, as when held, or joined with held ones."""
    asked = wave.instrument
    found: dict[str, Figure] = {one.id: _figure(dice, mood, people) for one in asked.items}
    held, joined = dice.random() < HELD, dice.random() < JOINED
    for one in asked.composites:
        behind = [found[i.id] for i in asked.statements if i.composite == one.id]
        found[one.id] = _figure(dice, mood, people) if held else composite_of(behind)
        if joined:
            found[one.id] = join([found[one.id], _figure(dice, mood, people)])
    if held:
        found |= {one.id: Hidden() for one in asked.items}
    invited = dice.randint(people.low, 2 * people.high)
    bands = FEW_INVITED if invited < 20 else MANY_INVITED
    turnout = Participation(invited, dice.choice(bands))
    return found | {"participation": Hidden() if dice.random() < SKIPPED else turnout}


def _figure(dice: Random, mood: float, people: Band) -> Figure:
    if dice.random() < SKIPPED:
        return Hidden()
    step = dice.choice((10, 5, 2))
    points = min(100 - step, max(step, step * round(dice.gauss(mood, 6) / step)))
    return Score(10 * points, people, step, dice.choice(SHARES) if people.low > 9 else ())


def _counted(dice: Random, tree: Tree_, moods: _Moods | None = None) -> Publishes:
    """What the gate lets out of counted answers; old waves with the teams they held."""
    moods, many = moods or _Moods(dice), np.random.default_rng(dice.randint(0, 1 << 30))
    homes = {key: _people(dice, key) for key in tree}
    former, turnout = dice.choice((0, 0, 2)), dice.choice((0.4, 0.7, 0.9))

    def publish(wave: ClosedWave, tree: Tree_) -> PublishedWave:
        shape = Tree.of(tree)
        mood = [moods.next(key) for key in shape.keys]
        tally = _tally(many, wave, [homes[key] for key in shape.keys], mood, turnout)
        if int(wave.key.removeprefix("w")) < former:
            held = frozenset(dice.sample(sorted(homes), 1))
            found = held_cells(tally, tree=shape, k=wave.k, held=held)
        else:
            found = make_cells.cells(tally, tree=shape, k=wave.k)
        return PublishedWave(wave, tree, [c for c in found if c.measure in wave.measures])

    return publish


def _people(dice: Random, unit: str) -> int:
    return dice.choice((5, 7, 9, 12, 20, 35, 90)) if unit[0] == "t" else dice.choice((0, 0, 6))


def _tally(
    many: np.random.Generator,
    wave: ClosedWave,
    sizes: Sequence[int],
    moods: Sequence[float],
    turnout: float,
) -> Tally:
    invited = np.array(sizes, dtype=np.int64)
    ballots = many.binomial(invited, turnout)
    asked = wave.instrument
    answered = {one.id: many.binomial(ballots, 0.95) for one in asked.statements}
    counts = {key: _answers(many, given, moods) for key, given in answered.items()}
    ticks = {one.id: many.binomial(ballots, 0.3) for one in asked.signs}
    of = {
        one.id: tuple(i.id for i in asked.statements if i.composite == one.id)
        for one in asked.composites
    }
    return Tally(ballots, counts, ticks, invited, ballots, of, np.zeros_like(ballots))


def _answers(many: np.random.Generator, given: Ints, moods: Sequence[float]) -> Ints:
    """How many chose each point, around the mood of their unit."""
    centre = np.array(moods)[:, np.newaxis] / 25
    likely = np.exp(-np.square(np.arange(5) - centre) / 2)
    found: Ints = many.multinomial(given, likely / likely.sum(axis=1, keepdims=True))
    return found
