"""May this viewer look, which published cells, and what does the page or file need of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from analytics.closing.publication import SPREAD
from analytics.closing.quality import omegas_of
from analytics.disclosure.rounding import participation_band_from
from analytics.figures import report_rows as tidy
from analytics.figures.like_with_like import rests_on_statements
from analytics.figures.wave_cells import ClosedWave, WaveCells, in_order
from analytics.published.cells import Band, Cell, Figure, MeasureKind, Scope
from analytics.published.kept_cells import cell_of, figure_of
from analytics.reports.median_team import middle_of
from analytics.reports.trend import Above, Trend, trend
from survey.errors import NotFound
from survey.organisation.permissions import Viewer, check_is_hr, check_may_see
from survey.organisation.structure import Unit, above
from survey.store import CellRow, Store
from survey.waves.wave import State, Wave


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


def participation_so_far(wave: Wave) -> Band | None:
    """The whole-organisation band last noted while a wave is open, in per cent."""
    if wave.state is not State.OPEN or wave.participation_from is None or not wave.invited:
        return None
    return participation_band_from(wave.participation_from, wave.invited)


def report_rows(store: Store, *, wave: str | None) -> Iterable[tidy.Row]:
    """The report of one wave, or of all when None; changes are since earlier waves either way.

    Errors: NotFound when the wave has no publication.
    """
    rows = tidy.rows(_with_cells(store, waves_of_report(store, wave=wave)))
    return rows if wave is None else (row for row in rows if row.wave == wave)


def waves_of_report(store: Store, *, wave: str | None) -> list[Wave]:
    """The waves that the report of one, or of all when None, is worked out from. Errors: NotFound.

    Of one wave the earlier ones too, because changes are since them.
    """
    waves = published(store)
    if wave is None:
        return waves
    chosen = next((w for w in waves if w.key == wave), None)
    if chosen is None:
        store.wave(wave)
        raise NotFound(f"Wave “{wave}” has no figures yet; they come when it is closed.")
    return waves[: waves.index(chosen) + 1]


def report_for(store: Store, *, viewer: Viewer, wave: str | None) -> Iterable[tidy.Row]:
    """The report as HR takes it. Errors: NotAllowed, NotFound."""
    check_is_hr(viewer)
    return report_rows(store, wave=wave)


def _with_cells(store: Store, waves: Sequence[Wave]) -> Iterator[tidy.PublishedWave]:
    for wave in waves:
        units = {u.key: Unit(u.key, u.name, u.parent) for u in store.wave_units(wave.id)}
        yield tidy.PublishedWave(closed_wave(store, wave), units, _cells(store, wave))


def _cells(store: Store, wave: Wave) -> list[Cell]:
    return [cell_of(row) for row in store.cells(waves=[wave.id])]
