"""Promises of drift: Montgomery's CUSUM, silence about chance and steps, and the way it goes."""

from math import nan, sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.arrays import Floats
from analytics.statistics.drift import cusum, drift, drifting, no_step, residuals
from tests.reference import slow_drift
from tests.statistics.simulated_lines import Team, lasting, normal_lines, steady

MONTGOMERY = [9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51]
MONTGOMERY += [9.40, 10.08, 9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60]
MONTGOMERY += [11.08, 10.38, 11.62, 11.31, 10.52]

shown = st.lists(st.none() | st.floats(0, 100), min_size=1, max_size=12)
noises = st.floats(1, 1.9)


def column(values: list[float | None]) -> Floats:
    return np.array([nan if one is None else one for one in values])[:, None]


def test_montgomerys_sums() -> None:
    """Chapter 9, table of the tabular CUSUM: target 10, SD 1; an alarm at 29, counted from 23."""
    away = np.array(MONTGOMERY)[:, None] - 10
    up, down = cusum(away), cusum(-away)

    assert up.size[[3, 22, 28, 29], 0].tolist() == pytest.approx([1.16, 1.79, 5.28, 5.30])
    assert down.size[[1, 2], 0].tolist() == pytest.approx([1.56, 1.77])
    assert int(np.argmax(up.size[:, 0] > 5)) + 1 == 29
    assert up.since[28, 0] + 1 == 23


@given(shown, noises, st.floats(1, 60), st.floats(1, 60))
def test_each_wave_is_compared_with_the_mean_of_those_before(
    values: list[float | None], noise: float, odd: float, even: float
) -> None:
    """The same, slowly."""
    v = [odd if row % 2 else even for row in range(len(values))]
    expected = []
    for row, value in enumerate(values):
        before = [(one, v[at]) for at, one in enumerate(values[:row]) if one is not None]
        if value is None or not before:
            expected.append(nan)
            continue
        weight = sum(1 / variance for _, variance in before)
        mean = sum(one / variance for one, variance in before) / weight
        expected.append((value - mean) / sqrt(noise * (v[row] + 1 / weight)))

    found = residuals(column(values), np.array(v)[:, None], noise)[:, 0]

    assert list(found) == pytest.approx(expected, nan_ok=True, abs=1e-9)


@given(shown, st.floats(1, 60), st.floats(1, 60))
def test_a_straight_line_is_weighed_against_every_step(
    values: list[float | None], odd: float, even: float
) -> None:
    """The same, slowly, by least squares."""
    rows = [row for row, value in enumerate(values) if value is not None]
    assume(len(rows) > 2)
    v = np.array([odd if row % 2 else even for row in range(len(values))])
    y, root = column(values)[rows, 0], 1 / np.sqrt(v[rows])

    def cost(*columns: Floats) -> float:
        design = np.stack(columns, axis=1) * root[:, None]
        fitted = design @ np.linalg.lstsq(design, y * root, rcond=None)[0]
        return float(np.square(y * root - fitted).sum())

    line = cost(np.ones(len(rows)), np.array(rows, dtype=np.float64))
    steps = [
        cost(*(lasting(len(rows), at=at, by=1), np.ones(len(rows)))) for at in range(1, len(rows))
    ]
    assume(abs(line - min(steps)) > 1e-6)

    assert no_step(column(values), v[:, None])[0] == (line < min(steps))


@given(shown, noises)
def test_turning_a_line_turns_its_drift(values: list[float | None], noise: float) -> None:
    scores, variances = column(values), np.full((len(values), 1), 9.0)
    found, turned = drift(scores, variances, noise), drift(100 - scores, variances, noise)

    assert found.way[0] == -turned.way[0]
    assert (found.since[0] == -1) == (found.way[0] == 0)


def test_a_line_that_falls_a_little_every_wave_drifts() -> None:
    """2 points a wave, an SD of 4, gaps or not."""
    scores = 80 - 2 * np.arange(13.0)[:, None]
    gappy = scores.copy()
    gappy[[3, 8]] = nan
    variances = np.full(scores.shape, 16.0)

    assert drift(scores, variances, 1).way[0] == -1
    assert 0 < drift(scores, variances, 1).since[0] < 6
    assert drift(gappy, variances, 1).way[0] == -1
    assert drift(scores, variances, np.full(13, 30.0)).way[0] == 0


@given(st.lists(st.none() | st.floats(0, 100), min_size=2, max_size=9), noises, st.floats(1, 9))
def test_each_wave_tells_what_those_up_to_it_tell(
    values: list[float | None], noise: float, variance: float
) -> None:
    """Each with what was known of noise when it closed."""
    scores, noises = column(values), noise + np.arange(len(values)) / 9
    variances = np.full(scores.shape, variance)

    found = drifting(scores, variances, noises)
    for at, one in enumerate(noises):
        told = drift(scores[: at + 1], variances[: at + 1], float(one))
        assert (told.way[0], told.since[0]) == (found.way[at, 0], found.since[at, 0])


@given(st.integers(2, 20), st.floats(-6, 6), st.floats(1, 9), st.integers(0, 99))
def test_it_is_what_plain_numbers_say(waves: int, slope: float, off: float, seed: int) -> None:
    """Every sum, line and step tried one by one; of lines that go, and with waves left out."""
    dice = np.random.default_rng(seed)
    scores = 50 + slope * np.arange(waves) + dice.normal(0, 3, waves)
    scores[1:][dice.random(waves - 1) < 0.2] = np.nan
    shown = np.flatnonzero(~np.isnan(scores))
    points, variances = scores[shown].tolist(), [off] * len(shown)

    found = drift(scores[:, None], np.full((waves, 1), off), 1.3)
    expected, began = slow_drift.way(shown.tolist(), points, variances, 1.3)
    # A wave that is not there tells nothing new, so the last that is there has been told.
    assert found.way[0] == expected
    assert found.since[0] == (shown[began] if expected else -1)


def test_a_step_is_no_drift() -> None:
    scores = 70 + lasting(13, at=6, by=-20)[:, None]

    assert drift(scores, np.full(scores.shape, 16.0), 1).since[0] == -1


def test_no_waves_and_waves_without_scores_do_not_drift() -> None:
    nothing = np.full((5, 2), nan)

    assert drift(nothing, np.full((5, 2), 9.0), 1).since.tolist() == [-1, -1]
    assert drift(nothing[:0], nothing[:0], 1).since.tolist() == [-1, -1]
    assert drift(nothing[:1], nothing[:1], 1).since.tolist() == [-1, -1]


def test_steady_lines_hardly_ever_drift_and_drifting_ones_do() -> None:
    """Drawn: 13 waves, at any of them; and 1.5 points a wave in a team of 20."""
    random, team = np.random.default_rng(5), Team(20)
    scores, variances = normal_lines(random, steady(13), team, series=2000)
    ever = np.zeros(2000, dtype=np.bool_)
    for waves in range(2, 14):
        ever |= drift(scores[:waves], variances[:waves], 1).since >= 0
    falling = normal_lines(random, -1.5 * np.arange(13.0), team, series=2000)
    found = drift(*falling, 1)

    assert ever.mean() < 0.012
    assert (found.way == -1).mean() > 0.75
    assert not (found.way == 1).any()
