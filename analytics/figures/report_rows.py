"""The report in its tidy form: one row per wave, unit, scope and measure, from published cells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from analytics.figures.constructs import construct_figure
from analytics.figures.report_columns import Points, Row
from analytics.figures.timeline import steps
from analytics.figures.wave_cells import (
    ClosedWave,
    Measure,
    WaveCells,
    band_text,
    participation_text,
)
from analytics.published.cells import Cell, Figure, Hidden, MeasureKind, Participation, Scope, Score
from analytics.statistics.change import Change, Verdict
from analytics.statistics.intervals import Estimate, interval
from survey.organisation.structure import Unit, above, in_tree_order
from survey.questionnaire.scale import sides

Decided = dict[str, WaveCells]

MEANS = (MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT)
"""The kinds given to one decimal; single statements and signs are whole numbers."""


class Figures(NamedTuple):
    """The columns of a row from n_invited to unfavourable_pct; all empty when withheld."""

    n_invited: int | None = None
    n_band: str | None = None
    participation_band: str | None = None
    score: Points | None = None
    interval_low: Points | None = None
    interval_high: Points | None = None
    favourable_pct: int | None = None
    neutral_pct: int | None = None
    unfavourable_pct: int | None = None


class Changed(NamedTuple):
    """The columns of a row that say what changed; empty where nothing can be compared."""

    change_since_previous: Points | None = None
    change_low: Points | None = None
    change_high: Points | None = None
    change_verdict: Verdict | None = None


WITHHELD, UNCHANGED = Figures(), Changed()


@dataclass(frozen=True, slots=True)
class PublishedWave:
    """A wave, the tree as it stood in it, and everything it published."""

    wave: ClosedWave
    units: Mapping[str, Unit]
    cells: Iterable[Cell]


def rows(waves: Iterable[PublishedWave]) -> Iterator[Row]:
    """The report of some waves, by opening, tree, scope (team, then area) and measure.

    A change is since the last wave among these that showed the same unit, scope and measure, over
    the statements both share; the measures of one kind of one unit, scope and wave are one family
    of tests, so that composites read as on the trend page.
    """
    last_shown: dict[tuple[str, Scope], Decided] = {}
    for published in sorted(waves, key=lambda p: (p.wave.opened, p.wave.key)):
        by_unit = _cells_by_unit(published)
        for unit in in_tree_order(published.units):
            level = len(above(unit.key, published.units)) - 1
            for scope in Scope:
                cells = by_unit.get((unit.key, scope))
                if cells is not None:
                    of_unit = last_shown.setdefault((unit.key, scope), {})
                    yield from _rows_of_unit(unit, level, cells, of_unit)


def _cells_by_unit(published: PublishedWave) -> dict[tuple[str, Scope], WaveCells]:
    figures: dict[tuple[str, Scope], dict[str, Figure]] = {}
    for cell in published.cells:
        figures.setdefault((cell.unit, cell.scope), {})[cell.measure] = cell.figure
    for found in figures.values():
        found.update(_constructs(published.wave, found))
    return {key: WaveCells(published.wave, key[1], found) for key, found in figures.items()}


def _constructs(wave: ClosedWave, cells: Mapping[str, Figure]) -> dict[str, Figure]:
    return {
        measure.id: construct_figure(cells, measure.items)
        for measure in wave.of_kind(MeasureKind.CONSTRUCT)
        if any(item in cells for item in measure.items)
    }


def _rows_of_unit(unit: Unit, level: int, now: WaveCells, last_shown: Decided) -> Iterator[Row]:
    wave = now.wave
    found = [measure for measure in wave.measures.values() if measure.id in now.cells]
    for _, family in groupby(found, key=attrgetter("kind")):
        for measure, change in _with_changes(list(family), now, last_shown):
            yield Row(
                wave.key,
                wave.name,
                wave.opened,
                wave.closed,
                unit.key,
                unit.name,
                unit.parent,
                now.scope,
                level,
                measure.id,
                measure.kind,
                measure.text,
                measure.composite,
                *_figures(now, measure),
                *(_changed(change, measure.kind) if change else UNCHANGED),
                "no" if isinstance(now.cells[measure.id], Hidden) else "yes",
            )


def _with_changes(
    family: Sequence[Measure], now: WaveCells, last_shown: Decided
) -> list[tuple[Measure, Change | None]]:
    """Each measure with its change; what is shown now is the "before" of the next wave."""
    befores = [last_shown.get(measure.id) for measure in family]
    found = [step.change if step else None for step in steps(befores, now, family)]
    last_shown.update({measure.id: now for measure in family if now.score(measure.id)})
    return list(zip(family, found, strict=True))


def _figures(now: WaveCells, measure: Measure) -> Figures:
    match now.cells[measure.id]:
        case Hidden():
            return WITHHELD
        case Participation(invited=invited) as participation:
            return Figures(n_invited=invited, participation_band=participation_text(participation))
        case Score() as score:
            known = now.estimate(measure)
            assert known is not None, "a shown score has an estimate"
            return _of_score(score, known, measure.kind)


@lru_cache(maxsize=1 << 16)
def _of_score(score: Score, known: Estimate, kind: MeasureKind) -> Figures:
    """Remembered, because published figures are coarse: few different ones fill a report."""
    ends = interval(known)
    unfavourable, neutral, favourable = distribution(score.shares)
    return Figures(
        n_band=band_text(score.people),
        score=_points(known.score, kind),
        interval_low=_points(ends.low, kind),
        interval_high=_points(ends.high, kind),
        favourable_pct=favourable,
        neutral_pct=neutral,
        unfavourable_pct=unfavourable,
    )


def _changed(change: Change, kind: MeasureKind) -> Changed:
    return Changed(
        _points(change.difference, kind),
        _points(change.low, kind),
        _points(change.high, kind),
        change.verdict,
    )


def _points(points: float, kind: MeasureKind) -> Points:
    """Rounded once, for display; adding 0.0 turns -0.0 into 0.0."""
    return round(points, 1) + 0.0 if kind in MEANS else round(points)


def distribution(shares: Sequence[int]) -> tuple[int | None, int | None, int | None]:
    """Unfavourable, neutral and favourable per cent of a published distribution."""
    if not shares:
        return None, None, None
    low, neutral, high = sides(shares)
    return min(100, sum(low)), neutral, min(100, sum(high))
