"""What do people of organisations made up answer, wave by wave, and what is true of them?

Five-point answers, skewed (mean about 67 points, SD 27), of the shipped statements, each with a
mean of its own; two of them correlate about .4 within a team. Answers of the same person to ten
statements in two waves correlate `retest`; teams have levels and spreads of their own; a wave has a
mood, of the whole organisation and of each team; people come and go; some stay silent, some skip.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from analytics.arrays import Bools, Floats, Ints
from bench.truth.trees import Shape
from survey.questionnaire.instrument import Instrument

CUTS = np.array([-1.645, -1.036, -0.385, 0.674])
POINTS = 25.6
"""Points of score per unit of the latent scale, about its middle."""

A_YEAR = 13
TOGETHER, ITEMS = 0.45, 10
"""How two statements of one person correlate latently, and over how many `retest` is meant."""

ANSWERED_IN_FIVE = 0.91
"""What is left of a latent correlation of two waves in composites of eight answers."""

SCALES_SHARE = 0.8
"""How much of what lasts in a person is the same for belonging and alignment."""

Bytes = NDArray[np.uint8]
Dice = np.random.Generator


@dataclass(frozen=True)
class Kind:
    """How organisations of one kind are; SDs in points, shares of 1, turnover a year.

    Retest and turnover are drawn for each organisation between two ends. `shift`, waves x units of
    one organisation, in points, is what really happens to a usual unit. `silence` is by how much
    the log-odds of answering grow with an SD of somebody's mood of the day.
    """

    shape: Shape
    waves: int
    asks: Sequence[Instrument]
    turnover: tuple[float, float] = (0.1, 0.3)
    retest: tuple[float, float] = (0.6, 0.8)
    answering: float = 0.8
    skipped: float = 0.03
    silence: float = 0.0
    mood: float = 1.0
    team_mood: float = 1.5
    between: float = 7.0
    drift: float = 0.0
    shift: Floats | None = field(default=None, compare=False)


class Answered(NamedTuple):
    """One wave: units x people (x statements), points 1 to 5 after turning round, 0 for none.

    `there` says who is asked, `person` who is who over the waves. `truth` is what each statement's
    score would be if all who were asked had answered, on average over their days, in the mood of
    the wave; `calm` the same without that mood. Both units x statements, in points.
    """

    asks: Instrument
    there: Bools
    person: Ints
    sent: Bools
    points: Bytes
    truth: Floats
    calm: Floats


@dataclass(eq=False)
class Crowd:
    """Everybody in a forest: what lasts in each (units x people, x 2 scales, x statements)."""

    kind: Kind
    here: Bools
    spread: Floats
    stays: Floats
    dice: Dice
    scale: Ints
    person: Ints = field(init=False)
    trait: Floats = field(init=False)
    views: Floats = field(init=False)

    def __post_init__(self) -> None:
        shape = self.here.shape
        self.person = np.arange(self.here.size).reshape(shape)
        self.trait, self.views = self._new()

    def _new(self) -> tuple[Floats, Floats]:
        whole = self.dice.normal(size=(*self.here.shape, 1))
        own = self.dice.normal(size=(*self.here.shape, 2))
        trait = sqrt(SCALES_SHARE) * whole + sqrt(1 - SCALES_SHARE) * own
        return trait, self.dice.normal(size=(*self.here.shape, len(self.scale)))

    def turn_over(self, leave: Floats) -> None:
        """That share of each unit leaves, and as many come."""
        gone = self.here & (self.dice.random(self.here.shape) < leave[:, None])
        trait, views = self._new()
        self.trait[gone], self.views[gone] = trait[gone], views[gone]
        self.person[gone] = self.person.max() + 1 + np.arange(int(gone.sum()))

    def lasting(self, asked: Ints) -> Floats:
        """Where each stands on some statements, on average over days, without level and mood."""
        size = np.sqrt(self.stays)[:, None, None] * self.spread[:, None, None]
        found: Floats = size * self.trait[:, :, self.scale[asked]]
        return found + size * sqrt(0.5) * self.views[:, :, asked]

    @property
    def days(self) -> tuple[Floats, Floats]:
        """The variances of a day's mood, and of a single answer, per unit."""
        mood = TOGETHER - self.stays
        return mood, 1 - TOGETHER - self.stays / 2


def stays_of(retest: Floats) -> Floats:
    """How much latent variance lasts in a person, so that composites correlate `retest`.

    A composite of m has .45 + .55/m; a + a/(2 m) of it lasts. Five points, skipping and fewer
    statements take a tenth of that away.
    """
    return retest / ANSWERED_IN_FIVE * (TOGETHER + (1 - TOGETHER) / ITEMS) / (1 + 1 / (2 * ITEMS))


