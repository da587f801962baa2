"""Builders of published waves: defaults for everything, so a test spells out only what matters."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from analytics.arrays import NOWHERE, Ints
from analytics.disclosure.composites import composite_of
from analytics.figures.cells import Cells, cells_of
from analytics.figures.measures import ClosedWave
from analytics.figures.reading import Read, lines_of
from analytics.figures.unit import UnitFigures
from analytics.published.cells import Band, Cell, Figure, Hidden, Participation, Scope, Score
from analytics.published.kept_cells import row_of
from analytics.reports.unit_view import Above, UnitView
from survey.organisation.structure import Unit
from survey.questionnaire.instrument import Instrument, Item, Kind, Named
from survey.store.report_cells import NUMBERS, SCHEMA

FIRST = date(2026, 1, 5)
EIGHT_OR_NINE = Band(8, 9)
ASKED = ("BEL1", "BEL2", "RSP1", "RSP2", "PUR1", "PUR2", "OWN1", "OWN2")
COMPOSITES = {"BEL": "belonging", "RSP": "belonging", "PUR": "alignment", "OWN": "alignment"}


def item(key: str) -> Item:
    """A statement, two-scope statement (SCO...) or sign (SGN...) by its id."""
    kind = Kind.SIGN if key.startswith("SGN") else Kind.AGREE5
    return Item(key, kind, key[:3], COMPOSITES.get(key[:3]), "we", False, f"Text of {key}.", "")


def instrument(asked: Sequence[str] = (*ASKED, "SCO1", "SGN1", "SGN2")) -> Instrument:
    """Two composites of two constructs each, two statements per construct, and two signs."""
    return Instrument(
        key="tiny",
        version=1,
        name="Tiny",
        stem="Thinking of the last four weeks",
        scale=("1", "2", "3", "4", "5"),
        cannot_say="Can't say",
        items=tuple(item(key) for key in asked),
        constructs=tuple(Named(key, f"Name of {key}") for key in (*COMPOSITES, "SCO", "SGN")),
        composites=(Named("belonging", "Belonging"), Named("alignment", "Alignment")),
    )


def closed_wave(
    at: int = 0, *, asked: Instrument | None = None, spreads: Mapping[str, float] | None = None
) -> ClosedWave:
    """The wave number `at`, four weeks after the one before."""
    opened = FIRST + timedelta(weeks=4 * at)
    return ClosedWave(
        key=f"w{at}",
        name=f"Pulse {at + 1}",
        opened=opened,
        closed=opened + timedelta(days=7),
        k=5,
        instrument=asked or instrument(),
        spreads=spreads or {},
    )


def score(points: float, *, people: Band = EIGHT_OR_NINE, step: int = 5) -> Score:
    """A shown score of `points`."""
    return Score(round(points * 10), people, step)


def figures(
    wave: ClosedWave,
    *,
    belonging: float | None = 60,
    alignment: float | None = 60,
    invited: int = 11,
    people: Band = EIGHT_OR_NINE,
    signs: float = 30,
) -> dict[str, Figure]:
    """What a unit publishes: every statement of a composite at its score, None withholds them."""
    points = {"belonging": belonging, "alignment": alignment}
    found: dict[str, Figure] = {}
    for asked in wave.instrument.items:
        value = signs if asked.kind is Kind.SIGN else points.get(asked.composite or "", 50)
        found[asked.id] = Hidden() if value is None else score(value, people=people)
    for composite in wave.instrument.composites:
        behind = [i.id for i in wave.instrument.items if i.composite == composite.id]
        if behind:
            found[composite.id] = composite_of([found[item] for item in behind])
    found["participation"] = Participation(invited, Band(75, 100))
    return found


class WaveCells(NamedTuple):
    """What one wave published of one unit in one scope."""

    wave: ClosedWave
    scope: Scope
    cells: Mapping[str, Figure]


def wave_cells(at: int = 0, *, asked: Instrument | None = None, **said: object) -> WaveCells:
    """The figures of one unit in wave number `at`; `said` as in figures()."""
    wave = closed_wave(at, asked=asked)
    return WaveCells(wave, Scope.TEAM, figures(wave, **said))  # type: ignore[arg-type]


def read(*units: Sequence[WaveCells]) -> Read:
    """Units t1, t2, ... over the waves of the first; one that lacks a wave has nothing there."""
    waves = [of.wave for of in units[0]]
    by_wave = [{of.wave.key: of for of in one} for one in units]
    scopes = [one[-1].scope for one in units]
    places = {(f"t{at}", scope): at - 1 for at, scope in enumerate(scopes, start=1)}
    numbers = _standing(scopes)
    cells = [
        cells_of(wave, _table(wave, [of.get(wave.key) for of in by_wave]), numbers, len(units))
        for wave in waves
    ]
    return Read(cells, places, lines_of(cells, places, {}))


def _table(wave: ClosedWave, units: Sequence[WaveCells | None]) -> pa.Table:
    there = [(at, of) for at, of in enumerate(units) if of is not None]
    return pa.concat_tables([as_columns(wave, at, of.scope, of.cells) for at, of in there])


def unit(waves: Sequence[WaveCells], *, name: str = "Harbour") -> UnitFigures:
    """One unit over its waves, oldest first."""
    found = read(waves).unit("t1", scope=waves[-1].scope, name=name)
    assert found is not None, "there is a cell"
    return found


def view(
    waves: Sequence[WaveCells],
    *,
    name: str = "Harbour",
    area: Sequence[WaveCells] = (),
    area_name: str = "Harbours",
) -> UnitView:
    """One unit over its waves, below an area where that is given."""
    both = read(waves, area) if area else read(waves)
    found = both.unit("t1", scope=waves[-1].scope, name=name)
    assert found is not None, "there is a cell"
    count = len(found.waves)
    above = (Above(("t2",) * count, (area_name,) * count),) if area else ()
    return UnitView(found, both, above, (name,) * count)


def _standing(scopes: Sequence[Scope]) -> Ints:
    """Each unit in one scope and in the place where it stands here."""
    places = np.full((len(scopes), 2), NOWHERE)
    for at, scope in enumerate(scopes):
        places[at, int(scope is Scope.AREA)] = at
    return places


def columns(wave: ClosedWave, units: Sequence[WaveCells]) -> Cells:
    """Units in one wave, each in the place where it stands here."""
    places = _standing([of.scope for of in units])
    tables = [as_columns(wave, at, of.scope, of.cells) for at, of in enumerate(units)]
    return cells_of(wave, pa.concat_tables(tables), places, len(units))


def as_columns(
    wave: ClosedWave, number: int, scope: Scope, cells: Mapping[str, Figure]
) -> pa.Table:
    """A unit's cells as survey.store.report_cells gives them."""
    found = [
        row_of(Cell("any", scope, measure, wave.measures[measure].kind, figure), 1)
        for measure, figure in cells.items()
        if measure in wave.measures
    ]
    rows = [
        {
            "unit": number,
            "area": scope is Scope.AREA,
            **{name: getattr(row, name) for name in ("measure", "shown", "shares", *NUMBERS)},
        }
        for row in found
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


class PublishedWave(NamedTuple):
    """A wave, the tree as it stood in it, and everything it published."""

    wave: ClosedWave
    units: Mapping[str, Unit]
    cells: Sequence[Cell]


def published(
    at: int = 0, *, names: Mapping[str, str] | None = None, **said: object
) -> PublishedWave:
    """A wave of a root with two teams, t1 and t2, all with the same figures."""
    wave = closed_wave(at)
    named = {"root": "Northwind", "t1": "Harbour", "t2": "Kitchen", **(names or {})}
    units = {key: Unit(key, name, None if key == "root" else "root") for key, name in named.items()}
    cells = [
        Cell(unit, scope, measure, wave.measures[measure].kind, figure)
        for unit, scope in (("t2", Scope.TEAM), ("t1", Scope.TEAM), ("root", Scope.AREA))
        for measure, figure in figures(wave, **said).items()  # type: ignore[arg-type]
    ]
    return PublishedWave(wave, units, cells)
