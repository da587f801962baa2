"""Builders of published waves: defaults for everything, so a test spells out only what matters."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from analytics.figures.constructs import mean_of, shown_scores
from analytics.figures.report_rows import PublishedWave
from analytics.figures.wave_cells import ClosedWave, WaveCells
from analytics.published.cells import Band, Cell, Figure, Hidden, Participation, Scope, Score
from survey.organisation.structure import Unit
from survey.questionnaire.instrument import Instrument, Item, Kind, Named

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
            shown = list(shown_scores(found, behind).values())
            found[composite.id] = mean_of(shown) if shown else Hidden()
    found["participation"] = Participation(invited, Band(75, 100))
    return found


def wave_cells(at: int = 0, *, asked: Instrument | None = None, **said: object) -> WaveCells:
    """The figures of one unit in wave number `at`; `said` as in figures()."""
    wave = closed_wave(at, asked=asked)
    return WaveCells(wave, Scope.TEAM, figures(wave, **said))  # type: ignore[arg-type]


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
