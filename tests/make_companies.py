"""Organisations from a seed of up to 10,000 units: no names, only counts, straight into a Tally."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analytics.arrays import NOWHERE, Ints
from analytics.disclosure.rollup import FIVE_SHARES_FROM
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from analytics.published.cells import Cell
from tests.make_cells import cells
from tests.make_organisations import COMPOSITES, ITEMS, SIGNS

MOST_UNITS = 10_000
LARGE_EVERY = 500  # one organisation in so many has the most units; the others are small
SMALL_UNITS = 60
DEEPEST = 7


@dataclass(frozen=True, eq=False)
class Company:
    """An organisation in one wave, as numbers of people by home."""

    seed: int
    tree: Tree
    tally: Tally
    k: int

    @property
    def published(self) -> list[Cell]:
        """Every cell that leaves."""
        return cells(self.tally, tree=self.tree, k=self.k)


def companies(first: int, many: int) -> Iterator[Company]:
    """So many organisations, seed by seed: sizes log-uniform, some as large as they come."""
    return (a_company(seed) for seed in range(first, first + many))


def a_company(seed: int) -> Company:
    """The organisation of a seed: teams around the thresholds, inner units with people too."""
    rng = np.random.default_rng(seed)
    large = seed % LARGE_EVERY == LARGE_EVERY - 1
    units = MOST_UNITS if large else int(np.exp(rng.uniform(0, np.log(SMALL_UNITS))))
    tree = _tree(rng, max(units, 1))
    k = int(rng.choice((4, 5, 5, 5, 8, 12)))
    return Company(seed, tree, _tally(rng, _sizes(rng, len(tree), k)), k)


def _tree(rng: np.random.Generator, units: int) -> Tree:
    """Depth first: each unit one below the last, or beside one of those above it."""
    deepest = int(rng.integers(1, DEEPEST))
    parent, path = [NOWHERE], [0]
    for t, up in enumerate(rng.integers(0, deepest + 1, size=units - 1).tolist(), start=1):
        del path[max(1, min(up + 1, deepest)) :]
        parent.append(path[-1])
        path.append(t)
    return Tree(tuple(f"u{t}" for t in range(units)), tuple(parent))


def _sizes(rng: np.random.Generator, units: int, k: int) -> Ints:
    """People by home: most around k, some nobody, some enough for five shares."""
    kinds = rng.choice(4, size=units, p=(0.15, 0.55, 0.2, 0.1))
    around = rng.integers(1, 2 * k, size=units)
    more = rng.integers(k, 3 * k, size=units)
    many = rng.integers(FIVE_SHARES_FROM - 5, FIVE_SHARES_FROM + 30, size=units)
    return np.choose(kinds, (np.zeros_like(around), around, more, many))


def _tally(rng: np.random.Generator, invited: Ints) -> Tally:
    """Some do not answer, some answer too little, some skip, some tick and some write."""
    answered = rng.binomial(invited, rng.choice((0.6, 0.8, 0.95, 1.0)))
    ballots = rng.binomial(answered, rng.choice((0.9, 1.0)))
    skipped = rng.choice((0.0, 0.1, 0.3))
    return Tally(
        ballots=ballots,
        counts={item: _answers(rng, rng.binomial(ballots, 1 - skipped)) for item in ITEMS},
        ticks={sign: rng.binomial(ballots, 0.3) for sign in SIGNS},
        invited=invited,
        answered=answered,
        composites=COMPOSITES,
        writers=rng.binomial(ballots, rng.choice((0.1, 0.4))),
    )


def _answers(rng: np.random.Generator, many: Ints) -> Ints:
    """How many of these chose each answer from 1 to 5."""
    return rng.multinomial(many, rng.dirichlet(np.ones(5)))
