"""Organisations from a seed: named people with homes, answers and ticks, and what was counted."""

from dataclasses import dataclass, replace
from random import Random

import numpy as np
from hypothesis import strategies as st

from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from survey.organisation.structure import Unit

COMPOSITES = {"belonging": ("B1", "B2", "B3"), "alignment": ("A1", "A2")}
ITEMS = ("B1", "B2", "B3", "A1", "A2", "SCO1")
SIGNS = ("S1", "S2")


@dataclass(frozen=True, eq=False)
class Answerer:
    """Somebody invited: `answers` (item -> 1 to 5, skipped items left out) is None if not sent."""

    name: str
    home: str
    answers: dict[str, int] | None
    ticks: frozenset[str] = frozenset()
    comments: int = 0

    @property
    def counts(self) -> bool:
        """Whether the ballot answers at least half of the statements."""
        return self.answers is not None and 2 * len(self.answers) >= len(ITEMS)


@dataclass(frozen=True, eq=False)
class Universe:
    """An organisation in one wave: who is above whom, who was invited, and what they sent."""

    above: dict[str, str | None]
    people: tuple[Answerer, ...]
    k: int

    @property
    def tree(self) -> Tree:
        """Its units in tree order."""
        return Tree.of({key: Unit(key, key, parent) for key, parent in self.above.items()})

    @property
    def ballots(self) -> list[Answerer]:
        """Whoever sent a ballot that counts."""
        return [person for person in self.people if person.counts]

    @property
    def tally(self) -> Tally:
        """What closing would count."""
        place = {key: t for t, key in enumerate(self.tree.keys)}
        zeros = np.zeros(len(place), dtype=np.int64)
        ballots, invited, answered, writers = (zeros.copy() for _ in range(4))
        counts = {item: np.zeros((len(place), 5), dtype=np.int64) for item in ITEMS}
        ticks = {sign: zeros.copy() for sign in SIGNS}
        for person in self.people:
            home = place[person.home]
            invited[home] += 1
            answered[home] += person.answers is not None
            if person.counts:
                ballots[home] += 1
                writers[home] += person.comments > 0
                for item, answer in (person.answers or {}).items():
                    counts[item][home, answer - 1] += 1
                for sign in person.ticks:
                    ticks[sign][home] += 1
        return Tally(ballots, counts, ticks, invited, answered, COMPOSITES, writers)


def a_universe(rng: Random, *, units: int = 7, size: int = 9) -> Universe:
    """Up to `units` units with up to `size` people each, inner ones too; some skip.

    Sizes lie around the thresholds, and how much is skipped differs from one to the next.
    """
    above = _units(rng, rng.randint(1, units))
    skip = rng.choice((0.0, 0.1, 0.3))
    people = [
        _answerer(rng, f"{unit}-{number}", unit, skip=skip)
        for unit in above
        for number in range(rng.randint(0, size))
    ]
    return Universe(above, tuple(people), k=rng.choice((4, 5, 5, 5, 8, 12)))


def _units(rng: Random, many: int) -> dict[str, str | None]:
    above: dict[str, str | None] = {"u0": None}
    for number in range(1, many):
        above[f"u{number}"] = f"u{rng.randint(0, number - 1)}"
    return above


def _answerer(rng: Random, name: str, home: str, *, skip: float) -> Answerer:
    if rng.random() < 0.1:
        return Answerer(name, home, None)
    answers = {item: rng.randint(1, 5) for item in ITEMS if rng.random() >= skip}
    ticks = frozenset(sign for sign in SIGNS if rng.random() < 0.3)
    return Answerer(name, home, answers, ticks, comments=rng.choice((0, 0, 0, 1, 2)))


def with_other_answers(universe: Universe, rng: Random) -> Universe:
    """The same people answer and skip the same items, otherwise."""

    def otherwise(person: Answerer) -> Answerer:
        if person.answers is None:
            return person
        answers = {item: rng.randint(1, 5) for item in person.answers}
        return replace(
            person, answers=answers, ticks=frozenset(rng.sample(SIGNS, rng.randint(0, 2)))
        )

    return replace(universe, people=tuple(otherwise(person) for person in universe.people))


def seeded() -> st.SearchStrategy[Random]:
    """A strategy for a source of randomness; a universe is too large to draw number by number."""
    return st.integers(0, 2**32).map(Random)


def universes(*, units: int = 7, size: int = 9) -> st.SearchStrategy[Universe]:
    """A strategy for Hypothesis; it shrinks towards few units and few people."""
    return st.builds(a_universe, seeded(), units=st.integers(1, units), size=st.integers(1, size))


def big_universes() -> st.SearchStrategy[Universe]:
    """Teams large enough for distributions in three and in five parts."""
    return universes(units=4, size=45)
