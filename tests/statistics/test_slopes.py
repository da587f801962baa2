"""Promises of the slope of a line: exact where it can be, careful where waves are noisy."""

from itertools import combinations
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit
from scipy.stats import linregress, theilslopes

from analytics.statistics.change import Verdict
from analytics.statistics.intervals import Estimate
from analytics.statistics.slopes import Slope, slope, t_quantile, theil_sen, wave_noise

lines = st.lists(st.tuples(st.integers(0, 100), st.floats(0.5, 100)), min_size=4, max_size=12)


def of(times: list[float], scores: list[float], variances: list[float]) -> Slope:
    found = slope(times, [Estimate(*each) for each in zip(scores, variances, strict=True)])
    assert found is not None
    return found


def quarters(waves: int) -> list[float]:
    return [wave / 4 for wave in range(waves)]


def test_under_four_waves_there_is_no_slope() -> None:
    three = [Estimate(50.0, 4.0)] * 3

    assert slope(quarters(3), three) is None
    assert slope(quarters(4), [*three, Estimate(50.0, 4.0)]) is not None


def test_noisy_waves_of_the_same_size_have_the_slope_and_interval_of_plain_regression() -> None:
    """scipy.stats.linregress: where waves differ more than chance, the noise takes over."""
    times, scores = quarters(8), [50.0, 58, 49, 61, 55, 66, 54, 68]
    plain = linregress(times, scores)
    found = of(times, scores, [1.0] * 8)
    reach = float(stdtrit(6, 0.975)) * plain.stderr

    assert found.slope == pytest.approx(plain.slope)
    assert (found.low, found.high) == pytest.approx((plain.slope - reach, plain.slope + reach))
    assert found.noise > 3


def test_waves_that_lie_on_a_line_leave_no_noise_and_the_error_of_their_own_variances() -> None:
    """By hand: four waves a year apart, V 4 each: standard error sqrt(4/5)."""
    found = of([0, 1, 2, 3], [40, 44, 48, 52], [4.0] * 4)

    assert found.noise == 0
    assert found.slope == pytest.approx(4) == pytest.approx(found.theil_sen)
    assert found.high - found.slope == pytest.approx(4.302653 * np.sqrt(4 / 5), abs=1e-5)


def test_a_wave_that_few_answered_pulls_less() -> None:
    """Between 0 and 10 at the last wave, the slope stays near 0 when that wave is unsure."""
    sure = of([0, 1, 2, 3], [50, 50, 50, 60], [4.0, 4.0, 4.0, 4.0])
    unsure = of([0, 1, 2, 3], [50, 50, 50, 60], [4.0, 4.0, 4.0, 400.0])

    assert 0 < unsure.slope < sure.slope / 4


@settings(deadline=None)
@given(lines)
def test_the_noise_makes_the_weighted_squares_equal_their_degrees_of_freedom(
    line: list[tuple[int, float]],
) -> None:
    """Or is 0 where they are fewer already."""
    scores, variances = (np.array(column, dtype=np.float64) for column in zip(*line, strict=True))
    times = np.arange(len(line), dtype=np.float64)
    noise = wave_noise(times, scores, variances)
    root = 1 / np.sqrt(variances + noise)
    design = np.column_stack([np.ones(len(line)), times]) * root[:, None]
    slow = np.linalg.lstsq(design, scores * root)[0]
    squares = float(np.square(scores * root - design @ slow).sum())

    assert squares <= len(line) - 2 + 1e-6
    assert noise == 0 or squares == pytest.approx(len(line) - 2, rel=1e-6)
    found = of(list(times), list(scores), list(variances))
    assert found.slope == pytest.approx(slow[1], abs=1e-7)


@settings(deadline=None)
@given(lines)
def test_a_line_turned_over_has_the_slope_turned_over(line: list[tuple[int, float]]) -> None:
    scores, variances = (list(map(float, column)) for column in zip(*line, strict=True))
    times = quarters(len(line))
    forth = of(times, scores, variances)
    back = of(times, [100 - score for score in scores], variances)

    assert (back.low, back.high) == pytest.approx((-forth.high, -forth.low), abs=1e-6)
    assert back.theil_sen == pytest.approx(-forth.theil_sen)
    assert forth.low < forth.slope < forth.high


@settings(deadline=None)
@given(lines, st.floats(0.1, 10), st.floats(-5, 5))
def test_another_unit_of_time_only_rescales(
    line: list[tuple[int, float]], factor: float, origin: float
) -> None:
    scores, variances = (list(map(float, column)) for column in zip(*line, strict=True))
    years = of(quarters(len(line)), scores, variances)
    other = of([factor * t + origin for t in quarters(len(line))], scores, variances)

    assert other.slope * factor == pytest.approx(years.slope, abs=1e-6)
    assert other.noise == pytest.approx(years.noise, abs=1e-5)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 100)), min_size=2, max_size=9))
def test_theil_sen_is_the_median_of_all_pairs(line: list[tuple[int, int]]) -> None:
    """Slowly; and as scipy.stats.theilslopes where all times differ."""
    line = [(time, score) for time, score in line if time != line[0][0] or (time, score) == line[0]]
    pairs = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(line, 2) if a[0] != b[0]]
    if pairs:
        times, scores = zip(*line, strict=True)
        assert theil_sen(times, scores) == pytest.approx(median(pairs))
        if len(set(times)) == len(times):
            assert theil_sen(times, scores) == pytest.approx(theilslopes(scores, times)[0])


def test_one_wild_wave_moves_theil_sen_little() -> None:
    times = quarters(9)
    calm = [50 + 2 * t for t in times]
    wild = [*calm[:-1], 95.0]

    assert theil_sen(times, wild) == pytest.approx(2, abs=0.5)
    assert of(times, wild, [9.0] * 9).slope > 6


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ([40, 44, 48, 52, 56], Verdict.ROSE),
        ([56, 52, 48, 44, 40], Verdict.FELL),
        ([50, 51, 49, 50, 51], Verdict.UNCLEAR),
    ],
)
def test_a_line_rose_fell_or_neither_can_be_told(scores: list[float], verdict: Verdict) -> None:
    assert of(quarters(5), scores, [2.0] * 5).verdict is verdict


@pytest.mark.parametrize("waves", [4, 6, 12])
@pytest.mark.parametrize("noise", [0.0, 8.0])
def test_a_line_that_goes_nowhere_gives_few_false_alarms(waves: int, noise: float) -> None:
    """Never above 6.5 %, whatever the waves' own noise; next to none at four, where it is hardly
    known. (The normal in place of t gave 16 % at four waves and a noise of 8 points.)
    """
    assert told(waves, noise, rise=0.0) <= 0.065


def test_twelve_quarters_show_a_rise_of_six_points_a_year() -> None:
    assert told(12, 2.0, rise=6.0) > 0.9


def told(waves: int, noise: float, *, rise: float) -> float:
    """How often a line drawn with V of 5 to 40 is said to rise or fall."""
    random = np.random.default_rng(waves)
    variances, times = random.uniform(5, 40, waves), np.arange(waves) / 4
    alarms = 0
    for _ in range(600):
        scores = 60 + rise * times + random.normal(0, np.sqrt(variances + noise**2))
        found = of(list(times), list(scores), list(variances))
        alarms += found.verdict is not Verdict.UNCLEAR
    return alarms / 600


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 9, 10, 50, 51, 200])
@pytest.mark.parametrize("probability", [0.6, 0.9, 0.975, 0.995])
def test_students_t_is_scipys(freedom: int, probability: float) -> None:
    assert t_quantile(probability, freedom) == pytest.approx(float(stdtrit(freedom, probability)))
