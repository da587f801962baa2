"""Promises of control limits: Montgomery's figures, and silence where nothing stands out."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics.process_limits import xmr
from tests.reference_data import reference_file

VISCOSITY = [33.75, 33.05, 34.0, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.2, 33.62, 33.0]
VISCOSITY += [33.54, 33.12, 33.84]

points = st.lists(st.integers(0, 100).map(float), min_size=8, max_size=30)


def test_montgomerys_limits_of_the_viscosity_data() -> None:
    """Montgomery, chapter 6: mean 33.52, limits 32.24 and 34.80."""
    found = xmr(VISCOSITY)

    assert found is not None
    assert found.mean == pytest.approx(33.52, abs=0.005)
    assert found.limits == pytest.approx((32.24, 34.80), abs=0.005)
    assert found.signals == ()


def test_the_reference_file_has_the_same_figures() -> None:
    golden = json.loads(reference_file("golden_values.json").read_text("utf-8"))
    viscosity = golden["xmr_viscosity"]
    usual = xmr(viscosity["x"])

    assert viscosity["x"] == VISCOSITY
    assert usual is not None
    assert (round(usual.limits.low, 2), round(usual.limits.high, 2)) == (32.24, 34.8)


@pytest.mark.parametrize(("waves", "said"), [(7, False), (8, True), (12, True)])
def test_limits_come_with_eight_waves(*, waves: int, said: bool) -> None:
    found = xmr(VISCOSITY[:waves])

    assert (found is not None) == said


@given(points)
def test_limits_lie_about_the_mean_and_signals_outside_them(values: list[float]) -> None:
    found = xmr(values)

    assert found is not None
    assert found.mean - found.limits.low == pytest.approx(found.limits.high - found.mean)
    for at, value in enumerate(values):
        inside = found.limits.low - 1e-6 <= value <= found.limits.high + 1e-6
        assert (at not in found.signals) or not inside or value in found.limits


@given(points, st.floats(-50, 50))
def test_moving_or_turning_a_line_moves_and_turns_its_limits(
    values: list[float], by: float
) -> None:
    found, turned = xmr(values), xmr([by - value for value in values])

    assert found is not None
    assert turned is not None
    assert turned.limits == pytest.approx((by - found.limits.high, by - found.limits.low))
    assert turned.signals == found.signals


def test_a_line_that_never_moves_has_no_signal() -> None:
    found = xmr([0.1 + 0.2] * 10)

    assert found is not None
    assert found.signals == ()


def test_one_step_of_rounding_is_no_signal_and_two_are() -> None:
    """Seven waves at 50 and one at 55: without the step of 5, limits of 48.7 to 52.5 say so."""
    once, twice = [50.0] * 7 + [55.0], [50.0] * 15 + [60.0]
    plain, careful, far = xmr(once), xmr(once, step=5), xmr(twice, step=5)

    assert plain is not None
    assert plain.signals == (7,)
    assert careful is not None
    assert careful.signals == ()
    assert far is not None
    assert far.signals == (15,)


def test_a_line_that_only_wiggles_is_left_alone() -> None:
    """Drawn: of 20 waves of pure chance fewer than 2 in 100 lie outside."""
    random = np.random.default_rng(6)
    found = [xmr(list(60 + random.normal(0, 5, 20))) for _ in range(500)]
    outside = [len(usual.signals) for usual in found if usual is not None]

    assert len(outside) == 500
    assert sum(outside) / (500 * 20) < 0.02
