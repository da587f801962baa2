"""Promises of the interval: published figures in, a range that is never a single point out."""

import csv
from math import isnan, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure.rounding import participation_band, people_band
from analytics.published.cells import Band
from analytics.statistics.intervals import (
    ITEM_CORRELATION,
    ITEM_SPREAD,
    Estimate,
    answering,
    cautious_reliability,
    interval,
    share_spread,
    unanswered,
    usual_reliability,
    usual_spread,
    variance,
)
from tests.reference_data import reference_file


def test_the_variance_is_the_formula_written_down() -> None:
    """17.5 points, 7 of 8 answered, r .8, steps of 10 over 8 statements, worked out by hand."""
    found = variance(n=7.0, unanswered=1 / 8, spread=17.5, reliability=0.8, step=10.0, items=8.0)

    assert found == pytest.approx(43.75 * (0.8 / 8 + 0.2) + 100 / 96)


def test_without_a_day_to_day_part_it_is_the_survey_samplers_variance() -> None:
    """R's survey, svymean of api00 in apisrs: 200 of 6,194 schools, se 9.24972 for 9.40277."""
    found = variance(
        n=200.0,
        unanswered=1 - 200 / 6194,
        spread=9.40277 * sqrt(200),
        reliability=1.0,
        step=0.0,
        items=1.0,
    )

    assert sqrt(found) == pytest.approx(9.24972, abs=1e-5)


@pytest.mark.parametrize(
    ("people", "invited", "share", "n"),
    [
        (Band(8, 9), 0, Band(0, 100), 8.5),
        (Band(8, 9), nan, Band(0, 100), 8.5),
        (Band(15, 29), 30, Band(80, 89), 25),
        (Band(15, 29), 31, Band(80, 89), 26),
        (Band(8, 9), 11, Band(50, 74), 8),
        (Band(10, 14), 12, Band(75, 100), 11),
        (Band(10, 14), 40, Band(90, 100), 14),
        (Band(5, 7), 40, Band(0, 29), 6),
        (Band(15, 29), 20, Band(30, 39), 15),
    ],
)
def test_n_is_the_middle_of_what_both_bands_allow(
    people: Band, invited: float, share: Band, n: float
) -> None:
    """24 to 26 of 30; 8 of 11; up to 12 of 12. Where the bands do not meet, the nearer end."""
    assert answering(people.low, people.high, invited, share.low, share.high) == n


@given(invited=st.integers(5, 700), data=st.data())
def test_n_is_the_middle_of_all_numbers_that_would_have_been_published_so(
    invited: int, data: st.DataObject
) -> None:
    """Slowly: every number that answers to the same two bands."""
    answered = data.draw(st.integers(5, invited))
    people, share = people_band(answered, k=5), participation_band(answered, invited)
    alike = [
        n
        for n in range(people.low, min(people.high, invited) + 1)
        if participation_band(n, invited) == share
    ]

    found = answering(people.low, people.high, invited, share.low, share.high)
    assert found == (alike[0] + alike[-1]) / 2
    assert answered in alike


bands = st.tuples(
    st.integers(5, 90),
    st.integers(0, 20),
    st.one_of(st.just(nan), st.integers(0, 200).map(float)),
    st.one_of(st.just(nan), st.integers(0, 90).map(float)),
)


@given(st.lists(bands, min_size=1, max_size=8))
def test_many_are_worked_out_as_one_is(each: list[tuple[int, int, float, float]]) -> None:
    """Never outside the band of n, whatever is not known of participation."""
    low, more, invited, share = np.array(each, dtype=np.float64).T
    rows = zip(low, low + more, invited, share, share + 9, strict=True)
    found = answering(low, low + more, invited, share, share + 9)
    left = unanswered(found, invited)

    assert found.tolist() == [float(answering(*map(float, row))) for row in rows]
    assert ((low <= found) & (found <= low + more)).all()
    assert left.tolist() == [float(unanswered(*pair)) for pair in zip(found, invited, strict=True)]
    assert ((left >= 0) & (left <= 1)).all()


