"""What HR sees of the instrument: can it be trusted, what goes with it, and who takes part."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.cells import MeasureKind, Participation, Scope
from analytics.drivers import weighted_by_room
from analytics.kept_cells import figure_of
from analytics.quality import HOME, Quality, drivers_of, qualities
from analytics.reports import by_wave, closed_wave, published
from analytics.wave_cells import WaveCells
from survey.errors import NotFound
from survey.instrument import Instrument
from survey.organisation import Unit, in_tree_order
from survey.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.waves import Wave


@dataclass(frozen=True, slots=True)
class GoesWith:
    """One construct: its part of how people of a team differ in feeling at home, with its interval.

    `score` is the organisation's published score, `weight` the importance times room to improve;
    None where the score is not shown.
    """

    name: str
    importance: float
    low: float
    high: float
    score: float | None
    weight: float | None


@dataclass(frozen=True, slots=True)
class QualityReport:
    """The instrument in one wave; `goes_with`, most weight first, is () where nothing is said."""

    instrument: str
    scales: tuple[tuple[str, Quality], ...]
    statements: dict[str, str]
    goes_with: tuple[GoesWith, ...]
    explained: float | None


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Who took part, unit by unit (name, depth): a band a wave, None where there is none."""

    waves: tuple[str, ...]
    units: tuple[tuple[str, int, tuple[Participation | None, ...]], ...]


def waves_to_look_at(store: Store, *, viewer: Viewer) -> dict[str, str]:
    """The published waves by key, newest first, with their names. Errors: NotAllowed."""
    check_is_hr(viewer)
    return {wave.key: wave.name for wave in reversed(published(store))}


def quality_report(store: Store, *, viewer: Viewer, wave: str) -> QualityReport:
    """What one wave says of its instrument. Errors: NotAllowed, NotFound."""
    check_is_hr(viewer)
    found = next((one for one in published(store) if one.key == wave), None)
    if found is None:
        raise NotFound("There is no such wave.")
    figures, instrument = store.diagnostics(found.id), found.instrument
    names = {c.id: c.name for c in (*instrument.composites, *instrument.constructs)}
    told = drivers_of(figures, instrument)
    return QualityReport(
        instrument=instrument.name,
        scales=tuple((names[one.composite], one) for one in qualities(figures, instrument)),
        statements={item.id: item.text for item in instrument.statements},
        goes_with=_goes_with(store, found, instrument) if told else (),
        explained=told[1].r2 if told else None,
    )


def _goes_with(store: Store, wave: Wave, instrument: Instrument) -> tuple[GoesWith, ...]:
    told = drivers_of(store.diagnostics(wave.id), instrument)
    assert told is not None, "asked only where something was told"
    names = {c.id: c.name for c in instrument.constructs if c.id != HOME}
    root = _root(store, wave)
    rows = []
    for construct, part in zip(told[0], told[1].parts, strict=True):
        score = root.score(construct) if root else None
        points = score.tenths / 10 if score else None
        weight = None if points is None else weighted_by_room(part.importance, points)
        rows.append(
            GoesWith(names[construct], part.importance, part.low, part.high, points, weight)
        )
    return tuple(sorted(rows, key=lambda row: -(row.weight or 0.0)))


def _root(store: Store, wave: Wave) -> WaveCells | None:
    """What the wave published about the organisation as a whole."""
    root = next(unit.key for unit in store.wave_units(wave.id) if unit.parent is None)
    rows = store.cells(waves=[wave.id], units=[root])
    waves = {wave.id: closed_wave(store, wave)}
    found = by_wave(rows, root, Scope.AREA, waves) or by_wave(rows, root, Scope.TEAM, waves)
    return found[0] if found else None


def taking_part(store: Store, *, viewer: Viewer, most: int = 6) -> TakingPart:
    """Participation of every unit over the latest waves, oldest first. Errors: NotAllowed."""
    check_is_hr(viewer)
    waves = published(store)[-most:]
    kinds = [MeasureKind.PARTICIPATION.value]
    rows = store.cells(waves=[wave.id for wave in waves], kinds=kinds) if waves else []
    bands = {
        (row.unit, row.scope, row.wave): found
        for row in rows
        if isinstance(found := figure_of(row), Participation)
    }
    areas = {row.unit for row in rows if row.scope == Scope.AREA.value}
    asked = {row.unit for row in rows}
    return TakingPart(
        waves=tuple(wave.name for wave in waves),
        units=tuple(
            (unit.name, depth, tuple(bands.get((unit.key, scope.value, w.id)) for w in waves))
            for unit, depth in _with_depth(in_tree_order(store.units()))
            if unit.key in asked
            for scope in [Scope.AREA if unit.key in areas else Scope.TEAM]
        ),
    )


def _with_depth(ordered: Sequence[Unit]) -> list[tuple[Unit, int]]:
    """Units in tree order, each with how far below the organisation it stands."""
    depth: dict[str | None, int] = {None: -1}
    for unit in ordered:
        depth[unit.key] = depth[unit.parent] + 1
    return [(unit, depth[unit.key]) for unit in ordered]
