"""Promises of a score: the index of the Civil Service People Survey, worked in its own guide."""

import pytest

from analytics.disclosure.rounding import points


@pytest.mark.parametrize(
    ("agree_first", "index"), [((10, 40, 10, 16, 24), 49), ((22, 28, 34, 12, 4), 63)]
)
def test_a_score_is_the_engagement_index_of_one_statement(
    agree_first: tuple[int, ...], index: int
) -> None:
    """Two teams of 100, each half favourable: 100, 75, 50, 25 and 0 points make 49 and 63."""
    numerator, denominator = points(agree_first[::-1])

    assert numerator / denominator == index
