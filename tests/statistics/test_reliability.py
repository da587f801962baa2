"""Promises of reliability: psych's and R's figures, and a word where a fit is improper."""

import json
from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.arrays import Floats
from analytics.statistics.reliability import (
    LEAST_UNIQUENESS,
    OneFactor,
    cronbach_alpha,
    feldt_interval,
    item_rest,
    omega,
    one_factor,
    pair_people,
    pairwise_covariance,
    reliability,
    spearman_brown,
)
from tests.reference.published_data import ATTITUDE_COLUMNS, attitude
from tests.reference_data import reference_file

ABILITY = np.array(
    [
        [24.641, 5.991, 33.520, 6.023, 20.755, 29.701],
        [5.991, 6.700, 18.137, 1.782, 4.936, 7.204],
        [33.520, 18.137, 149.831, 19.424, 31.430, 50.753],
        [6.023, 1.782, 19.424, 12.711, 4.757, 9.075],
        [20.755, 4.936, 31.430, 4.757, 52.604, 66.762],
        [29.701, 7.204, 50.753, 9.075, 66.762, 135.292],
    ]
)
"""R's ability.cov: Smith & Stanley (1983), six tests of intelligence and reading."""


def correlation(covariance: Floats) -> Floats:
    spread = np.sqrt(np.diag(covariance))
    found: Floats = covariance / np.outer(spread, spread)
    return found


def scale(people: int, loadings: list[float], seed: int = 1) -> Floats:
    """Answers that one factor makes."""
    random = np.random.default_rng(seed)
    load = np.array(loadings)
    unique = random.normal(0, np.sqrt(1 - load**2), (people, len(load)))
    found: Floats = random.normal(size=(people, 1)) * load + unique
    return found


def holes(answers: Floats, share: float, seed: int = 2) -> Floats:
    """The same with some answers missing."""
    gaps = np.random.default_rng(seed).random(answers.shape) < share
    found: Floats = np.where(gaps, np.nan, answers)
    return found


def test_psychs_alpha_of_the_attitude_data() -> None:
    """psych::alpha(attitude): raw .84314277, standardised .83908380, published as .84."""
    covariance = pairwise_covariance(attitude())

    assert cronbach_alpha(covariance) == pytest.approx(0.8431427696, abs=1e-9)
    assert cronbach_alpha(correlation(covariance)) == pytest.approx(0.839083803, abs=1e-9)


def test_feldts_interval_of_the_attitude_data() -> None:
    """psych::alpha(attitude): .74 to .92."""
    found = feldt_interval(0.8431427696, people=30, items=7)

    assert found == pytest.approx((0.74, 0.92), abs=0.005)


def test_psychs_item_rest_correlations_of_the_attitude_data() -> None:
    """psych::alpha(attitude)$item.stats$r.drop."""
    expected = [0.6712620572, 0.7421097102, 0.5607111115, 0.7144454981, 0.7862755938]
    expected += [0.2650343392, 0.4608105495]

    assert item_rest(pairwise_covariance(attitude())) == pytest.approx(expected, abs=1e-9)


def test_two_statements_keyed_the_wrong_way_show_as_negative_item_rest_correlations() -> None:
    """psych's example: alpha falls from .84 to .18 with complaints and critical turned over."""
    answers = attitude()
    wrong = [ATTITUDE_COLUMNS.index(name) for name in ("complaints", "critical")]
    answers[:, wrong] = 100 - answers[:, wrong]
    covariance = pairwise_covariance(answers)

    assert cronbach_alpha(covariance) == pytest.approx(0.18, abs=0.005)
    assert set(np.flatnonzero(item_rest(covariance) < 0)) == set(wrong)


def test_the_reference_file_has_the_same_figures_for_attitude() -> None:
    golden = json.loads(reference_file("golden_values.json").read_text("utf-8"))["attitude"]
    covariance = pairwise_covariance(attitude())
    ends = feldt_interval(cronbach_alpha(covariance), people=30, items=7)

    assert cronbach_alpha(covariance) == pytest.approx(golden["alpha"], abs=1e-9)
    assert [round(end, 2) for end in ends] == golden["feldt"]
    assert list(golden["item_rest"]) == list(ATTITUDE_COLUMNS)
    assert item_rest(covariance) == pytest.approx(list(golden["item_rest"].values()), abs=1e-9)


def test_one_factor_as_rs_factanal_finds_it() -> None:
    """The example of R's help: factanal(factors = 1, covmat = ability.cov)."""
    found = one_factor(correlation(ABILITY))

    assert found.uniquenesses == pytest.approx([0.535, 0.853, 0.748, 0.910, 0.232, 0.280], abs=6e-4)
    assert found.loadings == pytest.approx([0.682, 0.384, 0.502, 0.300, 0.877, 0.849], abs=6e-4)
    assert found.proper