def answers(kind: Kind, *, count: int, dice: Dice) -> Iterator[Answered]:
    """`count` organisations of a kind, side by side, wave by wave."""
    shape, width = kind.shape, len(kind.shape.units)
    _, people = shape.forest(count)
    statements = list(dict.fromkeys(i.id for asks in kind.asks for i in asks.statements))
    scale = np.array([_scale(kind.asks, one) for one in statements])
    here = np.arange(int(people.max())) < people[:, None]
    retest, turnover = (
        np.repeat(dice.uniform(*ends, count), width) for ends in (kind.retest, kind.turnover)
    )
    spread = np.exp(0.15 * dice.normal(size=len(people)))
    crowd = Crowd(kind, here, spread, stays_of(retest), dice, scale)
    level, taste = _levels(kind, count, len(statements), dice)
    leave = 1 - (1 - turnover) ** (1 / A_YEAR)
    for wave in range(kind.waves):
        if wave:
            crowd.turn_over(leave)
            level = level + kind.drift / POINTS * dice.normal(size=level.shape)
        asks = kind.asks[wave % len(kind.asks)]
        asked = np.array([statements.index(item.id) for item in asks.statements])
        mood = kind.mood * np.repeat(dice.normal(size=count), width)
        mood = (mood + kind.team_mood * dice.normal(size=len(people))) / POINTS
        now = level[:, None] + taste[:, asked]
        if kind.shift is not None:
            now = _moved(now, np.tile(kind.shift[wave], count)[:, None])
        yield _asked(crowd, now, mood, asks, asked)


def _scale(asks: Sequence[Instrument], statement: str) -> int:
    """0 or 1: which composite a statement feeds; one that feeds none goes with the first."""
    feeds = {i.id: i.composite for one in asks for i in one.statements}[statement]
    names = [c.id for one in asks for c in one.composites]
    return 0 if feeds is None else min(1, list(dict.fromkeys(names)).index(feeds))


def _levels(kind: Kind, count: int, statements: int, dice: Dice) -> tuple[Floats, Floats]:
    """Of each unit its level about its area's, and of each statement its own mean, all latent."""
    width = len(kind.shape.units)
    units = dice.normal(size=count * width) * kind.between / POINTS
    area = dice.normal(size=(count, width)) * kind.between / 2 / POINTS
    level = units + area[:, np.maximum(kind.shape.above, 0)].ravel()
    own = 0.25 * np.repeat(dice.normal(size=(count, statements)), width, axis=0)
    return level, own + 0.15 * (kind.between > 0) * dice.normal(size=(count * width, statements))


LATENT = np.linspace(-5, 5, 2001)
SCORES = 25 * ndtr(LATENT[:, None] - CUTS).sum(axis=1)


def _moved(level: Floats, points: Floats) -> Floats:
    """Levels at which the usual score is so many points higher, as far as the scale goes."""
    scores = np.clip(np.interp(level, LATENT, SCORES) + points, 1, 99)
    found: Floats = np.where(points == 0, level, np.interp(scores, SCORES, LATENT))
    return found


def _asked(crowd: Crowd, level: Floats, mood: Floats, asks: Instrument, asked: Ints) -> Answered:
    """One wave; `level` is units x statements."""
    dice, kind = crowd.dice, crowd.kind
    daily, single = crowd.days
    stands = level[:, None, :] + crowd.lasting(asked)
    passing = np.sqrt(daily + single)
    truth, calm = (
        _expected(stands + by[:, None, None], passing, crowd.here) for by in (mood, 0 * mood)
    )
    day = dice.normal(size=crowd.here.shape)
    felt = stands + (mood[:, None] + np.sqrt(daily)[:, None] * day)[..., None]
    felt += np.sqrt(single)[:, None, None] * dice.normal(size=felt.shape)
    points = (1 + (felt[..., None] > CUTS).sum(axis=-1)).astype(np.uint8)
    sent = crowd.here & (dice.random(day.shape) < _willing(kind, crowd, day, mood))
    points[~sent] = 0
    points[dice.random(points.shape) < kind.skipped] = 0
    return Answered(asks, crowd.here, crowd.person.copy(), sent, points, truth, calm)


def _willing(kind: Kind, crowd: Crowd, day: Floats, mood: Floats) -> Floats:
    """How likely each answers; the better the mood, the likelier, where silence depends on it."""
    daily = np.sqrt(crowd.days[0])[:, None]
    better = day + crowd.trait.mean(axis=2) + mood[:, None] / daily
    odds = np.log(kind.answering / (1 - kind.answering)) + kind.silence * better / sqrt(2)
    found: Floats = 1 / (1 + np.exp(-odds))
    return found


def _expected(stands: Floats, passing: Floats, here: Bools) -> Floats:
    """The mean over everybody asked of what they answer on average: units x statements."""
    away = (stands[..., None] - CUTS) / passing[:, None, None, None]
    each: Floats = 25 * ndtr(away).sum(axis=-1)
    means: Floats = (each * here[..., None]).sum(axis=1) / here.sum(axis=1)[:, None]
    return means
