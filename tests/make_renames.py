"""Who was the same from wave to wave: some units get other keys, swap people or lose them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

from analytics.figures.reading import Continued, Keyed
from analytics.published.cells import Scope
from survey.organisation.structure import Unit
from tests.make_waves import PublishedWave

Names = dict[str, str]


def renames(dice: Random, tree: Mapping[str, Unit], waves: int) -> dict[int, Names]:
    """Which unit has another key from some wave on, by wave."""
    if waves < 2 or dice.random() < 0.6:
        return {}
    unit, since = dice.choice(sorted(tree)), dice.randint(1, waves - 1)
    return {at: {unit: f"{unit}-new"} for at in range(since, waves)}


def renamed(one: PublishedWave, names: Names) -> PublishedWave:
    """The same with some units under other keys."""
    units = {
        names.get(key, key): Unit(
            names.get(key, key),
            f"New {unit.name}" if key in names else unit.name,
            names.get(unit.parent or "", unit.parent or "") or None,
        )
        for key, unit in one.units.items()
    }
    cells = [replace(cell, unit=names.get(cell.unit, cell.unit)) for cell in one.cells]
    return PublishedWave(one.wave, units, cells)


def known_of(
    dice: Random, waves: Sequence[PublishedWave], new: Mapping[int, Names]
) -> tuple[list[PublishedWave], Continued]:
    """With which earlier waves each was compared, and whose people were another's then."""
    compared = {one.wave.key: set[str]() for one in waves}
    came_from: dict[tuple[str, str], dict[Keyed, str | None]] = {}
    often = dice.choice((0.0, 0.7, 1.0))
    for earlier, later in combinations(range(len(waves)), 2):
        if dice.random() < often:
            pair = waves[later].wave.key, waves[earlier].wave.key
            compared[pair[0]].add(pair[1])
            came_from[pair] = dict(_others(dice, waves[later], new, (later, earlier)))
    known = [
        one._replace(wave=replace(one.wave, compared=frozenset(compared[one.wave.key])))
        for one in waves
    ]
    return known, came_from


def _others(
    dice: Random, later: PublishedWave, new: Mapping[int, Names], pair: tuple[int, int]
) -> Iterator[tuple[Keyed, str | None]]:
    """Now and then two teams swapped all their people, or one is of other people."""
    now, then = (new.get(at, {}) for at in pair)
    yield from (((now[key], scope), key) for key in {*now} - {*then} for scope in Scope)
    teams = [key for key in later.units if key[0] == "t" and not key.endswith("-new")]
    if len(teams) > 1 and dice.random() < 0.15:
        one, other = dice.sample(teams, 2)
        yield (one, Scope.TEAM), other
        yield (other, Scope.TEAM), dice.choice((one, None))
