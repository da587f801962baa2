"""How coarse each figure is: the tables, number by number, and what they keep to themselves."""

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure import rounding as coarsen
from analytics.published.cells import Band

Counts = tuple[int, int, int, int, int]


@pytest.mark.parametrize(
    ("numerator", "denominator", "step", "expected"),
    [
        (0, 1, 10, 0),
        (49, 10, 10, 0),
        (5, 1, 10, 0),  # a tie goes to 0 x 10
        (15, 1, 10, 20),  # a tie goes to 2 x 10
        (25, 1, 10, 20),
        (35, 1, 10, 40),
        (251, 10, 10, 30),
        (125, 10, 5, 10),  # 12.5 lies between 2 x 5 and 3 x 5
        (175, 10, 5, 20),  # 17.5 lies between 3 x 5 and 4 x 5
        (1, 1, 2, 0),
        (3, 1, 2, 4),
        (5, 1, 2, 4),
        (7, 2, 1, 4),
        (5, 2, 1, 2),
        (10**15 + 1, 2 * 10**15, 1, 1),  # just over a half, beyond what a float can tell
    ],
)
def test_a_value_goes_to_the_nearest_multiple_and_a_tie_to_the_even_one(
    numerator: int, denominator: int, step: int, expected: int
) -> None:
    assert coarsen.nearest(numerator, denominator, step) == expected


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from((1, 2, 5, 10)))
@settings(deadline=None)
def test_nearest_is_what_exact_fractions_say(numerator: int, denominator: int, step: int) -> None:
    expected = step * round(Fraction(numerator, denominator * step))

    assert coarsen.nearest(numerator, denominator, step) == expected


@pytest.mark.parametrize(
    ("per_cent_of_each", "index"),
    [((24, 16, 10, 40, 10), 49), ((4, 12, 34, 28, 22), 63)],
)
def test_a_score_is_the_index_of_the_civil_service_people_survey(
    per_cent_of_each: Counts, index: int
) -> None:
    """Weights 0, 25, 50, 75 and 100 from strongly disagree; in both examples half agree."""
    assert coarsen.nearest(*coarsen.points(per_cent_of_each), 1) == index
    assert sum(per_cent_of_each[3:]) == 50


@pytest.mark.parametrize(
    ("n", "step", "low", "high"),
    [
        (4, 10, 10, 90),
        (5, 10, 10, 90),
        (7, 10, 10, 90),
        (8, 5, 5, 95),
        (29, 5, 5, 95),
        (30, 2, 2, 98),
        (5000, 2, 2, 98),
    ],
)
def test_scores_have_the_step_and_the_ends_of_the_table(
    n: int, step: int, low: int, high: int
) -> None:
    grain = coarsen.score_grain(n)

    assert grain.step == step
    assert grain.of(0, 1) == low
    assert grain.of(100, 1) == high


@pytest.mark.parametrize(
    ("n", "step", "low", "high"),
    [(4, 10, 20, 80), (7, 10, 20, 80), (8, 5, 10, 90), (29, 5, 10, 90), (30, 2, 4, 96)],
)
def test_signs_have_the_same_steps_and_wider_ends(n: int, step: int, low: int, high: int) -> None:
    grain = coarsen.sign_grain(n)

    assert grain.step == step
    assert grain.of(0, n) == low
    assert grain.of(100 * n, n) == high


@pytest.mark.parametrize(
    ("counts", "score"),
    [
        ((5, 0, 0, 0, 0), 10),
        ((0, 0, 0, 0, 5), 90),
        ((0, 0, 5, 0, 0), 50),
        ((0, 1, 1, 2, 1), 60),  # 60 exactly
        ((0, 0, 0, 3, 2), 80),  # 85 is a tie: 80 is 8 x 10
        ((0, 0, 0, 1, 4), 90),  # 95 would be 100
        ((0, 0, 0, 7, 1), 80),  # 78.125
        ((0, 0, 4, 4, 0), 60),  # 62.5 is a tie: 60 is 12 x 5
        ((0, 0, 29, 1, 0), 50),  # 50.83
        ((0, 0, 28, 2, 0), 52),  # 51.67
        ((0, 0, 0, 0, 30), 98),
    ],
)
def test_a_score_from_answers(counts: Counts, score: int) -> None:
    assert coarsen.score_grain(sum(counts)).of(*coarsen.points(counts)) == score


