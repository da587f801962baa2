"""Promises of the report of a real organisation: page, file and the slow report say the same."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from analytics.figures.published_waves import closed_wave, published
from analytics.figures.reading import Read, continued, in_order, read_units
from analytics.figures.report import report_blocks
from analytics.figures.report_columns import Row
from analytics.figures.rows import rows_of
from analytics.figures.unit import UnitFigures
from analytics.published.cells import Cell, MeasureKind, Scope
from analytics.published.kept_cells import figure_of
from survey.organisation.structure import Unit
from survey.settings import Settings
from survey.store import Store
from tests.figures.test_blocks import check
from tests.make import Clock
from tests.make_by_turns import build
from tests.make_waves import PublishedWave
from tests.reference import slow_report
from tests.reference.slow_report import History

pytestmark = pytest.mark.slow

SAMPLE = 2000


class Told(NamedTuple):
    """An organisation that asks Full A, Short, Full B and Standard by turns, read in three ways."""

    rows: list[Row]
    read: Read
    history: History


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Eight waves through the whole path of closing."""
    store = Store(Settings(data=Path(tmp_path_factory.mktemp("turns"))), clock=Clock())
    build(store)
    waves = []
    for wave in in_order(published(store)):
        units = {u.key: Unit(u.key, u.name, u.parent) for u in store.wave_units(wave.id)}
        cells = [
            Cell(r.unit, Scope(r.scope), r.measure, MeasureKind(r.kind), figure_of(r))
            for r in store.cells(waves=[wave.id])
        ]
        waves.append(PublishedWave(closed_wave(store, wave, "UTC"), units, cells))
    rows = list(rows_of(report_blocks(store, wave=None)))
    yield Told(rows, read_units(store, [*store.units()]), History(waves, continued(store)))
    store.close()


@cache
def unit_of(read: Read, key: str, scope: Scope) -> UnitFigures:
    """A unit over all waves, its lines worked out once."""
    found = read.unit(key, scope=scope, name=key)
    assert found is not None, "it has a row"
    return found


def test_the_report_says_what_the_slow_one_says(told: Told) -> None:
    """Of a sample of all rows, whatever was asked in between."""
    at = {one.wave.key: number for number, one in enumerate(told.history.waves)}
    for row in Random(7).sample(told.rows, SAMPLE):
        wave = told.history.waves[at[row.wave]]
        measure = wave.wave.measures[row.measure]
        if len(measure.items) <= 12:
            check(
                row,
                slow_report.row(
                    told.history, at[row.wave], wave.units[row.unit], row.scope, measure
                ),
            )


def test_one_unit_says_what_the_report_says(told: Told) -> None:
    """Every verdict, reason, level and change of every row, as the pages read them."""
    seen = 0
    for row in told.rows:
        if row.measure_kind is MeasureKind.PARTICIPATION:
            continue
        unit = unit_of(told.read, row.unit, row.scope)
        number = [wave.key for wave in unit.waves].index(row.wave)
        said = unit.line(row.measure).told[number]
        assert (said.verdict, said.reason) == (row.change_verdict, row.reason), row
        change = said.change
        assert (change is None) == (row.change is None), row
        if change:
            half = 0.5 if isinstance(row.change, int) else 0.05
            written = (row.change, row.change_low, row.change_high, row.level_now)
            exact = (change.difference, change.low, change.high, change.now)
            assert written == pytest.approx(exact, abs=half + 1e-6)
            assert change.since.key == row.since_wave
        seen += 1
    assert seen > 1000
