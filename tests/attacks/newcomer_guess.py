"""How well can a reader of every published figure tell what a newcomer answered?

The reader knows who joined which team and when, and all that was published before and after. Each
change of a figure says something about the newcomer's mean answer less their team's; the reader
weighs the changes by the linear rule that fits all other organisations best (least squares, each
organisation left out in turn). Figures enter as changes only: what could be guessed without the
newcomer's answers is not counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.arrays import Floats
from analytics.published.cells import Cell, MeasureKind, Scope, Score
from tests.attacks.newcomer import (
    BEFORE,
    COMPOSITES,
    STATEMENTS,
    Forest,
    Published,
    Spread,
    a_forest,
    waves,
)

MIDDLE = 50


@dataclass(frozen=True)
class Guess:
    """How often, of 100, the reader is right whether the newcomer is above or below their team, and
    how many per cent of how newcomers differ from their teams they explain (R squared)."""

    right: float
    explained: float


@dataclass(frozen=True)
class Guesses:
    """From one wave before and one after, and from four and four; with and without holding."""

    one_held: Guess
    one_not_held: Guess
    eight_held: Guess
    eight_not_held: Guess


def guesses(seed: int, *, organisations: int, spread: Spread) -> Guesses:
    """What the reader makes of so many organisations."""
    rng = np.random.default_rng(seed)
    forest = a_forest(rng, organisations)
    run = list(waves(rng, forest, spread))
    apart = np.array([_apart(forest, wave) for wave in run[BEFORE:]])
    seen = np.array([_seen(forest, wave.cells) for wave in run])
    unheld = _seen(forest, run[BEFORE].cells_if_nobody_were_held)
    people = (forest.size + 1).astype(np.float64)

    def guess(truth: Floats, *changes: Floats) -> Guess:
        return _judge(truth, _best(truth, _weighed(changes, people)))

    before, later, last = seen[:BEFORE].mean(axis=0), seen[BEFORE + 1 :].mean(axis=0), BEFORE - 1
    return Guesses(
        one_held=guess(apart[0], seen[BEFORE] - seen[last]),
        one_not_held=guess(apart[0], unheld - seen[last]),
        eight_held=guess(apart.mean(axis=0), later - before, seen[BEFORE] - before),
        eight_not_held=guess(apart.mean(axis=0), later - before, unheld - before),
    )


def _apart(forest: Forest, wave: Published) -> Floats:
    """The truth: how far each newcomer's mean answer lies from the others' in their team."""
    mean = 25 * (wave.said.mean(axis=1) - 1)
    together = np.bincount(forest.home, mean, minlength=len(forest.tree))[forest.team]
    own: Floats = mean[forest.newcomer]
    return own - (together - own) / forest.size


def _seen(forest: Forest, cells: Iterable[Cell]) -> Floats:
    """What is published of each organisation: [figure, organisation], nan where nothing is.

    The team's composites, which are the means of its statements where these are shown; what its
    distributions say of the same; the composites of the area, and of the teams beside.
    """
    tree, units = forest.tree, len(forest.tree)
    place = {key: t for t, key in enumerate(tree.keys)}
    team, area, shares = (np.full((units, 16), np.nan) for _ in range(3))
    for cell in cells:
        match cell.figure:
            case Score(tenths, shares=parts):
                t = place[cell.unit]
                if cell.kind is MeasureKind.COMPOSITE:
                    of = team if cell.scope is Scope.TEAM else area
                    of[t, list(COMPOSITES).index(cell.measure)] = tenths / 10
                elif parts and cell.scope is Scope.TEAM:
                    shares[t, STATEMENTS.index(cell.measure)] = MIDDLE + (parts[-1] - parts[0]) / 2
    own, spread = team[:, : len(COMPOSITES)].mean(axis=1), shares.mean(axis=1)
    whole = area[:, : len(COMPOSITES)].mean(axis=1)
    root = np.array(tree.parent)[forest.team]
    return np.array([own[forest.team], spread[forest.team], whole[root], _beside(forest, own)])


def _beside(forest: Forest, own: Floats) -> Floats:
    """The mean figure of the teams beside the one that somebody joins."""
    tree = forest.tree
    return np.array([np.mean(own[t + 1 : tree.end[tree.parent[t]]]) for t in forest.team.tolist()])


def _weighed(changes: Sequence[Floats], people: Floats) -> Floats:
    """What the best rule chooses from: [organisation, figure].

    One person moves the mean of n by 1/n of how far they lie apart, so each change counts n times;
    the team's own is given as it is too, because the noise of a larger team grows as fast.
    """
    columns = [column for change in changes for column in (change[0], *people * change)]
    known: Floats = np.nan_to_num(np.array(columns))
    return known.T


def _best(truth: Floats, weighed: Floats) -> Floats:
    """The best linear guess of each from all others: leaving one out, by the hat matrix."""
    used = weighed[:, weighed.any(axis=0)]
    hat: Floats = used @ np.linalg.pinv(used)
    own = np.diag(hat)
    left_out: Floats = (hat @ truth - own * truth) / (1 - own)
    return left_out


def _judge(truth: Floats, guess: Floats) -> Guess:
    right = np.where(guess == 0, 0.5, np.sign(guess) == np.sign(truth)).mean()
    missed = np.square(truth - guess).sum() / np.square(truth - truth.mean()).sum()
    return Guess(right=100 * float(right), explained=100 * (1 - float(missed)))