@pytest.mark.parametrize(
    ("n", "k", "band"),
    [
        (4, 4, Band(4, 7)),
        (5, 5, Band(5, 7)),
        (7, 5, Band(5, 7)),
        (7, 7, Band(7, 7)),
        (8, 5, Band(8, 9)),
        (9, 9, Band(9, 9)),
        (10, 5, Band(10, 14)),
        (14, 12, Band(12, 14)),
        (15, 5, Band(15, 29)),
        (29, 20, Band(20, 29)),
        (30, 5, Band(30, 34)),
        (34, 5, Band(30, 34)),
        (34, 32, Band(32, 34)),
        (35, 5, Band(35, 45)),  # a tie between 30 and 40: 40 is the even ten
        (45, 5, Band(35, 45)),
        (46, 5, Band(46, 54)),
        (54, 5, Band(46, 54)),
        (55, 5, Band(55, 65)),
        (95, 5, Band(95, 105)),
        (100_000, 5, Band(99_995, 100_005)),
    ],
)
def test_people_are_shown_as_a_band(n: int, k: int, band: Band) -> None:
    assert coarsen.people_band(n, k=k) == band


@given(st.integers(4, 40), st.integers(0, 3000))
@settings(deadline=None)
def test_a_band_holds_n_and_is_the_same_for_all_in_it(k: int, more: int) -> None:
    band = coarsen.people_band(k + more, k=k)

    assert k <= band.low <= k + more <= band.high
    assert coarsen.people_band(band.low, k=k) == coarsen.people_band(band.high, k=k) == band


@pytest.mark.parametrize(
    ("answered", "invited", "band"),
    [
        (0, 5, Band(0, 49)),
        (2, 5, Band(0, 49)),
        (9, 19, Band(0, 49)),
        (10, 19, Band(50, 74)),
        (4, 8, Band(50, 74)),
        (5, 7, Band(50, 74)),
        (3, 4, Band(75, 100)),
        (19, 19, Band(75, 100)),
        (0, 20, Band(0, 29)),
        (5, 20, Band(0, 29)),
        (299, 1000, Band(0, 29)),
        (6, 20, Band(30, 39)),
        (799, 1000, Band(70, 79)),
        (16, 20, Band(80, 89)),
        (18, 20, Band(90, 100)),
        (20, 20, Band(90, 100)),
    ],
)
def test_participation_is_shown_as_a_band(answered: int, invited: int, band: Band) -> None:
    assert coarsen.participation_band(answered, invited) == band


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ((10, 0, 0, 0, 0), (90, 10, 10)),
        ((1, 1, 3, 2, 3), (20, 30, 50)),
        ((0, 5, 5, 5, 5), (20, 20, 50)),  # 25 is a tie, twice: 20 is 2 x 10
        ((0, 3, 4, 4, 3), (20, 30, 50)),  # 21.4, 28.6, 50
    ],
)
def test_low_middle_and_high_go_to_ten_per_cent(counts: Counts, shares: tuple[int, ...]) -> None:
    assert coarsen.shares_of_three(counts) == shares


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ((30, 0, 0, 0, 0), (95, 5, 5, 5, 5)),
        ((1, 5, 6, 9, 9), (5, 15, 20, 30, 30)),
        ((5, 10, 5, 10, 10), (10, 25, 10, 25, 25)),  # 12.5 is a tie: 10 is 2 x 5
    ],
)
def test_five_options_go_to_five_per_cent(counts: Counts, shares: tuple[int, ...]) -> None:
    assert coarsen.shares_of_five(counts) == shares


def seen(counts: Counts) -> tuple[int, tuple[int, ...]]:
    """All that is published of the answers of one shown set."""
    n = sum(counts)
    shares: tuple[int, ...] = ()
    if n >= 10:
        shares = coarsen.shares_of_five(counts) if n >= 30 else coarsen.shares_of_three(counts)
    return coarsen.score_grain(n).of(*coarsen.points(counts)), shares


def answers(*values: int) -> Counts:
    one, two, three, four, five = (values.count(value) for value in range(1, 6))
    return one, two, three, four, five


def has_a_twin(many: int, value: int, *others: int) -> bool:
    """Whether other answers, with at most two people differing, are published the same."""
    mine = answers(*[value] * many, *others)
    twins = (
        answers(*[value] * (many + len(others) - 2), *pair)
        for pair in combinations_with_replacement(range(1, 6), 2)
    )
    return any(twin != mine and seen(twin) == seen(mine) for twin in twins)


@pytest.mark.parametrize("n", range(4, 121))
def test_unanimity_looks_like_its_twin_that_is_not_unanimous(n: int) -> None:
    assert all(has_a_twin(n, value) for value in range(1, 6))


@pytest.mark.parametrize("n", range(4, 121))
def test_nobody_looks_like_one_and_everybody_like_all_but_one_in_a_sign(n: int) -> None:
    grain = coarsen.sign_grain(n)

    assert grain.of(0, n) == grain.of(100, n)
    assert grain.of(100 * n, n) == grain.of(100 * (n - 1), n)


def test_with_the_ends_of_scores_a_sign_would_show_that_everybody_ticked() -> None:
    """Why signs have ends of their own: of 5 invited and shown, 90 could only be 5 of 5."""
    alike = [ticks for ticks in range(6) if coarsen.COARSE.of(100 * ticks, 5) == 90]

    assert alike == [5]
