"""Promises of reading: the same figures, however many units are read, and of one wave alone."""

import numpy as np
import pytest

from analytics.figures import reading
from analytics.figures.reading import read_units
from analytics.published.cells import Scope
from survey.store import Store
from tests import make

UNITS = ["ant", "bee", "north", "all"]


@pytest.mark.parametrize("only", [None, "w2"])
def test_few_units_and_whole_waves_are_read_alike(
    store: Store, monkeypatch: pytest.MonkeyPatch, only: str | None
) -> None:
    make.populate(store)
    make.published(store, "w1")
    make.published(store, "w2", opens=store.now())

    few = read_units(store, UNITS, only=only)
    monkeypatch.setattr(reading, "FEW", 0)
    many = read_units(store, UNITS, only=only)

    assert [of.wave.key for of in few.cells] == ([only] if only else ["w1", "w2"])
    assert few.places.keys() == many.places.keys()
    for one, other in zip(few.cells, many.cells, strict=True):
        for unit, scope in few.places:
            here, there = few.places[unit, scope], many.places[unit, scope]
            assert np.array_equal(one.tenths[:, here], other.tenths[:, there], equal_nan=True)
            assert np.array_equal(one.there[:, here], other.there[:, there])


def test_a_unit_that_is_not_there_has_no_figures(duckdb_store: Store) -> None:
    make.populate(duckdb_store)
    make.published(duckdb_store, "w1")
    read = read_units(duckdb_store, ["nowhere", "ant"])

    assert read.unit("nowhere", scope=Scope.TEAM, name="Nowhere") is None
    assert read.unit("ant", scope=Scope.AREA, name="Ant") is None
    assert read.unit("ant", scope=Scope.TEAM, name="Ant") is not None
