"""Who has the same people, slow and obvious: sets of people, compared one by one.

Nothing here comes from closing but the names of what it takes. People are paired by hand: by id,
by an address nobody shares, and those whom a file does not name with whoever is left in their unit.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

Person = tuple[str, int]
"""A named person (id, 0), or somebody not named (unit, 1 or more)."""


class Wave(NamedTuple):
    """The unit above each unit, everybody's unit, their addresses, and how many are not named."""

    above: Mapping[str, str | None]
    homes: Mapping[str, str]
    addresses: Mapping[str, str]
    unknown: Mapping[str, int]


def slow_others(
    now: Wave, then: Wave, *, from_file: bool
) -> dict[tuple[str, str], str | None] | None:
    """As analytics.closing.same_people.others, with "team" and "area" as scopes."""
    for wave in (now, then):
        if 4 * len(wave.homes) < len(wave.homes) + sum(wave.unknown.values()):
            return None
    paired = _named_pairs(now, then)
    if from_file and not paired:
        return None
    paired |= _unnamed_pairs(now, then, paired)
    found: dict[tuple[str, str], str | None] = {}
    for scope in ("team", "area"):
        sets_then = _sets(then, scope)
        for unit, people in _sets(now, scope).items():
            was = _closest(unit, people, sets_then, paired)
            if was != unit:
                found[unit, scope] = was
    return found


def _closest(
    unit: str, people: set[Person], sets: Mapping[str, set[Person]], paired: Mapping[Person, Person]
) -> str | None:
    shares = {other: _jaccard(people, members, paired) for other, members in sets.items()}
    same = {other: share for other, share in shares.items() if share >= Fraction(1, 2)}
    if unit in same:
        return unit
    nearest = [other for other, share in same.items() if share == max(same.values())]
    return nearest[0] if len(nearest) == 1 else None


def _jaccard(
    people: set[Person], members: set[Person], paired: Mapping[Person, Person]
) -> Fraction:
    shared = sum(paired.get(person) in members for person in people)
    return Fraction(shared, len(people) + len(members) - shared)


def _sets(wave: Wave, scope: str) -> dict[str, set[Person]]:
    everybody = _everybody(wave)
    found = {}
    for unit in wave.above:
        below = [u for u in wave.above if unit in _upwards(u, wave)]
        if scope == "area" and below == [unit]:
            continue
        within = [unit] if scope == "team" else below
        found[unit] = {person for person, home in everybody.items() if home in within}
    return {unit: people for unit, people in found.items() if people}


def _upwards(unit: str, wave: Wave) -> list[str]:
    above = wave.above[unit]
    return [unit, *(_upwards(above, wave) if above else [])]


def _everybody(wave: Wave) -> dict[Person, str]:
    named: dict[Person, str] = {(person, 0): home for person, home in wave.homes.items()}
    return named | {
        (unit, place): unit for unit, many in wave.unknown.items() for place in range(1, many + 1)
    }


def _named_pairs(now: Wave, then: Wave) -> dict[Person, Person]:
    paired: dict[Person, Person] = {}
    for who in now.homes:
        for other in then.homes:
            if who == other or (
                who not in then.homes
                and other not in now.homes
                and _own_address(now, who) is not None
                and _own_address(now, who) == _own_address(then, other)
            ):
                paired[who, 0] = (other, 0)
    return paired


def _own_address(wave: Wave, person: str) -> str | None:
    address = wave.addresses.get(person)
    owners = [one for one in wave.homes if wave.addresses.get(one) == address]
    return address if len(owners) == 1 else None


def _unnamed_pairs(now: Wave, then: Wave, paired: Mapping[Person, Person]) -> dict[Person, Person]:
    more: dict[Person, Person] = {}
    for unit in now.above.keys() & then.above.keys():
        here = [person for person, home in _everybody(now).items() if home == unit]
        there = [person for person, home in _everybody(then).items() if home == unit]
        named_here = [person for person in here if person[1] == 0]
        named_there = [person for person in there if person[1] == 0]
        came_back = any(paired.get(person) in named_there for person in named_here)
        if named_here and named_there and not came_back:
            continue
        left = [person for person in here if person not in paired]
        free = [person for person in there if person not in paired.values()]
        more |= _most_pairs(left, free)
    return more


def _most_pairs(left: Sequence[Person], free: Sequence[Person]) -> dict[Person, Person]:
    """As many as can be paired, of each two at least one not named (augmenting paths)."""
    mine: dict[Person, Person] = {}

    def seat(person: Person, tried: set[Person]) -> bool:
        for other in free:
            if other in tried or (person[1] == 0 and other[1] == 0):
                continue
            tried.add(other)
            if other not in mine or seat(mine[other], tried):
                mine[other] = person
                return True
        return False

    for person in left:
        seat(person, set())
    return {person: other for other, person in mine.items()}
