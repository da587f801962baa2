"""Promises of levels: exact, the same in picture and verdict, and silent about chance."""

from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.arrays import Floats
from analytics.statistics.levels import Picture, Said, Told, picture, said
from tests.reference import slow_levels

POINTS = st.sampled_from([30.0, 40.0, 50.0, 55.0, 60.0, 70.0, 90.0]) | st.floats(0, 100)
VARIANCES = st.sampled_from([4.0, 9.0, 25.0]) | st.floats(1, 60)
MEASURES = st.integers(1, 12)
NOISE = st.floats(1, 1.9)


@st.composite
def some_lines(draw: st.DrawFn, most: int = 8) -> tuple[Floats, Floats, Floats, Floats]:
    """Scores with gaps, variances, a number of measures per series and noise per wave."""
    waves, series = draw(st.integers(1, most)), draw(st.integers(1, 3))
    scores = [
        [draw(st.just(nan) | POINTS | POINTS | POINTS) for _ in range(series)] for _ in range(waves)
    ]
    variances = [[draw(VARIANCES) for _ in range(series)] for _ in range(waves)]
    return (
        np.array(scores),
        np.array(variances),
        np.array([draw(MEASURES) for _ in range(series)], dtype=np.float64),
        np.array([draw(NOISE) for _ in range(waves)]),
    )


def line(*scores: float, variance: float = 16.0) -> tuple[Floats, Floats]:
    """One series."""
    column = np.array(scores)[:, None]
    return column, np.full(column.shape, variance)


def told(*scores: float, variance: float = 16.0) -> list[str]:
    found = said(*line(*scores, variance=variance), measures=2, noise=1)
    return [Told(code).name for code in found.verdict[:, 0]]


def levels_of(*scores: float, variance: float = 16.0) -> list[int]:
    found = picture(*line(*scores, variance=variance), measures=2, noise=1)
    return [int(level) for level in found.level_of[:, 0]]


@given(some_lines())
def test_what_is_said_at_each_wave_is_the_cheapest_of_all_ways_to_tell_it(
    drawn: tuple[Floats, Floats, Floats, Floats],
) -> None:
    scores, variances, measures, noise = drawn
    found = said(scores, variances, measures=measures, noise=noise)

    for series in range(scores.shape[1]):
        for wave in range(len(scores)):
            if isnan(scores[wave, series]):
                assert found.count[wave, series] == 0
                assert isnan(found.level[wave, series])
                continue
            rows = [row for row in range(wave + 1) if not isnan(scores[row, series])]
            y, v = list(scores[rows, series]), list(variances[rows, series])
            levels = slow_levels.best(y, v, measures[series], noise[wave])
            kept = [
                levels[-1].kept,
                levels[-2].kept if len(levels) > 1 else [],
                levels[-1].kept[:-1],
            ]
            means = [slow_levels.mean(y, v, k) if k else slow_levels.Mean(nan, nan) for k in kept]
            expected = [x for m in means for x in (m.value, noise[wave] * m.variance)]

            assert found.count[wave, series] == len(rows)
            assert found.since[wave, series] == rows[levels[-1].start]
            assert found.length[wave, series] == len(rows) - levels[-1].start
            assert [field[wave, series] for field in found[3:9]] == pytest.approx(
                expected, abs=1e-9, nan_ok=True
            )
            price = slow_levels.beta(len(rows), measures[series])
            assert found.threshold[wave, series] == pytest.approx((price + 2) ** 0.5)


@given(some_lines())
def test_the_picture_is_the_cheapest_of_all_ways_to_tell_the_line(
    drawn: tuple[Floats, Floats, Floats, Floats],
) -> None:
    scores, variances, measures, noise = drawn
    found = picture(scores, variances, measures=measures, noise=noise)

    for series in range(scores.shape[1]):
        rows = [row for row in range(len(scores)) if not isnan(scores[row, series])]
        y, v = list(scores[rows, series]), list(variances[rows, series])
        levels = slow_levels.best(y, v, measures[series], noise[rows[-1]]) if rows else ()
        level_of, spike = np.full(len(scores), -1), np.zeros(len(scores), dtype=np.bool_)
        expected = np.full(len(scores), nan)
        for number, level in enumerate(levels):
            those = [rows[wave] for wave in range(level.start, level.end)]
            level_of[those] = number
            expected[those] = slow_levels.mean(y, v, level.kept).value
            if level.spike is not None:
                spike[rows[level.spike]] = True

        assert found.level_of[:, series].tolist() == level_of.tolist()
        assert found.spike[:, series].tolist() == spike.tolist()
        assert list(found.means[:, series]) == pytest.approx(list(expected), abs=1e-9, nan_ok=True)


