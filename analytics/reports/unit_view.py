"""What was published about one unit and its area, wave by wave: what team pages are made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.figures.published_waves import by_wave, closed_wave, published
from analytics.figures.wave_cells import WaveCells, in_order
from analytics.published.cells import Scope
from survey.errors import NotFound
from survey.organisation.permissions import Viewer, check_may_see
from survey.organisation.structure import above
from survey.store import Store
from survey.text import sentence


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit over its waves, oldest first; `area` is the unit above over the same waves.

    A unit with units below it is seen as an area, any other as a team.
    """

    unit: str
    name: str
    scope: Scope
    waves: tuple[WaveCells, ...]
    area: str | None
    area_waves: Mapping[str, WaveCells]

    def until(self, wave: str) -> "UnitView":
        """The same unit as it stood at a wave. Errors: NotFound."""
        keys = [cells.wave.key for cells in self.waves]
        if wave not in keys:
            raise NotFound(sentence("refused.missing.wave"))
        there = self.waves[: keys.index(wave) + 1]
        return UnitView(self.unit, self.name, self.scope, there, self.area, self.area_waves)


def view_of(store: Store, *, unit: str, viewer: Viewer) -> UnitView:
    """All that was published about a unit, and about the unit above. Errors: NotFound."""
    units = store.units()
    check_may_see(viewer, unit, units)
    waves = {wave.id: closed_wave(store, wave) for wave in published(store)}
    chain = above(unit, units)
    parent = chain[1] if len(chain) > 1 else None
    is_area = any(one.parent == unit for one in units.values())
    rows = store.cells(units=[unit] if parent is None else [unit, parent])
    own = by_wave(rows, unit, Scope.AREA if is_area else Scope.TEAM, waves)
    around = by_wave(rows, parent, Scope.AREA, waves) if parent else []
    return UnitView(
        unit=unit,
        name=units[unit].name,
        scope=Scope.AREA if is_area else Scope.TEAM,
        waves=tuple(in_order(own)),
        area=units[parent].name if parent else None,
        area_waves={w.wave.key: w for w in around},
    )
