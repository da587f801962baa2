"""Promises of the scale: how many points it has is said once, and all reckoning asks it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure import rounding
from analytics.figures.block import distribution
from survey.questionnaire.scale import AGREEING, Scale, sides
from survey.questionnaire.shipped import shipped

STANDARD = shipped()["standard"]
ODD = st.sampled_from([3, 5, 7, 9]).map(Scale)


def test_an_instrument_is_answered_on_as_many_points_as_it_has_labels() -> None:
    assert STANDARD.answered_on == AGREEING
    assert len(STANDARD.scale) == len(AGREEING.points)


@given(ODD)
def test_an_answer_turned_round_is_as_far_from_the_other_end(scale: Scale) -> None:
    for point in scale.points:
        assert scale.turned(point) in scale.points
        assert scale.score(scale.turned(point)) == pytest.approx(100 - scale.score(point))
    assert [scale.score(end) for end in (1, scale.top)] == [0, 100]


@given(st.data(), ODD)
def test_the_gate_reckons_a_score_on_the_scale_of_its_counts(
    data: st.DataObject, scale: Scale
) -> None:
    """As the mean of every single answer would be on 0 to 100, exactly."""
    many = st.integers(0, 9)
    counts = data.draw(st.lists(many, min_size=scale.top, max_size=scale.top).filter(any))
    given_ = [point for point, n in zip(scale.points, counts, strict=True) for _ in range(n)]
    mean = Fraction(sum(given_), len(given_))

    assert Fraction(*rounding.points(counts)) == 100 * (mean - 1) / (scale.top - 1)


@pytest.mark.parametrize("top", [3, 5, 7])
def test_a_distribution_has_two_sides_about_its_middle(top: int) -> None:
    low, middle, high = sides(range(top))

    assert [*low, middle, *high] == list(range(top))
    assert len(low) == len(high)


def test_a_published_distribution_of_any_width_has_three_parts() -> None:
    assert distribution(()) == (None, None, None)
    assert distribution((10, 20, 70)) == (10, 20, 70)
    assert distribution((10, 5, 5, 20, 60)) == (15, 5, 80)
    assert distribution((5, 5, 5, 10, 5, 30, 40)) == (15, 10, 75)
