"""May this viewer look at a unit's trend, and which published cells is it made of?"""

from collections.abc import Mapping
from functools import lru_cache

from analytics.figures.like_with_like import rests_on_statements
from analytics.figures.published_waves import by_wave, closed_wave, published
from analytics.figures.wave_cells import ClosedWave, WaveCells, in_order
from analytics.published.cells import MeasureKind, Scope
from analytics.reports.median_team import middle_of
from analytics.reports.trend import Above, Trend, trend
from survey.organisation.permissions import Viewer, check_may_see
from survey.organisation.structure import above
from survey.store import Store


def trend_of(store: Store, *, unit: str, viewer: Viewer) -> Trend:
    """Belonging and alignment of a unit over its waves, with the area above and the organisation.

    A unit with units below it is shown as an area, any other as a team. Errors: NotFound.
    """
    units = store.units()
    check_may_see(viewer, unit, units)
    waves = {wave.id: closed_wave(store, wave) for wave in published(store)}
    is_area = any(one.parent == unit for one in units.values())
    scope = Scope.AREA if is_area else Scope.TEAM
    own = in_order(by_wave(store.cells(units=[unit]), unit, scope, waves))
    chain = above(unit, units)
    around = [key for key in dict.fromkeys([*chain[1:2], *chain[-1:]]) if key != unit]
    with_items = rests_on_statements(own)
    context = [
        Above(units[key].name, found)
        for key in around
        if (found := _around(store, key, tuple(waves), with_items=with_items))
    ]
    of_all = unit == chain[-1] and own and is_area
    middle = middle_of(store, _number(waves, own[-1])) if of_all else None
    return trend(units[unit].name, own, context=context, middle=middle)


def _number(waves: Mapping[int, ClosedWave], unit: WaveCells) -> int:
    return next(number for number, wave in waves.items() if wave.key == unit.wave.key)


@lru_cache(maxsize=1024)
def _around(store: Store, area: str, _: tuple[int, ...], *, with_items: bool) -> list[WaveCells]:
    """An area's composites over the published waves, kept until there is another wave.

    With its statements too, where those who look at it need more than the composites.
    """
    waves = {wave.id: closed_wave(store, wave) for wave in published(store)}
    kinds = [MeasureKind.COMPOSITE.value, *([MeasureKind.ITEM.value] if with_items else [])]
    return by_wave(store.cells(units=[area], kinds=kinds), area, Scope.AREA, waves)
