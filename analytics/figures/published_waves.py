"""Which waves are published, and what did each publish about a unit?"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from analytics.figures.wave_cells import ClosedWave, WaveCells
from analytics.published.cells import Figure, Scope
from analytics.published.diagnostics import SPREAD, omegas_of
from analytics.published.kept_cells import figure_of
from survey.store import CellRow, Store
from survey.waves.wave import State, Wave


def by_wave(
    rows: Iterable[CellRow], unit: str, scope: Scope, waves: Mapping[int, ClosedWave]
) -> list[WaveCells]:
    """One unit's figures, wave by wave; a wave published since `waves` was read waits its turn."""
    figures: dict[int, dict[str, Figure]] = {}
    for row in rows:
        if row.wave in waves and row.unit == unit and row.scope == scope.value:
            figures.setdefault(row.wave, {})[row.measure] = figure_of(row)
    return [WaveCells(waves[wave], scope, cells) for wave, cells in figures.items()]


def published(store: Store) -> list[Wave]:
    """The waves that have a publication, oldest first."""
    return [wave for wave in store.waves() if wave.state is State.PUBLISHED]


@lru_cache(maxsize=256)
def closed_wave(store: Store, wave: Wave) -> ClosedWave:
    """What is fixed about a published wave; kept, because a publication never changes."""
    figures = store.diagnostics(wave.id)
    return ClosedWave(
        key=wave.key,
        name=wave.name,
        opened=wave.opened_on,
        closed=wave.closed_on,
        k=wave.k,
        instrument=wave.instrument,
        spreads={
            name.removeprefix(SPREAD): value
            for name, value in figures.items()
            if name.startswith(SPREAD)
        },
        omegas=omegas_of(figures, wave.instrument),
    )
