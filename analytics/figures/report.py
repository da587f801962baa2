"""Which blocks make the report of one wave, or of all? Read from the store."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from analytics.figures.block import Block, Place, blocks, places_of
from analytics.figures.cells import Cells
from analytics.figures.published_waves import published, seals
from analytics.figures.reading import Keyed, Read, in_order, read_all
from survey.errors import NotFound
from survey.organisation.structure import Unit
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import Wave, WaveUnit

COUNTED = 64
"""So many reports are known by their length."""
Tree = tuple[tuple[str, str, str | None], ...]


def report_blocks(store: Store, *, wave: str | None) -> Iterator[Block]:
    """The report of one wave, or of all when None, oldest first. Errors: NotFound."""
    read, there = _standing(store, waves_of_report(store, wave=wave))
    return blocks(read.cells, read.lines, there, only=wave)


def count_rows(store: Store, *, wave: str | None) -> int:
    """How many rows the report of one wave has, or of all when None, without working it out.

    Errors: NotFound.
    """
    return _counted(store, seals(store), wave)


@lru_cache(maxsize=COUNTED)
def _counted(store: Store, _: object, wave: str | None) -> int:
    """Kept until there is another publication, because none ever changes."""
    waves = [one for one in waves_of_report(store, wave=wave) if wave in {None, one.key}]
    read, there = _standing(store, waves)
    return sum(_rows_in(*pair) for pair in zip(read.cells, there, strict=True))


def _standing(store: Store, waves: Sequence[Wave]) -> tuple[Read, list[Sequence[Place]]]:
    """What some waves published, and the places of each."""
    units = [store.wave_units(one.id) for one in waves]
    numbers = {unit.key: unit.unit for of_wave in units for unit in of_wave}
    read = read_all(store, waves, numbers)
    return read, _there(units, read.places)


def _rows_in(of: Cells, there: Sequence[Place]) -> int:
    order = np.array([place.number for place in there if of.places[place.number]], dtype=np.int64)
    return sum(int(of.present(one)[order].sum()) for one in of.wave.measures.values())


def waves_of_report(store: Store, *, wave: str | None) -> list[Wave]:
    """The waves that the report of one, or of all when None, is worked out from. Errors: NotFound.

    Of one wave the earlier ones too, because changes are since them.
    """
    waves = in_order(published(store))
    if wave is None:
        return waves
    keys = [one.key for one in waves]
    if wave not in keys:
        store.wave(wave)
        raise NotFound(sentence("refused.missing.figures", wave=wave))
    return waves[: keys.index(wave) + 1]


def _there(
    units: Sequence[Sequence[WaveUnit]], numbered: Mapping[Keyed, int]
) -> list[Sequence[Place]]:
    """The places of each wave; most waves have the tree of the one before."""
    trees: list[Tree] = [tuple((u.key, u.name, u.parent) for u in of_wave) for of_wave in units]
    found = {
        tree: places_of({key: Unit(key, name, parent) for key, name, parent in tree}, numbered)
        for tree in dict.fromkeys(trees)
    }
    return [found[tree] for tree in trees]