@given(some_lines(most=16))
def test_picture_and_verdict_never_disagree(
    drawn: tuple[Floats, Floats, Floats, Floats],
) -> None:
    """The picture's last two levels are what is said at the newest shown wave."""
    scores, variances, measures, noise = drawn
    shown = picture(scores, variances, measures=measures, noise=noise)
    words = said(scores, variances, measures=measures, noise=noise)

    for series in range(scores.shape[1]):
        rows = np.flatnonzero(~np.isnan(scores[:, series]))
        if len(rows) == 0:
            continue
        newest, level_of = rows[-1], shown.level_of[:, series]
        last = level_of[newest]
        inside = np.flatnonzero(level_of == last)
        earlier = shown.means[level_of == last - 1, series]
        before = earlier[0] if last > 0 else nan
        assert words.since[newest, series] == inside[0]
        assert words.length[newest, series] == len(inside)
        assert words.level[newest, series] == pytest.approx(shown.means[newest, series], abs=1e-9)
        assert words.before[newest, series] == pytest.approx(before, abs=1e-9, nan_ok=True)


@given(some_lines(most=12), st.integers(1, 12))
def test_what_was_said_at_a_wave_stays_what_it_was(
    drawn: tuple[Floats, Floats, Floats, Floats], waves: int
) -> None:
    """Later waves, and other series beside it, change nothing of it."""
    scores, variances, measures, noise = drawn
    whole = said(scores, variances, measures=measures, noise=noise)
    early = said(
        scores[:waves, :1], variances[:waves, :1], measures=measures[:1], noise=noise[:waves]
    )

    for all_of_it, part in zip(whole, early, strict=True):
        np.testing.assert_allclose(all_of_it[:waves, :1], part, rtol=1e-7, atol=1e-7)


@given(some_lines(most=12))
def test_the_interval_beside_a_verdict_never_holds_0(
    drawn: tuple[Floats, Floats, Floats, Floats],
) -> None:
    scores, variances, measures, noise = drawn
    found = said(scores, variances, measures=measures, noise=noise)
    news = np.isin(found.verdict, (Told.ROSE, Told.FELL))
    difference = (found.level - found.before)[news]
    reach = 1.96 * np.sqrt(found.level_variance + found.before_variance)[news]

    assert (np.abs(difference) > reach - 1e-3).all()
    assert ((difference > 0) == (found.verdict[news] == Told.ROSE)).all()
    assert (found.length[news] <= 3).all()


def test_a_fall_and_a_return_are_three_levels_and_are_said_when_they_come() -> None:
    """The team that fell from 67 to 45, stayed three waves and came back."""
    scores = (67.0, 68.0, 66.0, 67.0, 45.0, 44.0, 46.0, 68.0, 67.0, 66.0, 68.0)

    assert levels_of(*scores) == [0] * 4 + [1] * 3 + [2] * 4
    assert told(*scores) == [
        *("TOO_EARLY", *["NO_CLEAR_CHANGE"] * 3, *["FELL"] * 3, *["ROSE"] * 3),
        "NO_CLEAR_CHANGE",
    ]


def test_one_odd_wave_is_a_spike_once_the_line_is_back() -> None:
    scores = (70.0, 71.0, 69.0, 70.0, 40.0, 70.0, 71.0)
    found = picture(*line(*scores), measures=2, noise=1)

    assert told(*scores)[4] == "FELL"
    assert told(*scores)[5:] == ["NO_CLEAR_CHANGE"] * 2
    assert found.level_of[:, 0].tolist() == [0] * 7
    assert found.spike[:, 0].tolist() == [False] * 4 + [True] + [False] * 2
    assert found.means[0, 0] == pytest.approx(70.2, abs=0.05)