def test_omega_of_real_answers_as_statsmodels_finds_it() -> None:
    """statsmodels 0.15 Factor(method="ml"): lq2002 TSIG .8311480 and HOSTILE .8746870."""
    text = reference_file("lq2002.csv").read_text("utf-8").replace('"', "")
    names = text.partition("\n")[0].split(",")
    rows = np.loadtxt(text.splitlines()[1:], delimiter=",")
    for start, expected in (("TSIG0", 0.8311479898), ("HOSTIL0", 0.8746870464)):
        columns = [at for at, name in enumerate(names) if name.startswith(start)]
        found = omega(one_factor(correlation(np.cov(rows[:, columns].T))))
        assert found == pytest.approx(expected, abs=1e-6)


def test_the_loadings_that_made_a_correlation_are_found_again() -> None:
    """The published example of psych::sim.congeneric: .8 .7 .6 .5."""
    load = np.array([0.8, 0.7, 0.6, 0.5])
    made = np.outer(load, load)
    np.fill_diagonal(made, 1.0)
    found = one_factor(made)

    assert found.loadings == pytest.approx(load, abs=1e-5)
    assert omega(found) == pytest.approx(2.6**2 / (2.6**2 + (1 - load**2).sum()), abs=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_no_uniquenesses_nearby_fit_better(seed: int) -> None:
    """Slowly: log|S| + tr(R S^-1) of the whole fitted matrix."""
    made = correlation(np.cov(scale(80, [0.8, 0.6, 0.5, 0.4, 0.7], seed).T))
    found, random = one_factor(made), np.random.default_rng(seed)

    def misfit(loadings: Floats, unique: Floats) -> float:
        fitted = np.outer(loadings, loadings) + np.diag(unique)
        return float(np.linalg.slogdet(fitted)[1] + np.trace(np.linalg.solve(fitted, made)))

    best = misfit(found.loadings, found.uniquenesses)

    for _ in range(50):
        step = random.normal(0, 0.01, (2, 5))
        assert misfit(found.loadings + step[0], found.uniquenesses + step[1]) > best - 1e-9


def test_a_heywood_case_is_said_to_be_improper_and_not_used() -> None:
    """.7 x .7 / .4 would ask the first statement to share 122 % of its variance."""
    made = np.array([[1.0, 0.7, 0.7], [0.7, 1.0, 0.4], [0.7, 0.4, 1.0]])
    found = one_factor(made)
    root = np.linalg.cholesky(made)
    raw = np.random.default_rng(3).normal(size=(60, 3))
    whitened = (raw - raw.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T))).T
    answers = reliability(whitened @ root.T)

    assert not found.proper
    assert found.uniquenesses[0] == pytest.approx(LEAST_UNIQUENESS)
    assert answers is not None
    assert not answers.proper
    assert answers.usable == answers.alpha


@settings(max_examples=40, deadline=None)
@given(st.integers(3, 12), st.integers(0, 2**32 - 1))
def test_a_fit_never_fails_and_every_uniqueness_keeps_its_bounds(items: int, seed: int) -> None:
    """Few people, five options, statements that need not belong together."""
    random = np.random.default_rng(seed)
    answers = random.normal(random.uniform(-1, 1, items) * random.normal(size=(50, 1)), 0.7)
    found = one_factor(correlation(np.cov(np.clip(np.rint(3 + answers), 1, 5).T)))
    at_bound = (found.uniquenesses <= LEAST_UNIQUENESS).any()

    assert (found.uniquenesses >= LEAST_UNIQUENESS).all()
    assert (found.uniquenesses <= 1).all()
    assert found.loadings.sum() >= 0
    assert found.proper != at_bound
    assert 0 <= omega(found) < 1


def test_equal_loadings_make_omega_and_alpha_the_same() -> None:
    made = np.full((5, 5), 0.4) + 0.6 * np.eye(5)

    assert omega(one_factor(made)) == pytest.approx(cronbach_alpha(made), abs=1e-6)
    assert cronbach_alpha(made) == pytest.approx(5 * 0.4 / (1 + 4 * 0.4))


@settings(deadline=None)
@given(st.lists(st.floats(0.05, 0.95), min_size=3, max_size=8))
def test_omega_lies_between_0_and_1_and_alpha_no_higher(loadings: list[float]) -> None:
    """Of standardised statements with one factor behind them (McDonald 1999, chapter 6)."""
    load = np.array(loadings)
    factor = OneFactor(load, 1 - load**2, proper=True)
    made = np.outer(load, load)
    np.fill_diagonal(made, 1.0)

    assert 0 < omega(factor) < 1
    assert cronbach_alpha(made) <= omega(factor) + 1e-12


