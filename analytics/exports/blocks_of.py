"""Which blocks make the report of one wave, or of all? Read wave by wave from the store."""

from collections.abc import Iterator, Sequence

from analytics.cells import Scope
from analytics.exports.block import Block, Known, block, places
from analytics.exports.grid import grid
from analytics.exports.last_shown import LastShown
from analytics.reports import closed_wave, waves_of_report
from survey.organisation import Unit
from survey.store import Store
from survey.store.report_cells import report_cells
from survey.waves import Wave


def blocks(store: Store, *, wave: str | None) -> Iterator[Block]:
    """The report of one wave, or of all when None, as tidy.rows says it. Errors: NotFound."""
    waves = waves_of_report(store, wave=wave)
    ordered = sorted(waves, key=lambda one: (one.opened_on, one.key))
    found = zip(ordered, _blocks(store, ordered), strict=True)
    return (of for one, of in found if wave in {None, one.key})


def _blocks(store: Store, waves: Sequence[Wave]) -> Iterator[Block]:
    known: Known = {}
    units = {wave.id: store.wave_units(wave.id) for wave in waves}
    there = {
        wave: places({u.key: Unit(u.key, u.name, u.parent) for u in found}, known)
        for wave, found in units.items()
    }
    last = LastShown(len(known))
    for wave in waves:
        numbers = {
            (unit.unit, scope is Scope.AREA): known[unit.key, scope]
            for unit in units[wave.id]
            for scope in Scope
        }
        cells = report_cells(store, wave.id)
        now = grid(closed_wave(store, wave), cells, numbers, len(known))
        yield block(now, there[wave.id], last)