def test_lines_near_the_price_of_a_cut_are_told_as_the_slow_way_does() -> None:
    """Drawn, not found by Hypothesis: steps, dips and odd waves that only just pay or do not."""
    random = np.random.default_rng(8)
    shapes = np.array(
        [[0] * 8, [0] * 5 + [1] * 3, [0] * 3 + [1, 1] + [0] * 3, [0] * 4 + [1, 0, 0, 0]]
    )
    scores = 60 + 14 * shapes[random.integers(0, 4, 160)].T + random.normal(0, 3, (8, 160))
    variances = np.full(scores.shape, 16.0)
    found = picture(scores, variances, measures=2, noise=1)
    slow = [slow_levels.best(list(one), [16.0] * 8, 2, 1) for one in scores.T]

    assert {len(levels) for levels in slow} == {1, 2, 3}
    for series, levels in enumerate(slow):
        starts = np.flatnonzero(np.diff(found.level_of[:, series], prepend=-1))
        left_out = [level.spike for level in levels if level.spike is not None]
        assert starts.tolist() == [level.start for level in levels]
        assert np.flatnonzero(found.spike[:, series]).tolist() == left_out


def test_a_dip_or_an_odd_wave_that_pays_only_as_such_is_not_passed_over() -> None:
    """No single cut pays, at the last wave or before: 8.2 a cut, 10.6 a spike; they gain 22, 12.3.

    Waves of much noise came first, so that nothing showed while they were new.
    """
    dip = line(60.0, 60.0, 60.0, 44.7, 44.7, 60.0, 60.0, 60.0)
    odd = line(70.0, 70.0, 70.0, 70.0, 70.0, 55.0, 70.0, 70.0)
    noise = np.array([5.0] * 7 + [1.0])
    spike = picture(*odd, measures=2, noise=noise).spike[:, 0]

    assert picture(*dip, measures=2, noise=noise).level_of[:, 0].tolist() == [
        0,
        0,
        0,
        1,
        1,
        2,
        2,
        2,
    ]
    assert np.flatnonzero(spike).tolist() == [5]


def test_a_fall_of_one_wave_needs_more_than_one_that_stays() -> None:
    """12.5 points, at an SD of 4: news once a second wave says the same."""
    steady = (70.0, 70.0, 70.0, 70.0, 70.0, 70.0)

    assert told(*steady, 57.5)[-1] == "NO_CLEAR_CHANGE"
    assert told(*steady, 57.5, 57.5)[-1] == "FELL"


def test_more_measures_on_a_page_and_more_noise_ask_for_more() -> None:
    scores, variances = line(70, 70, 70, 70, 54)
    found = [
        said(scores, variances, measures=measures, noise=noise).verdict[-1, 0]
        for measures, noise in ((2, 1), (40, 1), (2, 1.9))
    ]

    assert found == [Told.FELL, Told.NO_CLEAR_CHANGE, Told.NO_CLEAR_CHANGE]


def test_a_line_without_waves_and_no_lines_at_all_say_nothing() -> None:
    nothing = np.full((3, 2), nan)
    found = said(nothing, nothing, measures=2, noise=1)
    none: Said = said(nothing[:, :0], nothing[:, :0], measures=2, noise=1)
    early: Picture = picture(nothing[:0], nothing[:0], measures=2, noise=1)

    assert (found.verdict == Told.NOTHING).all()
    assert (found.since == -1).all()
    assert none.level.shape == (3, 0)
    assert early.level_of.shape == (0, 2)


def test_gaps_in_a_line_change_nothing_but_its_rows() -> None:
    scores = (67.0, nan, 68.0, 66.0, nan, 45.0, 44.0)
    found = said(*line(*scores), measures=2, noise=1)

    assert levels_of(*scores) == [0, -1, 0, 0, -1, 1, 1]
    assert found.count[:, 0].tolist() == [1, 0, 2, 3, 0, 4, 5]
    assert found.since[:, 0].tolist() == [0, -1, 0, 0, -1, 5, 5]
