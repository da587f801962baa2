"""Promises of where a unit stands now: as the slow filter says, honest about width and jumps."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.arrays import Ints
from analytics.statistics.noise import Lines, Noise
from analytics.statistics.now import Filtered, Range, RangeOf, filtered, now_range
from tests.reference.slow_filter import Wave, stands
from tests.statistics.make_lines import as_arrays, line, many_lines, noises
from tests.statistics.measured_now import Coverage, after_a_jump, coverage

USUAL = Noise(q=2.0, tau=7.0, lam=1.0)
HIDDEN = float("nan")


def ranges(lines: Lines, *, invited: int = 12, noise: Noise = USUAL) -> Range:
    everyone: Ints = np.full(lines.scores.shape[1], invited)
    return now_range(lines, filtered(lines, noise=noise), everyone)


@settings(deadline=None)
@given(many_lines, noises, st.sampled_from([0.1, 0.05, 0.0]))
def test_all_lines_at_once_stand_where_the_slow_filter_has_each(
    lines: list[list[Wave]], noise: Noise, jump: float
) -> None:
    slow = [stands(one, noise, jump=jump) for one in lines]
    found = filtered(as_arrays(lines), noise=noise, jump=jump)

    assert pytest.approx(np.array([[s.mean for s in one] for one in slow])) == found.mean.T
    assert pytest.approx(np.array([[s.sd for s in one] for one in slow])) == found.sd.T
    p_jump = np.array([[s.p_jump for s in one] for one in slow])
    assert pytest.approx(p_jump, abs=1e-9) == found.p_jump.T


@settings(deadline=None)
@given(many_lines, noises)
def test_a_withheld_wave_widens_and_says_nothing(lines: list[list[Wave]], noise: Noise) -> None:
    """By the drift, and by a tenth of a jump's variance."""
    known = as_arrays(lines)
    hidden = np.full((1, known.scores.shape[1]), HIDDEN)
    longer = Lines(
        np.vstack([known.scores, hidden]),
        np.vstack([known.variances, hidden]),
        np.vstack([known.area(), known.area()[-1:]]),
        np.vstack([known.begins(), np.zeros_like(known.begins()[:1])]),
    )
    found = filtered(longer, noise=noise)
    said = now_range(longer, found, np.array([12]))

    assert found.mean[-1] == pytest.approx(found.mean[-2])
    assert found.sd[-1] ** 2 == pytest.approx(found.sd[-2] ** 2 + noise.q**2 + 22.5)
    assert np.isnan(said.low[-1]).all()
    assert np.isnan(said.high[-1]).all()
    assert (said.rests_on[-1] == RangeOf.NOT_SHOWN).all()


@given(noises, st.integers(1, 9), st.floats(20, 80))
def test_who_was_never_shown_stands_somewhere_about_the_area(
    noise: Noise, waves: int, mu: float
) -> None:
    found = filtered(line(*[HIDDEN] * waves, mu=mu), noise=noise)
    later = np.arange(waves)

    assert found.mean[:, 0] == pytest.approx(mu)
    assert found.sd[:, 0] ** 2 == pytest.approx(noise.tau**2 + later * (noise.q**2 + 22.5))
    assert found.p_jump[:, 0] == pytest.approx(np.where(later == 0, 0, 0.1))


