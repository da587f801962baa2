"""Promises of the change test: an interval that agrees with the verdict, and power where said."""

import json
from math import sqrt
from statistics import fmean, pvariance

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics.change import (
    Verdict,
    benjamini_hochberg,
    changes,
    p_value,
    smallest_change,
    standard_error,
)
from analytics.statistics.intervals import Estimate
from tests.reference_data import reference_file

FALSE_ALARM_AT = 1.959964

Pair = tuple[Estimate, Estimate]

estimates = st.builds(Estimate, st.integers(0, 1000).map(lambda t: t / 10), st.floats(0.05, 200))
pairs = st.tuples(estimates, estimates)


def test_benjamini_and_hochberg_as_r_gives_it() -> None:
    """p.adjust(p, "BH") of 25 published p-values; the first seven q-values."""
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251]
    p += [0.269, 0.275, 0.34, 0.341, 0.384, 0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986]

    found = benjamini_hochberg(p)[:7]

    assert found == pytest.approx([0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.2642857143])


def test_benjamini_and_hochberg_against_the_reference_file() -> None:
    golden = json.loads(reference_file("golden_values.json").read_text("utf-8"))["bh"]

    assert benjamini_hochberg(golden["p"])[:7] == pytest.approx(golden["q_first7"])


@given(st.lists(st.floats(0, 1), max_size=12))
def test_benjamini_and_hochberg_against_its_definition(p: list[float]) -> None:
    """Slowly: the smallest p(j) m / j over all that are no smaller, and never above 1."""
    ranked = sorted(p)
    slow = [
        min([1.0, *(ranked[j] * len(p) / (j + 1) for j in range(len(p)) if ranked[j] >= one)])
        for one in p
    ]

    assert benjamini_hochberg(p) == pytest.approx(slow)


@given(st.lists(st.one_of(st.none(), pairs), max_size=9))
def test_the_interval_holds_no_change_exactly_when_the_verdict_says_so(
    family: list[Pair | None],
) -> None:
    for pair, change in zip(family, changes(family), strict=True):
        assert (pair is None) == (change is None)
        if change is not None:
            unclear = change.low <= 1e-9 and change.high >= -1e-9
            assert unclear == (change.verdict is Verdict.UNCLEAR)
            assert change.low <= change.difference <= change.high


@given(pairs)
def test_a_change_backwards_is_the_same_change_with_the_other_sign(pair: Pair) -> None:
    (forth,), (back,) = changes([pair]), changes([(pair[1], pair[0])])

    assert forth is not None
    assert back is not None
    assert forth.difference == pytest.approx(-back.difference)
    assert [forth.low, forth.high] == pytest.approx([-back.high, -back.low])
    assert forth.detectable == pytest.approx(back.detectable)


def test_the_displayed_difference_is_of_unrounded_values() -> None:
    """52.952 and 58.495 show as 53 and 58, their difference as -6 (Civil Service People Survey)."""
    (change,) = changes([(Estimate(58.495, 1.0), Estimate(52.952, 1.0))])

    assert change is not None
    assert round(change.difference) == -6
    assert change.verdict is Verdict.FELL


def test_t_is_that_of_unequal_variances() -> None:
    """R: t.test(extra ~ group, sleep), Student's data: t -1.8608; the normal gives p .0628."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    before, after = (Estimate(fmean(x), pvariance(x) / 9) for x in (first, second))

    found = (before.score - after.score) / standard_error(before, after)

    assert found == pytest.approx(-1.8608135, abs=5e-8)
    assert p_value(before, after) == pytest.approx(0.0628, abs=5e-5)


def test_what_has_no_earlier_figure_does_not_count_in_the_family() -> None:
    """p = .07 is told apart alone (q .07), but not beside a change of nothing (q .14)."""
    close = (Estimate(50, 50.0), Estimate(68.1, 50.0))
    nothing = (Estimate(50, 50.0), Estimate(50, 50.0))
    (alone, missing), (beside, _) = changes([close, None]), changes([close, nothing])

    assert p_value(*close) == pytest.approx(0.07, abs=0.001)
    assert alone is not None
    assert beside is not None
    assert missing is None
    assert (alone.verdict, beside.verdict) == (Verdict.ROSE, Verdict.UNCLEAR)


def test_the_smallest_change_that_would_show_does_show_four_times_in_five() -> None:
    """Drawn: 80 % of such changes pass the strictest threshold of two displayed together."""
    before, after = Estimate(50, 13.0), Estimate(50, 20.0)
    size = smallest_change(before, after, family=2)
    drawn = np.random.default_rng(7).normal(size, sqrt(33.0), 40_000)

    found = np.mean(drawn / sqrt(33.0) > FALSE_ALARM_AT)

    assert found == pytest.approx(0.80, abs=0.01)
