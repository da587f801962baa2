"""Promises of Benjamini and Hochberg: R's and scipy's figures, for one family or many at once."""

import json
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from analytics.arrays import Floats
from analytics.statistics.false_discovery import benjamini_hochberg
from tests.reference_data import reference_file

chances = st.floats(0, 1) | st.just(float("nan"))
tables = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(chances, min_size=width, max_size=width), min_size=1)
)


def slowly(p: list[float]) -> list[float]:
    """The smallest p(j) m / j over all that are no smaller, and never above 1; NaN is no test."""
    ranked = sorted(one for one in p if not isnan(one))
    return [
        min([1.0, *(r * len(ranked) / (j + 1) for j, r in enumerate(ranked) if r >= one)])
        if not isnan(one)
        else float("nan")
        for one in p
    ]


def test_r_gives_the_same() -> None:
    """p.adjust(p, "BH") of 25 published p-values; the first seven q-values."""
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251]
    p += [0.269, 0.275, 0.34, 0.341, 0.384, 0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986]

    found = benjamini_hochberg(np.array(p))[:7]

    assert found == pytest.approx([0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.2642857143])


def test_the_reference_file_has_the_same() -> None:
    golden = json.loads(reference_file("golden_values.json").read_text("utf-8"))["bh"]

    assert benjamini_hochberg(np.array(golden["p"]))[:7] == pytest.approx(golden["q_first7"])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_scipy_gives_the_same(p: list[float]) -> None:
    assert benjamini_hochberg(np.array(p)) == pytest.approx(false_discovery_control(p))


@given(tables)
def test_one_family_after_the_other_slowly(rows: list[list[float]]) -> None:
    """Along each axis, and all in one; what is not tested is in no family."""
    table: Floats = np.array(rows)
    lines = np.array([slowly(row) for row in rows])
    columns = np.array([slowly(column) for column in table.T.tolist()]).T
    whole = np.array(slowly(table.ravel().tolist())).reshape(table.shape)

    assert benjamini_hochberg(table, axis=1) == pytest.approx(lines, nan_ok=True)
    assert benjamini_hochberg(table, axis=0) == pytest.approx(columns, nan_ok=True)
    assert benjamini_hochberg(table) == pytest.approx(whole, nan_ok=True)


def test_no_tests_find_nothing() -> None:
    assert benjamini_hochberg(np.empty(0)).shape == (0,)
    assert np.isnan(benjamini_hochberg(np.full((2, 3), np.nan))).all()
