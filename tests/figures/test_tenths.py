"""Promises of figures as whole tenths: many are rounded as one is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.figures.tenths import EMPTY, tenths

POINTS = st.one_of(
    st.integers(-2000, 2000).map(lambda n: n / 20),
    st.integers(-800, 800).map(lambda n: n / 8),
    st.floats(-100, 100),
)


@pytest.mark.parametrize("mean", [True, False])
@given(st.lists(POINTS))
def test_many_figures_are_rounded_as_one_is(mean: bool, points: list[float]) -> None:
    """Ties to the even one, and none where ten times the figure only looks like a tie."""
    expected = [round(round(one, 1) * 10) if mean else round(one) * 10 for one in points]
    assert tenths(np.array(points, dtype=np.float64), mean=mean).tolist() == expected


def test_what_is_not_shown_has_no_number() -> None:
    assert tenths(np.array([np.nan]), mean=True).tolist() == [EMPTY]
