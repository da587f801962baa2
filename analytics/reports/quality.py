"""What HR sees of the instrument: can it be trusted, and what goes with it."""

from dataclasses import dataclass

from analytics.figures.published_waves import by_wave, closed_wave, published
from analytics.figures.wave_cells import WaveCells
from analytics.published.cells import Scope
from analytics.published.diagnostics import Quality, drivers_of, qualities
from analytics.statistics.drivers import weighted_by_room
from survey.errors import NotFound
from survey.organisation.permissions import Viewer, check_is_hr
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.parts import TWO_SCOPES
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import Wave


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


def waves_to_look_at(store: Store, *, viewer: Viewer) -> dict[str, str]:
    """The published waves by key, newest first, with their names. Errors: NotAllowed."""
    check_is_hr(viewer)
    return {wave.key: wave.name for wave in reversed(published(store))}


def quality_report(store: Store, *, viewer: Viewer, wave: str) -> QualityReport:
    """What one wave says of its instrument. Errors: NotAllowed, NotFound."""
    check_is_hr(viewer)
    found = next((one for one in published(store) if one.key == wave), None)
    if found is None:
        raise NotFound(sentence("refused.missing.wave"))
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
    names = {c.id: c.name for c in instrument.constructs if c.id != TWO_SCOPES}
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
