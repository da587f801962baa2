"""What HR sees of the instrument: what was checked, and what goes with feeling at home."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.figures.published_waves import published
from analytics.figures.reading import read_units
from analytics.published.cells import Scope
from analytics.published.diagnostics import Quality, drivers_of, qualities
from analytics.statistics.drivers import Drivers, Part, beyond_chance, is_clear, weighted_by_room
from survey.errors import NotFound
from survey.organisation.permissions import Viewer, check_is_hr
from survey.questionnaire.spoken import spoken
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import Wave


@dataclass(frozen=True, slots=True)
class GoesWith:
    """One construct: its part of how people of a team differ in feeling at home, with its interval.

    What chance alone would give is taken off. `score` is the organisation's published score,
    `weight` the importance times room to improve; None where the score is not shown.
    """

    name: str
    importance: float
    low: float
    high: float
    score: float | None
    weight: float | None


@dataclass(frozen=True, slots=True)
class QualityReport:
    """The instrument in one wave; `goes_with`, most weight first, is () where nothing is said.

    `explained` is the adjusted share of all constructs together, 0 to 1; 0 where it cannot be told
    from chance, None where too few answered. `unclear` names those that cannot be told from it.
    """

    instrument: str
    scales: tuple[tuple[str, Quality], ...]
    statements: dict[str, str]
    goes_with: tuple[GoesWith, ...]
    explained: float | None
    unclear: tuple[str, ...]


def waves_to_look_at(store: Store, *, viewer: Viewer) -> dict[str, str]:
    """The published waves by key, newest first, with their names. Errors: NotAllowed."""
    check_is_hr(viewer)
    return {wave.key: wave.name for wave in reversed(published(store))}


def quality_report(store: Store, *, viewer: Viewer, wave: str, language: str) -> QualityReport:
    """What a wave says of its instrument, in a reader's language. Errors: NotAllowed, NotFound."""
    check_is_hr(viewer)
    found = next((one for one in published(store) if one.key == wave), None)
    if found is None:
        raise NotFound(sentence("refused.missing.wave"))
    figures, instrument = store.diagnostics(found.id), spoken(found.instrument, language)
    names = {c.id: c.name for c in (*instrument.composites, *instrument.constructs)}
    told = drivers_of(figures, instrument)
    parts = dict(zip(told[0], beyond_chance(told[1]), strict=True)) if told else {}
    goes_with = _goes_with(_root(store, found), parts, names)
    return QualityReport(
        instrument=instrument.name,
        scales=tuple((names[one.composite], one) for one in qualities(figures, instrument)),
        statements={item.id: item.text for item in instrument.statements},
        goes_with=goes_with,
        explained=_explained(told[1]) if told else None,
        unclear=tuple(names[construct] for construct, part in parts.items() if part is None),
    )


def _explained(found: Drivers) -> float:
    return found.adjusted if is_clear(found) else 0.0


def _goes_with(
    root: Mapping[str, float], parts: Mapping[str, Part | None], names: Mapping[str, str]
) -> tuple[GoesWith, ...]:
    rows = []
    for construct, part in parts.items():
        if part is None:
            continue
        points = root.get(construct)
        weight = None if points is None else weighted_by_room(part.importance, points)
        rows.append(
            GoesWith(names[construct], part.importance, part.low, part.high, points, weight)
        )
    return tuple(sorted(rows, key=lambda row: -(row.weight or 0.0)))


def _root(store: Store, wave: Wave) -> Mapping[str, float]:
    """The shown scores of the organisation as a whole in a wave, by measure."""
    root = next(unit.key for unit in store.wave_units(wave.id) if unit.parent is None)
    read = read_units(store, [root]).until(wave.key)
    scopes = (read.unit(root, scope=scope, name=root) for scope in (Scope.AREA, Scope.TEAM))
    of = next((one for one in scopes if one), None)
    asked = wave.instrument.constructs if of else ()
    known = {one.id: of.estimate(one.id) for one in asked if of and one.id in of.waves[-1].measures}
    return {name: estimate.score for name, estimate in known.items() if estimate}
