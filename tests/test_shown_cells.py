"""Promises of reading many units at once: the same cells as one by one, shown ones only."""

from survey.store import Store
from tests import make

MEASURES = ["alignment", "participation", "B1", "A2"]
UNITS = ["north", "nowhere", "ant", "cat", "all"]


def test_columns_hold_the_shown_cells_that_were_asked_for(store: Store) -> None:
    """Places are those in the question, whatever the order of the units' numbers; both engines."""
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


def test_of_nothing_there_is_nothing(store: Store) -> None:
    """No units, no measures, or a wave that is not there."""
    make.populate(store)
    wave = make.published(store)
    nothing = [
        store.shown_cells(wave=wave.id, units=[], measures=MEASURES),
        store.shown_cells(wave=wave.id, units=UNITS, measures=[]),
        store.shown_cells(wave=99, units=UNITS, measures=MEASURES),
        store.shown_cells(wave=wave.id, units=["nowhere"], measures=MEASURES),
    ]

    assert [[len(column) for column in found] for found in nothing] == [[0] * 7] * 4
