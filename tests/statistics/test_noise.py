"""Promises of how restless lines are: the prior with few, and what was put in with many."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.arrays import Floats
from analytics.statistics.noise import LAM, TAU, Lines, Noise, Q, area_mean, cost, estimated
from tests.reference.slow_filter import Wave, improbability, surprise
from tests.statistics.make_lines import as_arrays, line, many_lines, noises

HIDDEN = float("nan")


def drawn(
    noise: Noise, *, series: int, waves: int, seed: int = 12, variance: float = 16.0
) -> Lines:
    """Lines that move exactly as the noise says."""
    dice = np.random.default_rng(seed)
    start = 60 + noise.tau * dice.normal(size=(1, series))
    steps = noise.q * dice.normal(size=(waves - 1, series))
    level = np.vstack([start, steps]).cumsum(axis=0)
    error = np.sqrt(noise.lam * variance) * dice.normal(size=level.shape)
    return Lines(level + error, np.full(level.shape, variance), np.full(series, 60.0))


@settings(deadline=None)
@given(many_lines, noises)
def test_the_posterior_is_that_of_the_slow_filter(lines: list[list[Wave]], noise: Noise) -> None:
    slow = improbability(noise) + sum(surprise(one, noise) for one in lines)
    point = np.array([[noise.q, noise.tau, noise.lam]])

    assert cost(as_arrays(lines), point).item() == pytest.approx(slow)


@pytest.mark.parametrize("shown", [line(HIDDEN), line(HIDDEN, HIDDEN), Lines(*np.ones((3, 2, 0)))])
def test_without_any_line_the_prior_rules(shown: Lines) -> None:
    assert estimated(shown) == Noise(2.0, 7.0, 1.0)


def test_with_few_lines_the_prior_still_weighs() -> None:
    """Two units that moved wildly for three waves do not make an organisation restless."""
    few = Lines(
        np.array([[40.0, 80.0], [80.0, 40.0], [40.0, 80.0]]),
        np.full((3, 2), 16.0),
        np.full(2, 60.0),
    )
    found = estimated(few)

    assert found.q < 6
    assert 3 < found.tau < 20


@pytest.mark.parametrize(
    "noise", [Noise(1.5, 5.0, 1.0), Noise(4.0, 7.0, 1.2), Noise(2.0, 12.0, 1.6)]
)
def test_with_many_lines_what_was_put_in_comes_out(noise: Noise) -> None:
    """A little low, because the cap takes the far innovations of steady lines for jumps."""
    found = estimated(drawn(noise, series=400, waves=12))

    assert 0.75 * noise.q < found.q < 1.1 * noise.q
    assert 0.75 * noise.tau < found.tau < 1.1 * noise.tau
    assert max(1.0, 0.8 * noise.lam) <= found.lam < 1.1 * noise.lam


def test_a_few_real_jumps_do_not_make_all_lines_restless() -> None:
    """Every tenth line falls by 30 at some time: without the cap q would be 4."""
    steady = drawn(Noise(1.5, 6.0, 1.0), series=200, waves=8)
    fallen = steady.scores.copy()
    fallen[4:, ::10] -= 30
    jumped = Lines(fallen, steady.variances, steady.mu)

    assert estimated(jumped).q < 2.5


@settings(deadline=None, max_examples=20)
@given(many_lines)
def test_what_is_found_is_within_its_ends_and_has_two_decimals(lines: list[list[Wave]]) -> None:
    found = estimated(as_arrays(lines))

    for value, prior in zip((found.q, found.tau, found.lam), (Q, TAU, LAM), strict=True):
        assert prior.least <= value <= prior.most
        assert value == round(value, 2)


@settings(deadline=None, max_examples=10)
@given(many_lines)
def test_no_point_of_a_dense_grid_is_much_likelier(lines: list[list[Wave]]) -> None:
    """At most .3 in twice the log posterior, over the whole range."""
    shown = as_arrays(lines)
    found = estimated(shown)
    ends = [(prior.least, prior.most) for prior in (Q, TAU, LAM)]
    dense = np.array(list(product(*(np.geomspace(*each, 16) for each in ends))))
    at = cost(shown, np.array([[found.q, found.tau, found.lam]])).item()

    assert at <= cost(shown, dense).min() + 0.3


def test_a_sample_of_lines_speaks_for_all_and_is_the_same_every_time() -> None:
    many = drawn(Noise(3.0, 8.0, 1.3), series=20_000, waves=8)
    found = estimated(many)

    assert found == estimated(many)
    assert (found.q, found.tau) == pytest.approx((3.0, 8.0), rel=0.2)
    assert found.lam == pytest.approx(1.3, abs=0.2)


def test_lines_that_show_nothing_do_not_thin_the_sample() -> None:
    known = drawn(Noise(3.0, 8.0, 1.3), series=300, waves=8)
    gaps = np.full((8, 30_000), HIDDEN)
    padded = Lines(
        np.hstack([known.scores, gaps]),
        np.hstack([known.variances, gaps]),
        np.full(30_300, 60.0),
    )

    assert estimated(padded) == estimated(known)


def test_the_mean_of_an_area_by_hand() -> None:
    """V 51 and 1: weights 1/100 and 1/50, whatever n; the third unit is withheld."""
    means, variances = np.array([[70.0, 40.0, HIDDEN]]), np.array([[51.0, 1.0, HIDDEN]])

    assert area_mean(means, variances) == pytest.approx((70 + 2 * 40) / 3)
    assert np.isnan(area_mean(np.array([[HIDDEN]]), np.array([[HIDDEN]])))


def test_a_unit_counts_once_with_the_mean_of_its_waves() -> None:
    """Waves 60 and 66 with V 2 and 1 are 64 with variance 2/3; without the withheld one."""
    waves = np.array([[60.0, 50.0], [66.0, HIDDEN]])
    variances = np.array([[2.0, 2 / 3], [1.0, HIDDEN]])

    assert area_mean(waves, variances) == pytest.approx((64 + 50) / 2)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(2, 100)), min_size=1, max_size=9))
def test_the_mean_of_an_area_lies_among_its_units(units: list[tuple[float, float]]) -> None:
    means: Floats = np.array([[mean for mean, _ in units]])
    found = area_mean(means, np.array([[variance for _, variance in units]]))

    assert means.min() - 1e-9 <= found <= means.max() + 1e-9