@settings(deadline=None)
@given(st.permutations(range(4)), st.floats(0.1, 50), st.floats(-100, 100))
def test_order_unit_and_origin_change_no_alpha(
    order: list[int], factor: float, origin: float
) -> None:
    answers = holes(scale(60, [0.8, 0.7, 0.6, 0.5]), 0.1)
    first = cronbach_alpha(pairwise_covariance(answers))
    second = cronbach_alpha(pairwise_covariance(factor * answers[:, order] + origin))

    assert second == pytest.approx(first, rel=1e-6)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.4])
def test_covariances_are_those_of_the_people_who_answered_both(share: float) -> None:
    """Slowly, pair by pair."""
    answers = holes(scale(60, [0.8, 0.7, 0.6]), share)
    found = pairwise_covariance(answers)
    fewest = 60
    for one in range(3):
        for other in range(3):
            both = ~np.isnan(answers[:, [one, other]]).any(axis=1)
            x, y = answers[both, one], answers[both, other]
            fewest = min(fewest, int(both.sum()))
            slow = ((x - x.mean()) * (y - y.mean())).sum() / (both.sum() - 1)
            assert found[one, other] == pytest.approx(slow)

    assert pair_people(answers) == fewest


@settings(deadline=None)
@given(alpha=st.floats(-0.5, 0.99), people=st.integers(10, 2000), items=st.integers(2, 12))
def test_alpha_lies_within_its_interval_and_more_people_make_it_narrower(
    alpha: float, people: int, items: int
) -> None:
    few = feldt_interval(alpha, people=people, items=items)
    many = feldt_interval(alpha, people=4 * people, items=items)

    assert few.low < alpha < few.high < 1
    assert many.high - many.low < few.high - few.low


def test_feldts_interval_holds_the_true_alpha_19_times_in_20() -> None:
    """Drawn: four parallel statements of loading .7, 60 people; true alpha .794."""
    true, random = 4 * 0.49 / (1 + 3 * 0.49), np.random.default_rng(9)
    held = 0
    for _ in range(1000):
        answers = 0.7 * random.normal(size=(60, 1)) + sqrt(0.51) * random.normal(size=(60, 4))
        ends = feldt_interval(cronbach_alpha(np.cov(answers.T)), people=60, items=4)
        held += ends.low <= true <= ends.high

    assert held / 1000 == pytest.approx(0.95, abs=0.02)


def test_two_statements_have_spearman_and_brown_instead_of_omega() -> None:
    """r .5 makes .667; of two statements that spread alike it is alpha too."""
    made = np.array([[1.0, 0.5], [0.5, 1.0]])
    found = reliability(scale(200, [0.8, 0.8]))

    assert spearman_brown(0.5) == pytest.approx(2 / 3) == pytest.approx(cronbach_alpha(made))
    assert found is not None
    assert found.omega is None
    assert found.usable == found.spearman_brown


def test_everything_about_a_scale_with_missing_answers() -> None:
    answers = holes(scale(400, [0.8, 0.7, 0.6, 0.5]), 0.1)
    found = reliability(answers)

    assert found is not None
    assert (found.people, found.whole) == (
        pair_people(answers),
        int((~np.isnan(answers).any(axis=1)).sum()),
    )
    assert found.people < 400
    assert found.omega == pytest.approx(0.746, abs=0.06)
    assert found.usable == found.omega
    assert found.interval.low < found.alpha < found.interval.high
    assert len(found.item_rest) == 4


def only_49(answers: Floats) -> Floats:
    return answers[:49]


def one_statement(answers: Floats) -> Floats:
    return answers[:, :1]


def one_that_never_varies(answers: Floats) -> Floats:
    answers[:, 0] = 3.0
    return answers


def one_that_nobody_answered(answers: Floats) -> Floats:
    answers[:, 0] = np.nan
    return answers


def opposites(answers: Floats) -> Floats:
    return np.column_stack([answers[:, 0], -answers[:, 0]])


@pytest.mark.parametrize(
    "made", [only_49, one_statement, one_that_never_varies, one_that_nobody_answered, opposites]
)
def test_nothing_is_said_where_there_is_nothing_to_say(made: Callable[[Floats], Floats]) -> None:
    answers = scale(60, [0.8, 0.7, 0.6])

    assert reliability(answers) is not None
    assert reliability(made(answers)) is None


def test_a_statement_asked_twice_leaves_alpha_and_no_omega() -> None:
    """Two columns alike have no regular correlation, so no factor is fitted."""
    answers = scale(100, [0.8, 0.7, 0.6])
    found = reliability(np.column_stack([answers, answers[:, 0]]))

    assert found is not None
    assert found.omega is None
    assert found.usable == found.alpha


def test_enough_pairs_and_too_few_whole_people_leave_alpha_and_no_omega() -> None:
    answers = holes(scale(200, [0.8, 0.7, 0.6, 0.6, 0.7]), 0.3)
    found = reliability(answers)

    assert found is not None
    assert found.whole < 50 <= found.people
    assert found.omega is None
