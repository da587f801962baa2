"""Promises of the cells of a few units as columns: the same as the rows, on both engines."""

import pytest

from survey.store import CellRow, Store
from survey.store.unit_cells import SCHEMA
from tests.make import populate, published, start

pytestmark = pytest.mark.slow


@pytest.fixture
def there(store: Store) -> Store:
    """Two waves that are published, and one that is open."""
    populate(store)
    published(store)
    published(store, "w2", days=1)
    start(store, "w3", days=2)
    return store


def test_the_columns_say_what_the_rows_say(there: Store) -> None:
    """Of one unit and of all; areas and teams, scores, participation and what is hidden."""
    everything = there.cells()
    units = sorted({cell.unit for cell in everything})
    assert {cell.shown for cell in everything} == {True, False}

    for some in ([units[0]], units[:2], units):
        found = there.unit_cells(some)

        assert found.schema == SCHEMA
        said = [
            CellRow._make((row["wave"], row["unit"], "area" if row["area"] else "team", *rest))
            for row in found.to_pylist()
            for rest in [[row[name] for name in SCHEMA.names[3:]]]
        ]
        assert sorted(said, key=str) == sorted(
            (cell for cell in everything if cell.unit in some), key=str
        )


@pytest.mark.parametrize("units", [[], ["nowhere"]])
def test_of_units_that_are_not_there_no_row(there: Store, units: list[str]) -> None:
    """With the same columns."""
    found = there.unit_cells(units)

    assert found.num_rows == 0
    assert found.schema == SCHEMA
    assert there.cells(units=units) == []


def test_a_unit_named_twice_is_there_once(there: Store) -> None:
    once, twice = (there.unit_cells(["ant"] * often) for often in (1, 2))

    assert twice.num_rows == once.num_rows > 0


def test_cells_of_units_may_be_of_some_waves_and_kinds_only(there: Store) -> None:
    """Wherever they are read from."""
    everything = there.cells()

    for waves in (None, [1], [1, 2], [2, 99], []):
        for kinds in (None, ["item"], ["composite", "participation"], []):
            for units in (["ant"], ["all", "ant", "bee"]):
                wanted = [
                    cell
                    for cell in everything
                    if cell.unit in units
                    and (waves is None or cell.wave in waves)
                    and (kinds is None or cell.kind in kinds)
                ]
                found = there.cells(waves=waves, units=units, kinds=kinds)
                assert sorted(found, key=str) == sorted(wanted, key=str)
