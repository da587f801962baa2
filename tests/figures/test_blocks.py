"""Promises of the fast report: byte for byte what the slow and obvious one writes."""

from dataclasses import replace

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.composites import composite_of, join
from analytics.exports.block_arrow import batches_of
from analytics.exports.block_csv import csv_of
from analytics.exports.parquet import batches, schema
from analytics.exports.report_rows_csv import to_csv
from analytics.exports.safe_csv import LineEnding, Separator
from analytics.figures.report_rows import PublishedWave, rows
from analytics.figures.tenths import EMPTY, tenths
from analytics.figures.wave_cells import ClosedWave
from analytics.published.cells import Band, Cell, Figure, Hidden, Participation, Scope, Score
from survey.organisation.structure import Unit
from tests.make_report import blocks_of
from tests.make_waves import ASKED, closed_wave, instrument, published

LONGER = (*ASKED, "BEL3", "OWN3", "SCO1", "SGN1", "SGN2")
OTHER = ("BEL1", "RSP3", "RSP4", "RSP5", "BEL2", *ASKED[4:6], "SCO1", "SCO2", "SGN2")
USUAL = (*ASKED, "SCO1", "SGN1")
TREES = (
    {"root": None, "t1": "root", "t2": "root"},
    {"root": None, "t2": "root", "a": "root", "t1": "a", '"t,3"': "a"},
)
SPREADS: tuple[dict[str, float], ...] = ({}, {"belonging": 19.0, "BEL": 22.0, "SCO1": 31.0})
TURNED_OUT = (Band(50, 74), Band(75, 100), Band(0, 49))

bands = st.sampled_from([Band(5, 7), Band(8, 9), Band(10, 14), Band(35, 45)])
shares = st.sampled_from([(), (10, 30, 60), (5, 10, 15, 30, 40), (90, 10, 10)])
scores = st.builds(
    Score, st.integers(10, 90).map(lambda ten: ten * 10), bands, st.sampled_from([10, 5, 2]), shares
)
figures = st.one_of(scores, scores, scores, st.just(Hidden()))
turnouts = st.one_of(
    st.builds(Participation, st.integers(5, 60), st.sampled_from(TURNED_OUT)), st.just(Hidden())
)


@st.composite
def of_a_unit(draw: st.DrawFn, wave: ClosedWave) -> dict[str, Figure]:
    """What a wave publishes of one unit: some of it withheld, or composites alone, as when held,
    or composites of more people than the statements, as where teams inside were held."""
    asked = wave.instrument
    found: dict[str, Figure] = {item.id: draw(figures) for item in asked.items}
    held, joined = (draw(st.integers(0, 4)) == 0 for _ in range(2))
    for composite in asked.composites:
        behind = [found[item.id] for item in asked.statements if item.composite == composite.id]
        if behind:
            found[composite.id] = draw(figures) if held else composite_of(behind)
            if joined:
                found[composite.id] = join([found[composite.id], draw(figures)])
    if held:
        found |= {item.id: Hidden() for item in asked.items}
    return found | {"participation": draw(turnouts)}


@st.composite
def a_wave(draw: st.DrawFn, at: int) -> PublishedWave:
    """A wave of a small tree; some units are in it in one scope, some in both, some in none."""
    asked = instrument(draw(st.sampled_from([USUAL, LONGER, OTHER])))
    plain = closed_wave(at, asked=asked, spreads=draw(st.sampled_from(SPREADS)))
    wave = replace(plain, omegas=draw(st.sampled_from([{}, {"belonging": 0.63, "OWN": 0.2}])))
    units = {key: Unit(key, f"The {key}", up) for key, up in draw(st.sampled_from(TREES)).items()}
    cells = [
        Cell(unit, scope, measure, wave.measures[measure].kind, figure)
        for unit in units
        for scope in draw(st.sampled_from([(), (Scope.TEAM,), (Scope.AREA,), tuple(Scope)]))
        for measure, figure in draw(of_a_unit(wave)).items()
    ]
    return PublishedWave(wave, units, cells)


@st.composite
def histories(draw: st.DrawFn) -> list[PublishedWave]:
    """One to four waves, which ask the same, more, or other statements."""
    return [draw(a_wave(at)) for at in range(draw(st.integers(1, 4)))]


@settings(deadline=None, max_examples=25)
@given(histories(), st.sampled_from([",", ";"]), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_the_fast_csv_is_the_slow_one(
    waves: list[PublishedWave], separator: Separator, bom: bool, line_ending: LineEnding
) -> None:
    """Figures, blanks, changes and verdicts, in whatever manner."""
    fast = b"".join(csv_of(blocks_of(waves), separator=separator, bom=bom, line_ending=line_ending))

    assert fast == to_csv(rows(waves), separator=separator, bom=bom, line_ending=line_ending)


@settings(deadline=None, max_examples=10)
@given(histories())
def test_fast_columns_are_the_slow_ones(waves: list[PublishedWave]) -> None:
    """What Parquet is written from, with the very types."""
    fast = pa.Table.from_batches(batches_of(blocks_of(waves)), schema())

    assert fast.to_pylist() == pa.Table.from_batches(batches(rows(waves)), schema()).to_pylist()


def test_names_with_separators_quotes_and_lone_returns_are_written_alike() -> None:
    names = {"t1": 'Sales, "north";\nand\rsouth', "t2": "\r=1+1"}
    waves = [published(0, names=names), published(1, names=names)]

    assert b"".join(csv_of(blocks_of(waves))) == to_csv(rows(waves))


@pytest.mark.parametrize("mean", [True, False])
@given(st.lists(st.one_of(st.integers(-2000, 2000).map(lambda n: n / 20), st.floats(-100, 100))))
def test_many_figures_are_rounded_as_one_is(mean: bool, points: list[float]) -> None:
    """Ties to the even one, and none where ten times the figure only looks like a tie."""
    expected = [round(round(one, 1) * 10) if mean else round(one) * 10 for one in points]
    assert tenths(np.array(points, dtype=np.float64), mean=mean).tolist() == expected


def test_what_is_not_shown_has_no_number() -> None:
    assert tenths(np.array([np.nan]), mean=True).tolist() == [EMPTY]
