"""Organisations that somebody joins between two waves, and what the real gate publishes of them.

Many organisations stand side by side in one forest, so that each wave of all of them is one run of
the gate, with those teams held that the real rule holds. Everybody answers every statement: the
worst case.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from analytics.arrays import NOWHERE, Floats, Ints
from analytics.disclosure.held import held_teams
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from analytics.published.cells import Cell
from analytics.published.kept_cells import row_of
from survey.store import CellRow, Store
from survey.waves.wave import USUAL_K, State, Wave, WaveUnit
from tests.make_cells import cells

BEFORE, AFTER = 4, 4
FIRST, APART = datetime(2026, 1, 5, tzinfo=UTC), timedelta(days=21)
SMALLEST_TEAM, LARGEST_TEAM = 6, 12  # before the newcomer
COMPOSITES = {
    "belonging": tuple(f"B{number}" for number in range(1, 9)),
    "alignment": tuple(f"A{number}" for number in range(1, 9)),
}
STATEMENTS = tuple(item for items in COMPOSITES.values() for item in items)


@dataclass(frozen=True)
class Spread:
    """How answers differ, as standard deviations in points of the five-point scale.

    Lasting: teams, people within a team, and each person's own view of each statement. Passing,
    new in every wave: a team's mood, a person's day, and chance in each answer. Within a team they
    add up to what analytics.statistics.intervals documents: 1.1 points, statements correlated by
    .4, and a reliability of .6 for one statement.
    """

    team: float = 0.3
    person: float = 0.6
    view: float = 0.6
    mood: float = 0.15
    day: float = 0.3
    chance: float = 0.6


ORDINARY = Spread()
STEADY = Spread(mood=0, day=0, chance=0)
LEVEL = 3.5


@dataclass(frozen=True, eq=False)
class Forest:
    """Organisations side by side: an area of a few teams each, one of which somebody joins.

    `home[p]` and `joins[p]` are a person's home and first wave; `team[o]` and `newcomer[o]` the
    team that somebody joins in organisation o, and who.
    """

    tree: Tree
    home: Ints
    joins: Ints
    team: Ints
    newcomer: Ints

    @property
    def size(self) -> Ints:
        """How many were in each team before the newcomer."""
        return np.bincount(self.home, minlength=len(self.tree))[self.team] - 1

    def members(self, wave: int) -> NDArray[np.bool_]:
        """Who is there in a wave."""
        return self.joins <= wave


def a_forest(rng: np.random.Generator, organisations: int) -> Forest:
    """Organisations whose teams have 6 to 12 people, beside one or two others of 5 to 10."""
    above: list[int] = []
    homes: list[int] = []
    teams: list[int] = []
    newcomers: list[int] = []
    for _ in range(organisations):
        root, joined = len(above), int(rng.integers(SMALLEST_TEAM, LARGEST_TEAM + 1))
        others = rng.integers(5, 11, size=rng.integers(1, 3)).tolist()
        teams.append(root + 1)
        newcomers.append(len(homes))
        above += [NOWHERE, *[root] * (1 + len(others))]
        for at, people in enumerate([joined + 1, *others], start=root + 1):
            homes += [at] * people
    joins = np.zeros(len(homes), dtype=np.int64)
    joins[newcomers] = BEFORE
    tree = Tree(tuple(f"u{t}" for t in range(len(above))), tuple(above))
    return Forest(tree, np.array(homes), joins, np.array(teams), np.array(newcomers))


def answers(rng: np.random.Generator, forest: Forest, spread: Spread) -> Iterator[Ints]:
    """What everybody answers in each wave: [person, statement], 1 to 5."""

    def normal(sd: float, *shape: int) -> Floats:
        return rng.normal(0, sd, shape)

    units, people, asked = len(forest.tree), len(forest.home), len(STATEMENTS)
    lasting = LEVEL + normal(spread.team, units)[forest.home] + normal(spread.person, people)
    views = lasting[:, None] + normal(spread.view, people, asked)
    for _ in range(BEFORE + AFTER):
        passing = normal(spread.mood, units)[forest.home] + normal(spread.day, people)
        said = views + passing[:, None] + normal(spread.chance, people, asked)
        yield np.clip(np.rint(said), 1, 5).astype(np.int64)


def tally(forest: Forest, said: Ints, here: NDArray[np.bool_]) -> Tally:
    """What closing would count when everybody who is there answers everything."""
    home, units = forest.home[here], len(forest.tree)
    people = np.bincount(home, minlength=units)
    counts = {
        item: np.bincount(5 * home + said[here, at] - 1, minlength=5 * units).reshape(units, 5)
        for at, item in enumerate(STATEMENTS)
    }
    nobody = np.zeros(units, dtype=np.int64)
    return Tally(people, counts, {}, people, people, COMPOSITES, nobody)


class Closed(NamedTuple):
    """What the rule on held teams reads of a wave."""

    id: int
    k: int
    state: State
    closed: datetime


class Record:
    """The questions that the rule on held teams asks of the store, answered from memory."""

    def __init__(self, forest: Forest) -> None:
        self.published: list[Closed] = []
        self._forest = forest
        self._cells: dict[int, list[CellRow]] = {}

    def keep(self, wave: Closed, cells: Iterable[Cell]) -> None:
        """Remember what a wave published."""
        self.published.append(wave)
        self._cells[wave.id] = [row_of(cell, wave.id) for cell in cells]

    def waves(self) -> list[Closed]:
        """The waves that were published."""
        return self.published

    def cells(self, *, waves: Sequence[int]) -> list[CellRow]:
        """What a wave published."""
        return [row for wave in waves for row in self._cells[wave]]

    def wave_units(self, _: int) -> list[WaveUnit]:
        """The forest, which stays as it is."""
        keys = enumerate(self._forest.tree.keys)
        return [WaveUnit(t, key, key, None, t, 0) for t, key in keys]

    def roster(self, wave: int) -> dict[str, int]:
        """Who was there, and the number of their home."""
        here = np.flatnonzero(self._forest.members(wave))
        return {f"p{person}": int(self._forest.home[person]) for person in here}

    def held(self, wave: Closed, tally: Tally) -> frozenset[str]:
        """Which teams the real rule holds in a wave."""
        answered = dict(zip(self._forest.tree.keys, tally.ballots.tolist(), strict=True))
        return held_teams(cast(Store, self), cast(Wave, wave), answered=answered)


@dataclass(frozen=True, eq=False)
class Published:
    """One wave: what everybody said, which teams were held, and the cells with and without that."""

    said: Ints
    held: frozenset[str]
    cells: list[Cell]
    cells_if_nobody_were_held: list[Cell]


def waves(rng: np.random.Generator, forest: Forest, spread: Spread) -> Iterator[Published]:
    """Every wave, published by the real gate, three weeks after the one before."""
    record, tree = Record(forest), forest.tree
    for number, said in enumerate(answers(rng, forest, spread)):
        wave = Closed(number, USUAL_K, State.PUBLISHED, FIRST + number * APART)
        counted = tally(forest, said, forest.members(number))
        held = record.held(wave, counted)
        shown = everything = cells(counted, tree=tree, k=wave.k)
        if held:
            shown = cells(counted, tree=tree, k=wave.k, held=held)
        record.keep(wave, shown)
        yield Published(said, held, shown, everything)