@settings(deadline=None)
@given(many_lines, noises, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(
    lines: list[list[Wave]], noise: Noise, dice: Random
) -> None:
    order = list(range(len(lines)))
    dice.shuffle(order)
    found = filtered(as_arrays(lines), noise=noise)
    shuffled = filtered(as_arrays([lines[at] for at in order]), noise=noise)

    for one, other in zip(found, shuffled, strict=True):
        assert other == pytest.approx(one[:, order])


@settings(deadline=None)
@given(many_lines, noises)
def test_what_comes_later_does_not_change_what_was_said(
    lines: list[list[Wave]], noise: Noise
) -> None:
    whole = filtered(as_arrays(lines), noise=noise)
    before = filtered(as_arrays([one[:-1] or one for one in lines]), noise=noise)

    for one, other in zip(before, whole, strict=True):
        assert other[: len(one)] == pytest.approx(one)


@settings(deadline=None)
@given(many_lines, noises)
def test_a_new_piece_knows_nothing_of_the_one_before(lines: list[list[Wave]], noise: Noise) -> None:
    again = [[*one, *one] for one in lines]
    joined = as_arrays(again)
    half = len(lines[0])
    starts = joined.begins()
    starts[half] = True
    both = Lines(joined.scores, joined.variances, joined.mu, starts)
    found = filtered(both, noise=noise)
    said = now_range(both, found, np.array([7]))

    for each in (*found, *said):
        assert each[half:] == pytest.approx(each[:half], nan_ok=True)


@settings(deadline=None)
@given(many_lines, noises, st.integers(5, 30))
def test_a_range_is_within_0_to_100_and_holds_the_figure_beside_it(
    lines: list[list[Wave]], noise: Noise, invited: int
) -> None:
    given_lines = as_arrays(lines)
    said = ranges(given_lines, invited=invited, noise=noise)
    shown = ~np.isnan(given_lines.scores)

    assert np.array_equal(shown, said.rests_on != RangeOf.NOT_SHOWN)
    assert (said.low[shown] >= 0).all()
    assert (said.high[shown] <= 100).all()
    assert (said.low[shown] <= given_lines.scores[shown]).all()
    assert (said.high[shown] >= given_lines.scores[shown]).all()


def test_one_wave_is_drawn_towards_its_area_by_hand() -> None:
    """tau² 49 and V 16: 49/65 of the way from 60 to 65, and 49 x 16/65 of variance."""
    found = filtered(line(65.0), noise=USUAL)

    assert found.mean.item() == pytest.approx(60 + 5 * 49 / 65)
    assert found.sd.item() ** 2 == pytest.approx(49 * 16 / 65)


def test_without_jumps_it_is_the_plain_local_level_by_hand() -> None:
    """The second wave: variance 12.06 + 4 before it, so 16.06/32.06 of the way to 70."""
    before = 49 * 16 / 65 + 4
    mean = 60 + 5 * 49 / 65
    found = filtered(line(65.0, 70.0), noise=USUAL, jump=0.0)

    assert found.mean[1, 0] == pytest.approx(mean + before / (before + 16) * (70 - mean))
    assert found.sd[1, 0] ** 2 == pytest.approx(before * 16 / (before + 16))


def test_a_steady_line_has_a_range_narrower_than_its_own_interval() -> None:
    said = ranges(line(66.0, 64.0, 65.0, 67.0, 64.0))

    assert said.rests_on[-1, 0] == RangeOf.ALL_WAVES
    assert (said.high - said.low)[-1, 0] < 0.75 * 2 * 1.96 * 4


def test_a_fall_that_is_surely_one_is_told_by_the_wave_itself() -> None:
    """And what was before is forgotten, not averaged in."""
    fell = line(66.0, 64.0, 65.0, 45.0, 44.0, 46.0)
    found = filtered(fell, noise=USUAL)
    said = ranges(fell)

    assert found.p_jump[3, 0] > 0.25
    assert said.rests_on[:, 0].tolist()[3] == RangeOf.JUMPED
    assert (said.low[3, 0], said.high[3, 0]) == pytest.approx((45 - 7.84, 45 + 7.84), abs=0.01)
    assert said.rests_on[-1, 0] == RangeOf.ALL_WAVES
    assert found.mean[-1, 0] == pytest.approx(45, abs=1.5)


@pytest.mark.parametrize(
    ("lines", "invited", "rests_on"),
    [
        (line(62.0), 8, RangeOf.ALL_WAVES),
        (line(62.0), 7, RangeOf.SMALL_AND_NEW),
        (line(HIDDEN, 62.0), 7, RangeOf.SMALL_AND_NEW),
        (line(62.0, 62.0), 7, RangeOf.ALL_WAVES),
        (line(72.0), 8, RangeOf.ALL_WAVES),
        (line(72.1), 8, RangeOf.FAR_FROM_AREA),
        (line(47.9), 8, RangeOf.FAR_FROM_AREA),
        (line(HIDDEN, 72.1), 8, RangeOf.FAR_FROM_AREA),
        (line(72.1, 72.1), 8, RangeOf.ALL_WAVES),
        (line(HIDDEN), 8, RangeOf.NOT_SHOWN),
        (line(62.0, HIDDEN), 8, RangeOf.NOT_SHOWN),
        (line(62.0, 61.0, 62.0, 80.0), 8, RangeOf.JUMPED),
    ],
)
def test_a_range_says_what_it_rests_on(lines: Lines, invited: int, rests_on: RangeOf) -> None:
    found = ranges(lines, invited=invited)

    assert found.rests_on[-1, 0] == rests_on
    alone = rests_on not in (RangeOf.ALL_WAVES, RangeOf.NOT_SHOWN)
    own = lines.scores[-1, 0] - 1.959964 * 4
    assert (found.low[-1, 0] == pytest.approx(own, abs=1e-4)) == alone


def test_a_range_that_would_leave_out_the_figure_beside_it_is_not_shown() -> None:
    """73 after six waves at 60: hardly a jump at lambda V 54, yet far from where it stood."""
    surprising = line(*[60.0] * 6, 73.0, variance=36.0)
    restless = Noise(q=1.0, tau=7.0, lam=1.5)
    found = filtered(surprising, noise=restless)
    said = ranges(surprising, noise=restless)

    assert found.p_jump[-1, 0] < 0.25
    assert found.mean[-1, 0] + 1.96 * found.sd[-1, 0] < 73
    assert said.rests_on[-1, 0] == RangeOf.FIGURE_OUTSIDE
    assert (said.low[-1, 0], said.high[-1, 0]) == pytest.approx((73 - 11.76, 73 + 11.76), abs=0.01)


def test_an_area_may_move_and_a_piece_keeps_the_one_it_began_with() -> None:
    """The second piece begins when the area is at 80, 10 above the unit."""
    moved = Lines(
        np.array([[70.0], [70.0], [67.0]]),
        np.full((3, 1), 16.0),
        np.array([[60.0], [80.0], [55.0]]),
        np.array([[False], [True], [False]]),
    )
    found: Filtered = filtered(moved, noise=USUAL)

    assert found.mean[0, 0] == pytest.approx(60 + 10 * 49 / 65)
    assert found.mean[1, 0] == pytest.approx(80 - 10 * 49 / 65)
    assert ranges(moved).rests_on[1, 0] == RangeOf.ALL_WAVES


def test_in_simulated_organisations_a_range_is_narrower_nearer_and_as_honest() -> None:
    """Goals .91 for 5 to 7 people and .93 from 8 on; .93 to .94 in full (measured_now.py)."""
    gathered = Coverage()
    for teams, organisations in ((6, 60), (14, 30), (60, 6)):
        for waves in (3, 6):
            coverage(
                gathered, teams=teams, waves=waves, organisations=organisations, seed=teams + waves
            )
    rows = gathered.table()

    assert all(row["half"] < 0.8 * row["own_half"] for row in rows.values())
    assert all(row["error"] < 0.85 * row["own_error"] for row in rows.values())
    assert rows["5-7"]["covered"] > 0.89
    assert min(rows["8-12"]["covered"], rows["13-20"]["covered"]) > 0.91


@pytest.mark.parametrize("by", [-20.0, 20.0])
def test_right_after_a_real_jump_a_range_still_covers(by: float) -> None:
    """Goal .85 at once; in full .845 for a fall (.83 to .88 by seed) and .89 to .92 for a rise."""
    found = after_a_jump(organisations=120, seed=8, by=by)

    assert found[0] > 0.8
    assert min(found[1:]) > 0.84
    assert np.mean(found) > 0.88
