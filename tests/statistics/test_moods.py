"""The mood of a wave: found where there is one, hardly any where there is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics.moods import GRID, mood
from analytics.statistics.noise import Lines


def drawn(own: float, *, series: int = 12, waves: int = 13, variance: float = 2.5) -> Lines:
    """Steady lines with that much beside V in each wave."""
    dice = np.random.default_rng(3)
    level = dice.normal(65, 7, series)
    scores = level + dice.normal(0, np.sqrt(variance + own**2), (waves, series))
    return Lines(scores, np.full(scores.shape, variance), np.full(series, 65.0))


@pytest.mark.parametrize("own", [1.0, 1.5, 2.5])
def test_the_mood_of_waves_is_found(own: float) -> None:
    """In about as many lines as an organisation has areas."""
    assert mood(drawn(own, series=20)) == pytest.approx(own, abs=0.3)


def test_where_waves_have_no_mood_little_is_found() -> None:
    """Half a point, of which the square is a tenth of V."""
    assert mood(drawn(0.0, series=20)) < 0.7


def test_of_one_wave_nothing_is_known_but_what_is_usual() -> None:
    """There is nothing to take a difference of."""
    assert mood(drawn(0.0, waves=1)) == pytest.approx(1.0, abs=0.1)


def test_a_real_step_does_not_pass_for_moods() -> None:
    """Every area falls once, by much."""
    steady = drawn(0.5)
    fallen = steady.scores - np.where(np.arange(13) >= 6, 12.0, 0.0)[:, None]

    assert mood(Lines(fallen, steady.variances, steady.mu)) < mood(steady) + 0.5


def test_other_people_are_not_a_mood() -> None:
    """A new piece of a line says nothing about the one before."""
    lines = drawn(0.5)
    other = lines.scores + np.where(np.arange(13) >= 6, 12.0, 0.0)[:, None]
    starts = np.zeros(lines.scores.shape, dtype=np.bool_)
    starts[6] = True
    known = Lines(other, lines.variances, lines.mu, starts)

    assert mood(known) == pytest.approx(mood(lines), abs=0.25)


@given(st.integers(0, 40), st.integers(1, 8))
def test_it_is_always_within_what_can_be(waves: int, series: int) -> None:
    """Whatever is withheld."""
    dice = np.random.default_rng(waves * 100 + series)
    scores = np.where(
        dice.random((waves, series)) < 0.3, np.nan, dice.uniform(0, 100, (waves, series))
    )
    found = mood(Lines(scores, np.full(scores.shape, 4.0), np.full(series, 50.0)))

    assert GRID[0] <= found <= GRID[-1]
