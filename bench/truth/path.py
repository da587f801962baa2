"""From answers to words: what do organisations made up publish, and what is said of it?

Nothing here is a copy: counting, gate, spreads, noise, lines and comparison are the product's own.
Whose people are the same is counted as analytics.closing.same_people does where nobody moves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.disclosure.tree import Tree
from analytics.figures.cells import Cells
from analytics.figures.comparison import Compared, follow
from analytics.figures.followed import Followed
from analytics.figures.measures import ClosedWave
from analytics.figures.noise_lines import mood_of, noise_of
from analytics.figures.reading import Continued, Read, lines_of
from analytics.figures.unit import UnitFigures
from analytics.published.cells import Scope
from analytics.statistics.noise import Noise
from bench.truth.gate import SCOPES, K, Published, part_of, published
from bench.truth.organisations import Answered, Dice, Kind, answers
from bench.truth.trees import Shape
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.parts import FOLLOW_UP

Apart = tuple[int, int, Bools]
"""Two waves by their order, the later first, and which sets are other people: 2 x units."""

FIRST = date(2026, 1, 5)
NEAREST, SAME_FROM = 6, 0.5


@dataclass(frozen=True, eq=False)
class Seen:
    """What one organisation published, what is known of its noise in each wave, and what is true.

    `truth` and `calm` (organisations.Answered), wave by wave, are places x statements.
    """

    shape: Shape
    read: Read
    noise: tuple[Noise, ...]
    truth: tuple[Floats, ...]
    calm: tuple[Floats, ...]

    @cached_property
    def teams(self) -> Ints:
        """The places of teams."""
        return SCOPES * np.flatnonzero(self.shape.is_team)

    @cached_property
    def areas(self) -> Ints:
        """The places of areas, the organisation first."""
        return SCOPES * np.flatnonzero(~self.shape.is_team) + 1

    @property
    def sizes(self) -> Ints:
        """How many people the teams have."""
        return np.array([size for _, _, size in self.shape.units])[self.shape.is_team]

    def compared(self, measure: str, places: Ints) -> Compared:
        """What is said of a measure at each wave, waves x places."""
        lines = self.read.lines.of[-1, places]
        return follow(Followed(self.read.cells, self.read.lines, measure, lines).series())

    def unit(self, key: str, scope: Scope) -> UnitFigures:
        """One unit over the waves."""
        found = self.read.unit(key, scope=scope, name=key)
        assert found is not None, "every unit is asked"
        return found


def composites_of(seen: Seen) -> list[str]:
    """The two measures of which sentences are said first."""
    return [m.id for m in seen.read.cells[-1].wave.composites]


def plain(asked: Instrument) -> Instrument:
    """An instrument without signs, prompts and what is asked about the pulse: none is measured."""
    kept = tuple(item for item in asked.statements if item.composite != FOLLOW_UP)
    return replace(asked, items=kept)


def organisations(kind: Kind, *, count: int, dice: Dice) -> Iterator[Seen]:
    """`count` organisations of a kind, all the way to what can be said of them."""
    tree, people = kind.shape.forest(count)
    width = len(kind.shape.units)
    waves = [wave_number(at, kind) for at in range(kind.waves)]
    told = list(answers(kind, count=count, dice=dice))
    found = [published(w, one, tree, width=width) for w, one in zip(waves, told, strict=True)]
    apart = list(apart_of(told, people, tree))
    for at in range(count):
        units = slice(at * width, (at + 1) * width)
        yield _seen(kind, at, waves, found, told, [(a, b, o[:, units]) for a, b, o in apart])


def wave_number(at: int, kind: Kind) -> ClosedWave:
    opened = FIRST + timedelta(weeks=4 * at)
    return ClosedWave(
        key=f"w{at}",
        name=f"Pulse {at + 1}",
        opened=opened,
        closed=opened + timedelta(days=7),
        k=K,
        instrument=kind.asks[at % len(kind.asks)],
        compared=frozenset(f"w{before}" for before in range(max(0, at - NEAREST), at)),
    )


def apart_of(
    told: Sequence[Answered], people: Ints, tree: Tree
) -> Iterator[tuple[int, int, Bools]]:
    """For each two waves that are compared, which teams and areas are other people: 2 x units."""
    for at, one in enumerate(told):
        for before in range(max(0, at - NEAREST), at):
            same = ((one.person == told[before].person) & one.there).sum(axis=1)
            sums = np.array([same, tree.subtree_sums(same)])
            sizes = np.array([people, tree.subtree_sums(people)])
            yield at, before, sums / (2 * sizes - sums) < SAME_FROM


def _seen(  # noqa: PLR0913, PLR0917
    kind: Kind,
    at: int,
    waves: Sequence[ClosedWave],
    found: Sequence[Published],
    told: Sequence[Answered],
    apart: Sequence[Apart],
) -> Seen:
    width = len(kind.shape.units)
    places = np.arange(at * width * SCOPES, (at + 1) * width * SCOPES)
    cells = [
        part_of(one.cells, replace(w, spreads=one.spreads[at], omegas=one.omegas[at]), places)
        for w, one in zip(waves, found, strict=True)
    ]
    keyed = [(key, scope) for key, _, _ in kind.shape.units for scope in Scope]
    numbered = {of: place for place, of in enumerate(keyed)}
    read = Read(cells, numbered, lines_of(cells, numbered, _came_from(apart, kind.shape, waves)))
    noise = tuple(_noises(read, kind.shape))
    moods = _moods(read, kind.shape)
    known = [_knowing(*each) for each in zip(cells, noise, moods, strict=True)]
    units = slice(at * width, (at + 1) * width)
    truths = [
        tuple(_by_place(getattr(one, name)[units], kind.shape) for one in told)
        for name in ("truth", "calm")
    ]
    return Seen(kind.shape, Read(known, numbered, read.lines), noise, *truths)


def _came_from(apart: Sequence[Apart], shape: Shape, waves: Sequence[ClosedWave]) -> Continued:
    keys = [key for key, _, _ in shape.units]
    there = np.array([np.ones(len(keys), dtype=np.bool_), ~shape.is_team])
    return {
        (waves[at].key, waves[before].key): {
            (keys[unit], scope): None
            for row, scope in enumerate(Scope)
            for unit in np.flatnonzero(others[row] & there[row]).tolist()
        }
        for at, before, others in apart
    }


def _noises(read: Read, shape: Shape) -> Iterator[Noise]:
    """What each wave says of the noise, from the lines up to it."""
    teams = SCOPES * np.flatnonzero(shape.is_team)
    above = shape.above[shape.is_team]
    for of in read.cells:
        yield noise_of(read.until(of.wave.key), teams, above)


def _moods(read: Read, shape: Shape) -> Iterator[float]:
    """What each wave says of the mood of waves, from the lines of areas up to it."""
    areas = SCOPES * np.flatnonzero(~shape.is_team) + 1
    for of in read.cells:
        yield mood_of(read.until(of.wave.key), areas)


def _knowing(of: Cells, noise: Noise, mood: float) -> Cells:
    """The same cells, published with what their wave knew of noise and moods."""
    return replace(of, wave=replace(of.wave, noise=max(1.0, noise.lam), mood=mood))


def _by_place(units: Floats, shape: Shape) -> Floats:
    """Figures of units (people of the unit itself) as those of places, areas with all below."""
    sizes = np.array([size for _, _, size in shape.units], dtype=np.float64)
    total = units * sizes[:, None]
    counted = sizes.copy()
    for at in range(len(sizes) - 1, 0, -1):
        total[shape.above[at]] += total[at]
        counted[shape.above[at]] += counted[at]
    found = np.empty((SCOPES * len(sizes), units.shape[1]))
    found[0::SCOPES], found[1::SCOPES] = units, total / counted[:, None]
    return found
