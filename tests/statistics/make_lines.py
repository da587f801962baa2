"""Lines for the tests of now, noise and forecast: as Hypothesis draws them, fast and slow."""

import numpy as np
from hypothesis import strategies as st

from analytics.statistics.noise import Lines, Noise
from tests.reference.slow_filter import Wave

noises = st.builds(Noise, q=st.floats(1, 12), tau=st.floats(1.5, 30), lam=st.floats(1, 1.9))
scores = st.one_of(st.none(), st.floats(0, 100))
variances = st.floats(2, 120)
waves = st.builds(
    Wave, score=scores, variance=variances, mu=st.floats(20, 80), begins=st.booleans()
)
lengths = st.integers(1, 9)
many_lines = lengths.flatmap(
    lambda length: st.lists(
        st.lists(waves, min_size=length, max_size=length), min_size=1, max_size=6
    )
)


def as_arrays(lines: list[list[Wave]]) -> Lines:
    """The same lines, waves x series."""
    return Lines(
        np.array([[np.nan if w.score is None else w.score for w in line] for line in lines]).T,
        np.array([[np.nan if w.score is None else w.variance for w in line] for line in lines]).T,
        np.array([[wave.mu for wave in line] for line in lines]).T,
        np.array([[wave.begins for wave in line] for line in lines]).T,
    )


def line(*shown: float, variance: float = 16.0, mu: float = 60.0) -> Lines:
    """One line in one piece; NaN is withheld."""
    column = np.array(shown, dtype=np.float64)[:, None]
    return Lines(column, np.where(np.isnan(column), np.nan, variance), np.array([mu]))
