"""Which team, and which area, of another wave has the same people as one of this wave?

Two sets are the same people when those in both are at least half of all who are in either (Jaccard
1/2). The unit of the same key comes first, then the closest; of several as close none is meant.
Only exceptions are told: a unit whose people were in the unit of the same key is not.

How it is counted: not by sets. How many are in a unit here and in a unit there is added up both
trees, and dropped where the sizes are more than a factor of two apart.
"""

from typing import NamedTuple

import numpy as np

from analytics.arrays import NOWHERE, Bools, Ints
from analytics.disclosure.tree import Tree
from analytics.published.cells import Scope
from survey.waves.recognising import Asked, Together, maybe_the_same, the_same

SAME_FROM = 0.5
KNOWN_FROM = 4
Others = dict[tuple[str, Scope], str | None]


class Side(NamedTuple):
    """One of the two waves: its tree, and who was asked."""

    tree: Tree
    asked: Asked


class Pairs(NamedTuple):
    """How many people (`people`) are in a unit here and in a unit there, by their positions."""

    here: Ints
    there: Ints
    people: Ints


def others(now: Side, then: Side) -> Others | None:
    """The sets of `now` whose people were not in the very same unit `then`; None: not known.

    Each with the key of the unit that has the same people in the same scope, None where there is
    none. Not known: fewer than one in four of a wave are named, or two waves of which a file
    brought one have no known person in common.
    """
    known = the_same(now.asked, then.asked)
    if not (_named(now.asked) and _named(then.asked)):
        return None
    if not known and (now.asked.from_file or then.asked.from_file):
        return None
    same = {key: at for at, key in enumerate(then.tree.keys)}
    namesake = np.array([same.get(key, NOWHERE) for key in now.tree.keys], dtype=np.int64)
    pairs = _pairs(now, then, _with_unknown(now.asked, then.asked, known))
    here, there = _sizes(now), _sizes(then)
    teams = _closest(pairs, here, there, namesake)
    told = _tell(now, then, Scope.TEAM, teams, here > 0)
    above, above_then = ~now.tree.leaves(), ~then.tree.leaves()
    here, there = now.tree.subtree_sums(here), then.tree.subtree_sums(there)
    pairs = _areas(pairs, now.tree, then.tree, here, there)
    pairs = _only(pairs, above[pairs.here] & above_then[pairs.there])
    areas = _closest(pairs, here, there, namesake)
    return told | _tell(now, then, Scope.AREA, areas, above & (here > 0))


def _named(asked: Asked) -> bool:
    return len(asked.homes) * KNOWN_FROM >= asked.people


def _with_unknown(now: Asked, then: Asked, known: Together) -> Together:
    """With those who are not named; not where many are, here and there, and nobody came back."""
    together = known.copy()
    here, there = set(now.homes.values()), set(then.homes.values())
    for unit, people in maybe_the_same(now, then, known).items():
        if known[unit, unit] or not (unit in here and unit in there):
            together[unit, unit] += people
    return together


def _pairs(now: Side, then: Side, together: Together) -> Pairs:
    here = {key: at for at, key in enumerate(now.tree.keys)}
    there = {key: at for at, key in enumerate(then.tree.keys)}
    rows = [(here[a], there[b], people) for (a, b), people in together.items() if people]
    return Pairs(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)


def _sizes(side: Side) -> Ints:
    by_unit = side.asked.by_unit()
    return np.array([by_unit[key] for key in side.tree.keys], dtype=np.int64)


def _closest(pairs: Pairs, here: Ints, there: Ints, namesake: Ints) -> Ints:
    """For each unit here the one there that has the same people, or NOWHERE.

    `here` and `there` are how many people the sets have. Of whole numbers this small, equal
    fractions are equal floats and others are not.
    """
    share = pairs.people / (here[pairs.here] + there[pairs.there] - pairs.people)
    enough = share >= SAME_FROM
    pairs, share = _only(pairs, enough), share[enough]
    best = np.zeros(len(here))
    np.maximum.at(best, pairs.here, share)
    near = _only(pairs, share == best[pairs.here])
    clear = _only(near, np.bincount(near.here, minlength=len(here))[near.here] == 1)
    own = _only(pairs, pairs.there == namesake[pairs.here])
    chosen = np.full(len(here), NOWHERE, dtype=np.int64)
    chosen[clear.here] = clear.there
    chosen[own.here] = own.there
    return chosen


def _areas(pairs: Pairs, now: Tree, then: Tree, here: Ints, there: Ints) -> Pairs:
    """The same for units with all below them; `here` and `there` are how many areas have."""
    up_here, up_there = np.array(now.parent), np.array(then.parent)
    found = []
    while len(pairs.here):
        level = pairs
        # Nothing above a unit is smaller than it is.
        while len((level := _only(level, there[level.there] <= 2 * here[level.here])).here):
            found.append(_only(level, here[level.here] <= 2 * there[level.there]))
            level = _climbed(level._replace(there=up_there[level.there]))
        pairs = _climbed(pairs._replace(here=up_here[pairs.here]))
    return _summed(found)


def _climbed(pairs: Pairs) -> Pairs:
    return _summed([_only(pairs, (pairs.here != NOWHERE) & (pairs.there != NOWHERE))])


def _only(pairs: Pairs, which: Bools) -> Pairs:
    return Pairs(*(column[which] for column in pairs))


def _summed(parts: list[Pairs]) -> Pairs:
    """Each two units once, with all the people they share."""
    if not parts:
        return Pairs(*np.zeros((3, 0), dtype=np.int64))
    here, there, people = map(np.concatenate, zip(*parts, strict=True))
    wide = int(there.max(initial=0)) + 1
    both, where = np.unique(here * wide + there, return_inverse=True)
    summed = np.bincount(where, weights=people, minlength=len(both)).astype(np.int64)
    return Pairs(both // wide, both % wide, summed)


def _tell(now: Side, then: Side, scope: Scope, chosen: Ints, which: Bools) -> Others:
    """The exceptions among the units for which `which` says that the set is there."""
    was = [None if at == NOWHERE else then.tree.keys[at] for at in chosen.tolist()]
    told = zip(now.tree.keys, was, which.tolist(), strict=True)
    return {(unit, scope): before for unit, before, there in told if there and before != unit}
