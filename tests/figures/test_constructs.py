"""Promises of a mean of several statements: exact, and shown only when half of them are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.figures.constructs import construct_figure, mean_of, mean_tenths
from analytics.published.cells import Band, Figure, Hidden, Score


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_the_mean_is_exact_with_ties_to_the_even_tenth(tenths: list[int]) -> None:
    assert mean_tenths(tenths) == round(Fraction(sum(tenths), len(tenths)))


def test_a_tie_goes_to_the_even_tenth() -> None:
    assert [mean_tenths([500, 505]), mean_tenths([500, 507])] == [502, 504]


def test_a_mean_takes_the_fewest_people_and_the_coarsest_step() -> None:
    found = mean_of([Score(500, Band(10, 14), 5, (10, 20, 70)), Score(600, Band(5, 7), 10)])

    assert found == Score(550, Band(5, 7), 10)


@pytest.mark.parametrize(
    ("shown", "of", "is_shown"),
    [(0, 2, False), (1, 2, True), (1, 3, False), (2, 3, True), (2, 4, True), (1, 1, True)],
)
def test_a_construct_is_shown_when_at_least_half_of_it_is(
    shown: int, of: int, is_shown: bool
) -> None:
    items = [f"A{at}" for at in range(of)]
    cells: dict[str, Figure] = {
        item: Score(500, Band(8, 9), 5) if at < shown else Hidden() for at, item in enumerate(items)
    }

    assert isinstance(construct_figure(cells, items), Score) is is_shown


def test_nothing_is_made_of_statements_that_were_not_asked() -> None:
    assert construct_figure({}, ["A1", "A2"]) == Hidden()
    assert construct_figure({}, []) == Hidden()
