"""Promises of reading many units at once: the same cells as one by one, shown ones only."""

import pytest

from survey.store import Store
from tests import make

MEASURES = ["alignment", "participation", "B1", "A2"]
UNITS = ["north", "nowhere", "ant", "cat", "all"]


@pytest.mark.parametrize("few", [0, 1000])
def test_columns_hold_the_shown_cells_that_were_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Whether few or many are asked for, and whatever the order of their numbers; both engines."""
    monkeypatch.setattr("survey.store.publication.FEW", few)
    make.populate(store)
    wave = make.published(store)
    found = store.shown_cells(wave=wave.id, units=UNITS, measures=MEASURES)

    read = {
        (UNITS[unit], "area" if area else "team", MEASURES[measure]): tuple(map(int, figure))
        for unit, measure, area, *figure in zip(*found, strict=True)
    }
    assert read == {
        (row.unit, row.scope, row.measure): (
            row.tenths or row.invited,
            row.people_low or row.answered_low,
            row.people_high or row.answered_high,
            row.step or 0,
        )
        for row in store.cells(waves=[wave.id], units=UNITS)
        if row.measure in MEASURES and row.shown
    }
    assert {unit for unit, *_ in read} == {"north", "ant", "all"}


@pytest.mark.parametrize("few", [-1, 1000])
def test_of_nothing_there_is_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """No units, no measures, or a wave that is not there."""
    monkeypatch.setattr("survey.store.publication.FEW", few)
    make.populate(store)
    wave = make.published(store)
    nothing = [
        store.shown_cells(wave=wave.id, units=[], measures=MEASURES),
        store.shown_cells(wave=wave.id, units=UNITS, measures=[]),
        store.shown_cells(wave=99, units=UNITS, measures=MEASURES),
        store.shown_cells(wave=wave.id, units=["nowhere"], measures=MEASURES),
    ]

    assert [[len(column) for column in found] for found in nothing] == [[0] * 7] * 4
