"""Promises of the favourable share: published intervals, and never beyond what can still be."""

import json
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics.favourable import (
    EXACT_UP_TO,
    exact,
    favourable_interval,
    logical_bounds,
    margin_of_error,
    wilson,
)
from tests.reference_data import reference_file

asked = st.integers(1, 60).flatmap(
    lambda invited: st.integers(1, invited).flatmap(
        lambda n: st.tuples(st.integers(0, n), st.just(n), st.just(invited))
    )
)


@pytest.mark.parametrize(
    ("favourable", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (5, 7, 0.359, 0.918),
    ],
)
def test_the_plain_interval_is_wilsons(favourable: int, n: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3; and 5 of 7."""
    found = wilson(100 * favourable / n, n=n)

    assert (found.low / 100, found.high / 100) == pytest.approx((low, high), abs=6e-4)


@pytest.mark.parametrize(
    ("favourable", "n", "invited", "low", "high"),
    [(15, 20, 25, 0.654901889, 0.8258603168), (5, 7, 9, 0.5294071142, 0.8474600402)],
)
def test_the_finite_population_correction_is_o_neills(
    *, favourable: int, n: int, invited: int, low: float, high: float
) -> None:
    """O'Neill (2021), before the logical bounds."""
    found = wilson(100 * favourable / n, n=n, invited=invited)

    assert (found.low / 100, found.high / 100) == pytest.approx((low, high), abs=1e-8)


@pytest.mark.parametrize(
    ("favourable", "n", "invited", "low", "high"),
    [
        (3, 10, 50, 4, 32),
        (5, 7, 9, 5, 7),
        (15, 20, 25, 15, 20),
        (6, 6, 8, 6, 8),
        (45, 100, 300, 110, 161),
        (2, 100, 300, 2, 19),
    ],
)
def test_the_exact_interval_is_samplingbooks(
    *, favourable: int, n: int, invited: int, low: int, high: int
) -> None:
    """R's samplingbook::Sprop, in people; the last two are its published example."""
    found = exact(favourable, n=n, invited=invited)

    assert found == pytest.approx((100 * low / invited, 100 * high / invited))


def test_every_published_interval_of_the_reference_file() -> None:
    golden = json.loads(reference_file("golden_values.json").read_text("utf-8"))
    plain = {k: v for k, v in golden["wilson"].items() if not k.startswith("fpc")}
    for text, ends in (plain | golden["wilson_newcombe1998"]).items():
        favourable, n = map(int, text.split("/"))
        found = wilson(100 * favourable / n, n=n)
        assert [end / 100 for end in found] == pytest.approx(ends, abs=6e-5), text
    for text, ends in golden["exact_hypergeometric"].items():
        favourable, n, invited = map(int, text.replace(" of ", "/").split("/"))
        found = exact(favourable, n=n, invited=invited)
        assert [end / 100 for end in found] == pytest.approx(ends, abs=6e-5), text


def test_the_civil_service_people_surveys_margins_of_error() -> None:
    golden = json.loads(reference_file("golden_values.json").read_text("utf-8"))
    rows = golden["csps_margin_of_error"]

    assert len(rows) == 4
    for row in rows:
        found = margin_of_error(100 * row["p"], n=row["n"], invited=row["N"])
        assert round(found) == row["moe_pp"]


@pytest.mark.parametrize(
    ("share", "n", "invited", "margin"),
    [(43, 120, 200, 6), (50, 80, 150, 8), (30, 40, 50, 6), (60, 375, 500, 2)],
)
def test_a_margin_of_error_as_printed_for_large_groups(
    share: float, n: int, invited: int, margin: int
) -> None:
    """The four worked examples of the Civil Service People Survey's technical guide."""
    assert round(margin_of_error(share, n=n, invited=invited)) == margin


def test_five_of_seven_from_nine() -> None:
    """Plain .359-.918 would allow what two missing answers cannot make: .556-.778."""
    found = favourable_interval(5, n=7, invited=9)

    assert found == pytest.approx((55.556, 77.778), abs=0.001)
    assert found == pytest.approx(logical_bounds(5, n=7, invited=9))


def test_many_invited_have_wilsons_interval_within_the_logical_bounds() -> None:
    """12 of 20 from 31 as corrected; 29 of 30 from 31 cannot be more than 30 of 31."""
    found = favourable_interval(12, n=20, invited=31)

    assert found == wilson(60, n=20, invited=31)
    assert wilson(2900 / 30, n=30, invited=31).high > 100 * 30 / 31
    assert favourable_interval(29, n=30, invited=31).high == pytest.approx(100 * 30 / 31)


@settings(deadline=None)
@given(asked)
def test_an_interval_holds_the_share_and_only_what_can_still_be(case: tuple[int, int, int]) -> None:
    favourable, n, invited = case
    low, high = favourable_interval(favourable, n=n, invited=invited)
    least, most = logical_bounds(favourable, n=n, invited=invited)

    assert least - 1e-9 <= low <= 100 * favourable / n + 1e-9
    assert 100 * favourable / n - 1e-9 <= high <= most + 1e-9
    assert (low == pytest.approx(high)) == (n == invited)


@settings(deadline=None)
@given(asked)
def test_counting_the_unfavourable_turns_the_interval_over(case: tuple[int, int, int]) -> None:
    favourable, n, invited = case
    found = favourable_interval(favourable, n=n, invited=invited)
    other = favourable_interval(n - favourable, n=n, invited=invited)

    assert found == pytest.approx((100 - other.high, 100 - other.low), abs=1e-9)


@settings(deadline=None)
@given(asked.filter(lambda case: case[0] < case[1]))
def test_one_more_favourable_answer_moves_no_end_down(case: tuple[int, int, int]) -> None:
    favourable, n, invited = case
    before = favourable_interval(favourable, n=n, invited=invited)
    after = favourable_interval(favourable + 1, n=n, invited=invited)

    assert after.low >= before.low - 1e-9
    assert after.high >= before.high - 1e-9


@settings(deadline=None)
@given(asked)
def test_asking_everybody_among_more_people_is_less_sure(case: tuple[int, int, int]) -> None:
    favourable, n, invited = case
    share = 100 * favourable / n
    small, large = wilson(share, n=n, invited=invited), wilson(share, n=n, invited=invited + 1)
    endless = wilson(share, n=n)

    assert large.high - large.low >= small.high - small.low - 1e-9
    assert endless.high - endless.low >= large.high - large.low - 1e-9


@pytest.mark.parametrize(("n", "invited"), [(5, 9), (10, 25), (20, EXACT_UP_TO)])
def test_the_exact_interval_holds_the_true_share_19_times_in_20(n: int, invited: int) -> None:
    """Slowly, with fractions, for every true number of favourable people."""
    ends = [exact(x, n=n, invited=invited) for x in range(n + 1)]
    for true in range(invited + 1):
        chances = [
            Fraction(comb(true, x) * comb(invited - true, n - x), comb(invited, n))
            for x in range(n + 1)
        ]
        share = 100 * true / invited
        held = sum(
            chance
            for chance, (low, high) in zip(chances, ends, strict=True)
            if low - 1e-9 <= share <= high + 1e-9
        )
        assert held >= Fraction(95, 100)


def test_no_interval_is_beyond_the_scale_when_more_answered_than_were_invited() -> None:
    """An area may count people it did not invite; then nobody is missing."""
    assert favourable_interval(3, n=4, invited=3) == pytest.approx((75, 75))
