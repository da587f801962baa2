"""Promises of "if those who did not answer were 10 points lower"."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.published.cells import Band, Participation
from analytics.reports.trend import trend
from analytics.statistics.not_answered import if_not_answered
from tests.make_waves import view, wave_cells


@pytest.mark.parametrize(
    ("score", "answered", "whole"),
    [(60.0, 0.5, 55.0), (60.0, 0.7, 57.0), (60.0, 1.0, 60.0), (4.0, 0.5, 2.0)],
)
def test_those_who_did_not_answer_count_ten_points_lower_and_never_below_0(
    score: float, answered: float, whole: float
) -> None:
    assert if_not_answered(score, answered) == pytest.approx(whole)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1)), min_size=1, max_size=9))
def test_it_lies_between_the_figure_and_ten_points_below(each: list[tuple[float, float]]) -> None:
    """For many at once what it is for one; never below 0."""
    scores, answered = np.array(each).T
    found = if_not_answered(scores, answered)

    assert found.tolist() == [if_not_answered(*one) for one in each]
    assert (found <= scores + 1e-9).all()
    assert (found >= np.maximum(scores - 10, 0) - 1e-9).all()


@pytest.mark.parametrize(
    ("band", "said"),
    [
        (Band(50, 74), ["Under three quarters answered. If those who did not were 10 points lower, "
                        "the figure would be 56."]),
        (Band(75, 100), []),
    ],
)  # fmt: skip
def test_it_is_said_where_fewer_than_three_quarters_answered(band: Band, said: list[str]) -> None:
    wave = wave_cells(0, belonging=60)
    cells = {**wave.cells, "participation": Participation(11, band)}
    (belonging, _) = trend(view([wave._replace(cells=cells)])).lines

    told = [one.said("en") for one in belonging.sure if one.key == "sure.if_not_answered"]
    assert told == said
