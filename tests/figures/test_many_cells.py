"""Promises of figures of many units at once: the very figures that a unit has on its own pages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.arrays import Ints
from analytics.disclosure.composites import composite_of, join
from analytics.figures.many_cells import Estimates, ManyCells, many_cells, rows_of
from analytics.figures.timeline import Asked, changes_since
from analytics.figures.unit_changes import Move, compare_many, moves
from analytics.figures.wave_cells import ClosedWave, Measure, WaveCells, compare
from analytics.published.cells import Band, Figure, Hidden, MeasureKind, Participation, Scope, Score
from survey.questionnaire.instrument import Instrument
from survey.store import CellColumns
from tests.make_area import cells_of
from tests.make_waves import ASKED, closed_wave, instrument

Cells = Mapping[str, Figure]
KINDS = (MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT)
LONGER, OTHER = (*ASKED, "BEL3", "OWN3"), ("BEL1", "RSP3", "RSP4", "RSP5", "BEL2", *ASKED[4:6])
BANDS = (Band(5, 7), Band(8, 9), Band(10, 14), Band(35, 45))

scores = st.builds(
    Score, st.integers(10, 90).map(lambda ten: ten * 10), st.sampled_from(BANDS), st.just(5)
)
figures = st.one_of(scores, scores, st.just(Hidden()))
turnouts = st.one_of(
    st.builds(Participation, st.integers(5, 60), st.sampled_from([Band(50, 74), Band(75, 100)])),
    st.just(Hidden()),
)


@st.composite
def units(draw: st.DrawFn, asked: Instrument) -> Cells:
    """One unit: statements shown or not, composites of them, of a held team alone, or of both."""
    items = [item for item in asked.statements if item.composite]
    found: dict[str, Figure] = {item.id: draw(figures) for item in items}
    held, joined = (draw(st.integers(0, 4)) == 0 for _ in range(2))
    for composite in {item.composite for item in items if item.composite}:
        behind = [found[item.id] for item in items if item.composite == composite]
        found[composite] = draw(figures) if held else composite_of(behind)
        if joined:
            found[composite] = join([found[composite], draw(figures)])
    if held:
        found |= {item.id: Hidden() for item in items}
    return found | {"participation": draw(turnouts)}


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[ClosedWave, list[Cells]]]:
    """Two units over one to four waves that ask the same, more, or other statements."""
    asked = draw(st.lists(st.sampled_from([ASKED, LONGER, OTHER]), min_size=1, max_size=4))
    spreads = draw(st.sampled_from([{}, {"belonging": 19.0, "BEL": 22.0}]))
    omegas = draw(st.sampled_from([{}, {"belonging": 0.63, "OWN": 0.2}]))
    waves = [
        replace(closed_wave(at, asked=instrument(of), spreads=spreads), omegas=omegas)
        for at, of in enumerate(asked)
    ]
    return [(wave, [draw(units(wave.instrument)) for _ in range(2)]) for wave in waves]


def alone(wave: ClosedWave, cells: Cells, scope: Scope = Scope.TEAM) -> WaveCells:
    """One unit on its own, as its own pages read it."""
    return WaveCells(wave, scope, cells)


def measures(wave: ClosedWave) -> list[Measure]:
    return [measure for kind in KINDS for measure in wave.of_kind(kind)]


def at(found: Estimates, unit: int) -> tuple[float, float] | None:
    """One unit's estimate, None where it is not shown."""
    score, variance = float(found.scores[unit]), float(found.variances[unit])
    assert isnan(score) == isnan(variance)
    return None if isnan(score) else (score, variance)


@settings(deadline=None, max_examples=60)
@given(histories())
def test_an_estimate_is_the_one_the_unit_has_alone(
    history: list[tuple[ClosedWave, list[Cells]]],
) -> None:
    for wave, cells in history:
        many = cells_of(wave, cells)
        for measure in measures(wave):
            for unit, own in enumerate(cells):
                expected = alone(wave, own).estimate(measure)

                found = at(many.estimates(measure), unit)
                assert found == (expected and pytest.approx(tuple(expected)))


@settings(deadline=None, max_examples=60)
@given(histories(), st.sampled_from(Scope))
def test_two_waves_are_compared_as_they_are_for_the_unit_alone(
    history: list[tuple[ClosedWave, list[Cells]]], scope: Scope
) -> None:
    """And areas in which teams were held are not."""
    (before, cells_before), (after, cells_after) = history[0], history[-1]
    are_areas = scope is Scope.AREA
    then = cells_of(before, cells_before, are_areas=are_areas)
    now = cells_of(after, cells_after, are_areas=are_areas)
    for unit in range(2):
        assert now.held_inside[unit] == alone(after, cells_after[unit], scope).held_inside
    for measure in measures(after):
        found = compare_many(then, now, measure)
        for unit in range(2):
            pair = compare(
                alone(before, cells_before[unit], scope),
                alone(after, cells_after[unit], scope),
                measure,
            )

            assert at(found[0], unit) == (pair and pytest.approx(tuple(pair.before)))
            assert at(found[1], unit) == (pair and pytest.approx(tuple(pair.after)))


@settings(deadline=None, max_examples=60)
@given(histories(), st.sampled_from(Scope))
def test_changes_are_those_since_the_last_comparable_wave_of_each_unit(
    history: list[tuple[ClosedWave, list[Cells]]], scope: Scope
) -> None:
    """One family of tests over units and composites; what cannot be compared is counted."""
    found, apart = _moves(history, scope)
    now, _ = history[-1]
    asked = [
        Asked([alone(wave, cells[unit], scope) for wave, cells in history], measure)
        for unit in range(2)
        for measure in now.of_kind(MeasureKind.COMPOSITE)
    ]
    steps = changes_since(asked)

    expected = [(s.before.key, s.change) for s in steps if s and s.change]
    assert [move.since.key for move in found] == [key for key, _ in expected]
    for move, (_, change) in zip(found, expected, strict=True):
        assert move.change.verdict is change.verdict
        assert (move.change.low, move.change.high) == pytest.approx((change.low, change.high))
        assert move.change.family == change.family
    shown = sum(one.waves[-1].score(one.measure.id) is not None for one in asked)
    assert apart == shown - len(expected)


def _moves(
    history: Sequence[tuple[ClosedWave, list[Cells]]], scope: Scope
) -> tuple[tuple[Move, ...], int]:
    are_areas = scope is Scope.AREA
    kept = {wave.key: cells_of(wave, cells, are_areas=are_areas) for wave, cells in history}

    def read(wave: ClosedWave, places: Ints) -> ManyCells:
        return kept[wave.key].only(places)

    *earlier, (now, _) = history
    found = moves(kept[now.key], [wave for wave, _ in reversed(earlier)], read)
    return found.all, found.apart


def test_of_two_scopes_only_the_one_asked_for_is_read() -> None:
    """An area that has people of its own shows the area."""
    wave = closed_wave()
    rows = rows_of(wave)
    row = np.array([rows["belonging"]] * 3)
    columns = CellColumns(
        unit=np.array([0, 0, 1]),
        measure=row,
        area=np.array([True, False, False]),
        value=np.array([610, 420, 550]),
        low=np.array([35, 8, 8]),
        high=np.array([45, 9, 9]),
        step=np.array([2, 5, 5]),
    )
    found = many_cells(wave, columns, np.array([True, False]))

    assert found.estimates(wave.measures["belonging"]).scores.tolist() == [61, 55]
    assert found.took_part[0].tolist() == pytest.approx([nan, nan], nan_ok=True)