def test_without_a_published_number_of_invited_nothing_is_assumed_of_it() -> None:
    assert unanswered(8, 0) == unanswered(8, nan) == 1.0
    assert unanswered(8, 10) == pytest.approx(0.2)
    assert unanswered(8, 7) == 0.0
    assert isnan(unanswered(nan, 7))


@given(
    score=st.floats(0, 100),
    low=st.integers(4, 5000),
    invited=st.integers(1, 6000),
    share=st.sampled_from([0, 30, 50, 75, 90, 100]),
    step=st.sampled_from([2.0, 5.0, 10.0]),
    spread=st.floats(0, 50),
)
def test_an_interval_has_two_ends_within_the_scale(
    *, score: float, low: int, invited: int, share: int, step: float, spread: float
) -> None:
    """Even at 0, at 100, when everybody answered, and when nobody differs."""
    n = float(answering(low, low + 5, invited, share, 100))
    left = float(unanswered(n, invited))
    found = variance(n=n, unanswered=left, spread=spread, reliability=0.7, step=step, items=8.0)
    low_end, high_end = interval(Estimate(score, found))

    assert 0 <= low_end <= score <= high_end <= 100
    assert low_end < high_end


def test_the_usual_interval_is_the_score_plus_and_minus_1_96_standard_errors() -> None:
    found = interval(Estimate(50, 25))

    assert found == pytest.approx((50 - 1.96 * 5, 50 + 1.96 * 5), abs=0.01)


@pytest.mark.parametrize(
    ("omega", "used"),
    [(0.70, 0.70), (0.74, 0.70), (0.35, 0.35), (0.91, 0.70), (0.69, 0.65), (-0.2, 0.0)],
)
def test_a_published_omega_is_rounded_down_and_capped(omega: float, used: float) -> None:
    assert cautious_reliability(omega) == pytest.approx(used)


def test_two_statements_or_more_have_the_default_reliability() -> None:
    found = [usual_reliability(items) for items in (1, 2, 3, 8)]

    assert found == pytest.approx([0.6, 0.7, 0.7, 0.7])


def test_the_spread_of_a_share_is_widest_at_one_half() -> None:
    assert share_spread(np.array([10.0, 50.0, 90.0])) == pytest.approx([30, 50, 30])


@pytest.mark.parametrize(
    ("name", "group", "starts"),
    [("bhr2000.csv", "GRP", ("AF", "AP", "AS")), ("lq2002.csv", "COMPID", ("LEAD0", "LEAD1"))],
)
def test_the_documented_spread_is_that_of_real_answers(
    name: str, group: str, starts: tuple[str, ...]
) -> None:
    """Pooled within companies: one statement, and the mean of all eleven, to within 10 %."""
    with reference_file(name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    items = [column for column in rows[0] if column.startswith(starts)]
    groups = [row[group] for row in rows]
    single = [_within([25 * float(r[i]) for r in rows], groups) for i in items]
    means = [25 * sum(float(r[i]) for i in items) / len(items) for r in rows]

    assert len(items) == 11
    assert sum(single) / len(single) == pytest.approx(ITEM_SPREAD, rel=0.1)
    assert _within(means, groups) == pytest.approx(usual_spread(11), rel=0.1)


def _within(values: list[float], groups: list[str]) -> float:
    """The pooled within-group SD, slowly."""
    squares = 0.0
    for group in set(groups):
        inside = [v for v, g in zip(values, groups, strict=True) if g == group]
        squares += sum((v - sum(inside) / len(inside)) ** 2 for v in inside)
    return sqrt(squares / (len(values) - len(set(groups))))


def test_more_statements_spread_less() -> None:
    assert usual_spread(1) == ITEM_SPREAD
    assert usual_spread(8) == pytest.approx(ITEM_SPREAD * sqrt((1 + 7 * ITEM_CORRELATION) / 8))
