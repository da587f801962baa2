"""Promises of the order of teams: as lme4 has it, and none where chance explains everything."""

from itertools import pairwise
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics.shrinkage import (
    NoOrder,
    Ordered,
    Unordered,
    between_teams,
    shrink,
    shrunken,
)

_DYESTUFF = """
1545 1440 1440 1520 1580  1540 1555 1490 1560 1495  1595 1550 1605 1510 1560
1445 1440 1595 1465 1545  1595 1630 1515 1635 1625  1520 1455 1450 1480 1445
"""
DYESTUFF = np.array(_DYESTUFF.split(), dtype=np.float64)
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])

scores = st.lists(st.integers(0, 100), min_size=8, max_size=14)
spreads = st.integers(1, 80)
teams = st.lists(st.tuples(st.integers(0, 100), spreads), min_size=8, max_size=14)


def test_the_variances_and_predictions_of_lme4_for_the_dyestuff_data() -> None:
    """lme4: lmer(Yield ~ 1 + (1 | Batch), Dyestuff); Bates (2010). Within batches 2451.25."""
    means, variances = DYESTUFF.reshape(6, 5).mean(axis=1), np.full(6, 2451.25 / 5)
    found = between_teams(means, variances)
    blup = shrunken(means, variances, found)

    assert found == pytest.approx((1527.5, 1764.05), rel=1e-6)
    expected = [-17.60685, 0.39126, 28.56223, -23.08454, 56.73319, -44.99529]
    assert blup - found.mean == pytest.approx(expected, abs=6e-6)


def test_the_batting_averages_of_efron_and_morris() -> None:
    """Efron & Morris (1975): mean .265, c .212, Clemente .294.

    James and Stein divide by k - 3 where REML divides by k - 1; the rest is the same figure.
    """
    averages = HITS / 45
    variance = np.full(18, averages.mean() * (1 - averages.mean()) / 45)
    found = between_teams(averages, variance)
    reml = found.variance / (found.variance + variance[0])
    c = 1 - (1 - reml) * 15 / 17

    assert found.mean == pytest.approx(0.265, abs=5e-4)
    assert c == pytest.approx(0.212, abs=5e-4)
    assert found.mean + c * (averages[0] - found.mean) == pytest.approx(0.294, abs=5e-4)


@settings(deadline=None)
@given(teams)
def test_no_other_variance_is_likelier_where_each_is_known(each: list[tuple[int, int]]) -> None:
    """Slowly: one term after the other, on a fine grid from 0."""
    points, variances = (np.array(column, dtype=np.float64) for column in zip(*each, strict=True))

    def deviance(tau2: float) -> float:
        weights = [1 / (v + tau2) for v in variances]
        mean = sum(w * p for w, p in zip(weights, points, strict=True)) / sum(weights)
        squares = sum(w * (p - mean) ** 2 for w, p in zip(weights, points, strict=True))
        return float(squares + log(sum(weights)) - sum(map(log, weights)))

    best = deviance(between_teams(points, variances).variance)

    assert all(best <= deviance(tau2) + 1e-7 for tau2 in np.linspace(0, 60, 25) ** 2)


@settings(deadline=None)
@given(teams)
def test_shrinking_pulls_every_team_towards_the_mean_and_never_past_it(
    each: list[tuple[int, int]],
) -> None:
    points, variances = (np.array(column, dtype=np.float64) for column in zip(*each, strict=True))
    found = shrink(points, variances)

    if isinstance(found, Ordered):
        before, after = points - found.mean, found.values - found.mean
        assert (before * after >= 0).all()
        assert (np.abs(after) <= np.abs(before)).all()
        assert 0 < found.icc2 < 1


@settings(deadline=None)
@given(scores, spreads)
def test_teams_as_sure_as_each_other_keep_their_order(points: list[int], spread: int) -> None:
    found = shrink(np.array(points, dtype=np.float64), np.full(len(points), float(spread)))

    if isinstance(found, Ordered):
        ranked = found.values[np.argsort(points)]
        assert all(high >= low for low, high in pairwise(ranked))


def test_of_two_teams_with_the_same_score_the_surer_one_is_pulled_less() -> None:
    points = np.array([20.0, 20, 30, 40, 50, 60, 70, 80])
    found = shrink(points, np.array([9.0, 90, 30, 30, 30, 30, 30, 30]))

    assert isinstance(found, Ordered)
    assert 20 < found.values[0] < found.values[1] < found.mean


def test_fewer_than_eight_teams_have_no_order() -> None:
    points, variances = np.arange(0.0, 80, 10), np.full(8, 4.0)

    assert shrink(points[:7], variances[:7]) == Unordered(NoOrder.TOO_FEW)
    assert isinstance(shrink(points, variances), Ordered)


def test_there_is_no_evidence_that_teams_differ_when_chance_explains_it_all() -> None:
    points = np.array([50.0, 52, 48, 51, 49, 50, 53, 47])

    assert shrink(points, np.full(8, 25.0)) == Unordered(NoOrder.ALIKE)


@pytest.mark.parametrize("size", [5, 12])
def test_icc_2_of_a_view_is_that_of_the_answers_where_teams_are_as_large(size: int) -> None:
    """(MSB - MSW)/MSB by hand, with each team's variance MSW/n."""
    random = np.random.default_rng(size)
    answers = random.normal(50, 20, (20, size)) + random.normal(0, 12, (20, 1))
    within = float(answers.var(axis=1, ddof=1).mean())
    msb = size * float(answers.mean(axis=1).var(ddof=1))
    found = shrink(answers.mean(axis=1), np.full(20, within / size))

    assert isinstance(found, Ordered)
    assert found.icc2 == pytest.approx((msb - within) / msb)


def test_icc_2_of_teams_of_different_sizes_takes_their_mean_variance() -> None:
    points, variances = np.arange(0.0, 80, 10), np.array([4.0, 8, 12, 16, 20, 24, 28, 80])
    found = shrink(points, variances)

    assert isinstance(found, Ordered)
    assert found.icc2 == pytest.approx(found.between / (found.between + 24))


@pytest.mark.parametrize("excess", [-5.0, 0.0, 1e-5, 0.01, 1.0, 40.0])
def test_teams_as_sure_as_each_other_differ_by_what_chance_leaves_over(excess: float) -> None:
    """Their variance less their sampling variance, 60 here, or nothing: REML in closed form."""
    points = np.array([50.0, 62, 48, 51, 39, 50, 63, 47, 70, 41])
    scaled = (points - points.mean()) * np.sqrt((60 + excess) / points.var(ddof=1))
    found = between_teams(scaled, np.full(10, 60.0))

    assert found.variance == pytest.approx(max(0.0, excess), abs=1e-7)


def test_alike_teams_are_said_to_differ_less_than_half_of_the_time() -> None:
    """tau² is 0 in about half of the draws when there is none: about .55 of 12 teams."""
    random = np.random.default_rng(12)
    variances = random.uniform(10, 60, 12)
    found = [
        isinstance(shrink(60 + random.normal(0, np.sqrt(variances)), variances), Ordered)
        for _ in range(400)
    ]

    assert 0.35 < np.mean(found) < 0.55


def test_the_variance_between_teams_is_found_again() -> None:
    """Drawn: 4,000 teams with a true tau of 6 points."""
    random = np.random.default_rng(5)
    variances = random.uniform(5, 80, 4000)
    drawn = 60 + random.normal(0, 6, 4000) + random.normal(0, np.sqrt(variances))
    found = between_teams(drawn, variances)

    assert found.variance == pytest.approx(36, rel=0.1)
    assert found.mean == pytest.approx(60, abs=0.4)
