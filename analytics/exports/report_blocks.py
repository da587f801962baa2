"""Which blocks make the report of one wave, or of all? Read wave by wave from the store."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from analytics.exports.report import waves_of_report
from analytics.figures.block import SCOPES, Block, Known, Place, block, places
from analytics.figures.grid import grid
from analytics.figures.last_shown import LastShown
from analytics.figures.published_waves import closed_wave
from analytics.published.cells import Scope
from survey.organisation.structure import Unit
from survey.store import Store
from survey.store.report_cells import report_cells
from survey.waves.wave import Wave

Tree = tuple[tuple[int, str, str, str | None], ...]


class _Standing(NamedTuple):
    """The places of a tree in the order of a report, and their numbers by unit and whether area."""

    places: Sequence[Place]
    numbers: Mapping[tuple[int, bool], int]


def blocks(store: Store, *, wave: str | None) -> Iterator[Block]:
    """The report of one wave, or of all when None, as tidy.rows says it. Errors: NotFound."""
    waves = waves_of_report(store, wave=wave)
    ordered = sorted(waves, key=lambda one: (one.opened_on, one.key))
    found = zip(ordered, _blocks(store, ordered), strict=True)
    return (of for one, of in found if wave in {None, one.key})


def _blocks(store: Store, waves: Sequence[Wave]) -> Iterator[Block]:
    known: Known = {}
    trees = [_tree(store, wave) for wave in waves]
    # Most waves have the tree of the one before, and numbering a tree takes its time.
    there = {tree: _there(tree, known) for tree in dict.fromkeys(trees)}
    last = LastShown(len(known))
    for wave, tree in zip(waves, trees, strict=True):
        standing = there[tree]
        cells = report_cells(store, wave.id)
        now = grid(closed_wave(store, wave), cells, standing.numbers, len(known))
        yield block(now, standing.places, last)


def _tree(store: Store, wave: Wave) -> Tree:
    """The units of a wave as far as a report tells them; how many were invited is in the cells."""
    return tuple((u.unit, u.key, u.name, u.parent) for u in store.wave_units(wave.id))


def _there(tree: Tree, known: Known) -> _Standing:
    found = places({key: Unit(key, name, parent) for _, key, name, parent in tree}, known)
    numbers = {
        (unit, scope is Scope.AREA): known[key, scope]
        for unit, key, _, _ in tree
        for scope in SCOPES
    }
    return _Standing(found, numbers)
