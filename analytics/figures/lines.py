"""Which set of people does a unit's line follow from wave to wave, and where do they change?

A line goes back from a unit as it stood in one wave to the unit that had the same people before,
whatever it was called (analytics.closing.same_people). Where other people stood under its name the
line goes on with them as another run; what is of different runs is never compared. Of waves whose
people were never compared nothing is known, and then a name stands for its people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from analytics.arrays import NOWHERE, Bools, Ints

Place = int
Pair = tuple[int, int]
"""Two waves by their order: the later and the earlier."""


class Lines(NamedTuple):
    """The lines of all places, waves x lines: the place of each in a wave, and which run that is.

    `of` is, waves x places, the line that ends there: what is said of a place in a wave is what its
    line says at that wave.
    """

    place: Ints
    run: Ints
    of: Ints


@dataclass(frozen=True, slots=True)
class People:
    """What is known of who is the same: pairs of waves (by their order) that were compared.

    `was` gives, for a pair, the places of the later wave that are not of the same people as the
    same place in the earlier, with the place that is, NOWHERE for none.
    """

    compared: frozenset[Pair] = frozenset()
    was: Mapping[Pair, Mapping[Place, Place]] = field(default_factory=dict)


NOTHING_KNOWN = People()


class _Chain(NamedTuple):
    """One line: its place and run in each wave."""

    place: Ints
    run: Ints


def lines(there: Bools, people: People = NOTHING_KNOWN) -> Lines:
    """The lines of places, of which `there` says, waves x places, where they have cells."""
    waves, count = there.shape
    place = np.where(there, np.arange(count), NOWHERE)
    run, of = np.zeros((waves, count), dtype=np.int64), np.tile(np.arange(count), (waves, 1))
    more: list[_Chain] = []
    for start in sorted(_touched(people)):
        own = len(more)
        for wave in np.flatnonzero(there[:, start])[::-1].tolist():
            chain = _chain(there, people, wave, start)
            same = (at for at in range(own, len(more)) if _begins_with(more[at], chain, wave))
            line = next(same, len(more))
            if line == len(more):
                more.append(chain)
            of[wave, start] = count + line
    if more:
        place = np.column_stack([place, *(chain.place for chain in more)])
        run = np.column_stack([run, *(chain.run for chain in more)])
    return Lines(place, run, of)


def _touched(people: People) -> set[Place]:
    """The places whose people were not always the same, and those they came from."""
    return {
        place
        for pairs in people.was.values()
        for pair in pairs.items()
        for place in pair
        if place != NOWHERE
    }


def _chain(there: Bools, people: People, wave: int, start: Place) -> _Chain:
    """Back from one place in one wave, as far as there is something of that name or people."""
    place, run = np.full(len(there), NOWHERE), np.zeros(len(there), dtype=np.int64)
    place[wave] = start
    followed, runs = [wave], 0
    for before in reversed(range(wave)):
        was, known = _same_people(people, followed, place, before), True
        if was is None:
            was, known = NOWHERE, False
        if was == NOWHERE or not there[before, was]:
            latest = place[followed[-1]]
            was = latest if there[before, latest] else NOWHERE
            runs += known and was != NOWHERE
        if was != NOWHERE:
            place[before], run[before] = was, runs
            followed.append(before)
    return _Chain(place, run)


def _same_people(people: People, followed: Sequence[int], place: Ints, before: int) -> Place | None:
    """The place with the same people in an earlier wave, NOWHERE for none; None: not known.

    The nearest wave of the line that was compared with that one says so.
    """
    for at in reversed(followed):
        if (at, before) in people.compared:
            here = int(place[at])
            return people.was.get((at, before), {}).get(here, here)
    return None


def _begins_with(longer: _Chain, chain: _Chain, wave: int) -> bool:
    """Whether a line, up to a wave, is this one that ends there."""
    upto = slice(wave + 1)
    same = longer.run[upto] - longer.run[wave] == chain.run[upto]
    there = chain.place[upto] != NOWHERE
    return bool((longer.place[upto] == chain.place[upto]).all() and same[there].all())
