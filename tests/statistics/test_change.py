"""Promises of the change test: few false alarms, and an interval that agrees with the verdict."""

import json
from math import sqrt
from statistics import fmean, pvariance

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import stdtrit

from analytics.disclosure.rounding import participation_band, people_band, score_grain
from analytics.figures.precision import answered_at_least, unanswered_share
from analytics.published.cells import Band, Participation
from analytics.statistics.change import (
    Verdict,
    benjamini_hochberg,
    changes,
    p_value,
    smallest_change,
    standard_error,
)
from analytics.statistics.intervals import Estimate, variance
from tests.reference_data import reference_file

FALSE_ALARM_AT = 1.959964
SPREAD, RELIABILITY, ITEMS = 17.5, 0.8, 8
ROUNDS = 6000

Pair = tuple[Estimate, Estimate]

estimates = st.builds(Estimate, st.integers(0, 1000).map(lambda t: t / 10), st.floats(0.05, 200))
pairs = st.tuples(estimates, estimates)


def test_benjamini_and_hochberg_as_r_gives_it() -> None:
    """p.adjust(p, "BH") of 25 published p-values; the first seven q-values."""
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251]
    p += [0.269, 0.275, 0.34, 0.341, 0.384, 0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986]

    found = benjamini_hochberg(p)[:7]

    assert found == pytest.approx([0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.2642857143])


def test_benjamini_and_hochberg_against_the_reference_file() -> None:
    golden = json.loads(reference_file("golden_values.json").read_text("utf-8"))["bh"]

    assert benjamini_hochberg(golden["p"])[:7] == pytest.approx(golden["q_first7"])


@given(st.lists(st.floats(0, 1), max_size=12))
def test_benjamini_and_hochberg_against_its_definition(p: list[float]) -> None:
    """Slowly: the smallest p(j) m / j over all that are no smaller, and never above 1."""
    ranked = sorted(p)
    slow = [
        min([1.0, *(ranked[j] * len(p) / (j + 1) for j in range(len(p)) if ranked[j] >= one)])
        for one in p
    ]

    assert benjamini_hochberg(p) == pytest.approx(slow)


@given(st.lists(st.one_of(st.none(), pairs), max_size=9))
def test_the_interval_holds_no_change_exactly_when_the_verdict_says_so(
    family: list[Pair | None],
) -> None:
    for pair, change in zip(family, changes(family), strict=True):
        assert (pair is None) == (change is None)
        if change is not None:
            unclear = change.low <= 1e-9 and change.high >= -1e-9
            assert unclear == (change.verdict is Verdict.UNCLEAR)
            assert change.low <= change.difference <= change.high


@given(pairs)
def test_a_change_backwards_is_the_same_change_with_the_other_sign(pair: Pair) -> None:
    (forth,), (back,) = changes([pair]), changes([(pair[1], pair[0])])

    assert forth is not None
    assert back is not None
    assert forth.difference == pytest.approx(-back.difference)
    assert [forth.low, forth.high] == pytest.approx([-back.high, -back.low])
    assert forth.detectable == pytest.approx(back.detectable)


def test_the_displayed_difference_is_of_unrounded_values() -> None:
    """52.952 and 58.495 show as 53 and 58, their difference as -6 (Civil Service People Survey)."""
    (change,) = changes([(Estimate(58.495, 1.0), Estimate(52.952, 1.0))])

    assert change is not None
    assert round(change.difference) == -6
    assert change.verdict is Verdict.FELL


def test_t_is_that_of_unequal_variances() -> None:
    """R: t.test(extra ~ group, sleep), Student's data: t -1.8608; the normal gives p .0628."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    before, after = (Estimate(fmean(x), pvariance(x) / 9) for x in (first, second))

    found = (before.score - after.score) / standard_error(before, after)

    assert found == pytest.approx(-1.8608135, abs=5e-8)
    assert p_value(before, after) == pytest.approx(0.0628, abs=5e-5)


def test_what_has_no_earlier_figure_does_not_count_in_the_family() -> None:
    """p = .07 is told apart alone (q .07), but not beside a change of nothing (q .14)."""
    close = (Estimate(50, 50.0), Estimate(68.1, 50.0))
    nothing = (Estimate(50, 50.0), Estimate(50, 50.0))
    (alone, missing), (beside, _) = changes([close, None]), changes([close, nothing])

    assert p_value(*close) == pytest.approx(0.07, abs=0.001)
    assert alone is not None
    assert beside is not None
    assert missing is None
    assert (alone.verdict, beside.verdict) == (Verdict.ROSE, Verdict.UNCLEAR)


def test_the_smallest_change_that_would_show_does_show_four_times_in_five() -> None:
    """Drawn: 80 % of such changes pass the strictest threshold of two displayed together."""
    before, after = Estimate(50, 13.0), Estimate(50, 20.0)
    size = smallest_change(before, after, family=2)
    drawn = np.random.default_rng(7).normal(size, sqrt(33.0), 40_000)

    found = np.mean(drawn / sqrt(33.0) > FALSE_ALARM_AT)

    assert found == pytest.approx(0.80, abs=0.01)


@pytest.mark.parametrize(("invited", "answering"), [(6, 5), (8, 6), (12, 10), (20, 16), (30, 24)])
def test_a_team_in_which_nobody_changed_gives_few_false_alarms(
    invited: int, answering: int
) -> None:
    """5 % before coarsening and banding; afterwards no more than 6.5 %."""
    exact, coarse = _false_alarms(invited, answering, seed=invited)

    assert 0.035 <= exact <= 0.065
    assert coarse <= 0.065


def test_a_department_in_which_nobody_changed_gives_few_false_alarms() -> None:
    exact, coarse = _false_alarms(60, 48, seed=60)

    assert 0.035 <= exact <= 0.065
    assert coarse <= 0.065


def _false_alarms(invited: int, answering: int, *, seed: int) -> tuple[float, float]:
    """How often |t| > 1.96 when the same people are asked twice: with exact n, and as published."""
    random = np.random.default_rng(seed)
    lasting = _lasting_answers(random, invited)
    first, second = (_asked(random, lasting, answering).mean(axis=1) for _ in range(2))
    exact = _variance(answering, invited, step=0)
    found = _alarms(first.mean(axis=1), second.mean(axis=1), exact)
    banded = _published_variance(invited, answering)
    return found, _alarms(_coarse(first, answering), _coarse(second, answering), banded)


def _lasting_answers(random: np.random.Generator, invited: int) -> NDArray[np.float64]:
    """What everybody thinks of every statement, round by round: r of a composite's variance."""
    person, statement = sqrt(200.0), sqrt(8 * (RELIABILITY * SPREAD**2 - 200))
    shape = (ROUNDS, invited, ITEMS)
    return 60 + random.normal(0, person, (*shape[:2], 1)) + random.normal(0, statement, shape)


def _variance(n: int, invited: int, *, step: int) -> float:
    return variance(
        n=float(n),
        unanswered=1 - n / invited,
        spread=SPREAD,
        reliability=RELIABILITY,
        step=float(step),
        items=float(ITEMS),
    )


def _asked(
    random: np.random.Generator, lasting: NDArray[np.float64], answering: int
) -> NDArray[np.float64]:
    """One asking: some answer, each a little differently than on another day; round by round,
    (rounds, people, items)."""
    day = sqrt(ITEMS * (1 - RELIABILITY)) * SPREAD
    order = random.random(lasting.shape[:2]).argsort(axis=1)[:, :answering, None]
    chosen = np.take_along_axis(lasting, order, axis=1)
    found: NDArray[np.float64] = chosen + random.normal(0, day, chosen.shape)
    return found


def _coarse(means: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """The composite as published: each statement to its step, then the mean in tenths."""
    grain = score_grain(n)
    steps = np.rint(means / grain.step) * grain.step
    composite: NDArray[np.float64] = np.clip(steps, grain.margin, 100 - grain.margin).mean(axis=1)
    return composite.round(1)


def _published_variance(invited: int, answering: int) -> float:
    people = people_band(answering, k=5)
    participation = Participation(invited, participation_band(answering, invited))
    n = answered_at_least(people, participation)
    return variance(
        n=float(n),
        unanswered=unanswered_share(n, participation),
        spread=SPREAD,
        reliability=RELIABILITY,
        step=float(score_grain(answering).step),
        items=float(ITEMS),
    )


def _alarms(first: NDArray[np.float64], second: NDArray[np.float64], of_one: float) -> float:
    return float(np.mean(np.abs(second - first) / sqrt(2 * of_one) > FALSE_ALARM_AT))


@pytest.mark.parametrize(("invited", "answering"), [(6, 5), (8, 6), (12, 10), (20, 16), (30, 24)])
def test_the_usual_tests_are_wrong_for_a_team_that_is_asked_again(
    invited: int, answering: int
) -> None:
    """Nobody changed: Welch is almost silent, and with a finite population correction too loud."""
    welch, corrected = _welch_alarms(invited, answering, shift=0.0, seed=invited)

    assert welch < 0.006
    assert 0.08 < corrected < 0.19


def test_half_an_option_is_told_apart_far_more_often_than_by_welch() -> None:
    """SD .7 on 1 to 5, 7 of 8 answered, made coarse with n known: .62 against .14.

    As published, with n and participation in bands, .42.
    """
    random = np.random.default_rng(8)
    lasting = _lasting_answers(random, 8)
    before, after = (_asked(random, lasting + shift, 7).mean(axis=1) for shift in (0.0, 12.5))
    coarse = _coarse(before, 7), _coarse(after, 7)
    welch, _ = _welch_alarms(8, 7, shift=12.5, seed=8)

    assert _alarms(*coarse, _variance(7, 8, step=10)) == pytest.approx(0.62, abs=0.025)
    assert _alarms(*coarse, _published_variance(8, 7)) == pytest.approx(0.42, abs=0.025)
    assert welch == pytest.approx(0.14, abs=0.025)


def _welch_alarms(invited: int, answering: int, *, shift: float, seed: int) -> tuple[float, float]:
    """How often Welch's t of people's composites alarms: plain, and corrected by 1 - n/N."""
    random = np.random.default_rng(seed)
    lasting = _lasting_answers(random, invited)
    first, second = (_asked(random, lasting + by, answering).mean(axis=2) for by in (0.0, shift))
    apart = np.abs(second.mean(axis=1) - first.mean(axis=1))
    errors = [people.var(axis=1, ddof=1) / answering for people in (first, second)]
    squares = np.square(errors[0]) + np.square(errors[1])
    freedom = np.square(errors[0] + errors[1]) * (answering - 1) / squares
    reach = stdtrit(freedom, 0.975) * np.sqrt(errors[0] + errors[1])
    corrected = sqrt(1 - answering / invited) * reach
    return float(np.mean(apart > reach)), float(np.mean(apart > corrected))


def test_the_band_of_n_alone_would_have_left_a_department_without_alarms() -> None:
    """24 of 30: counting with 15, one false alarm in a hundred and power to match."""
    random = np.random.default_rng(30)
    lasting = _lasting_answers(random, 30)
    before, after = (_coarse(_asked(random, lasting, 24).mean(axis=1), 24) for _ in range(2))

    assert _alarms(before, after, _variance(15, 30, step=5)) < 0.01
    assert 0.03 < _alarms(before, after, _published_variance(30, 24)) <= 0.065


def test_the_number_who_answered_comes_from_both_bands() -> None:
    """At 24 of 30 the band of n alone says 15; with participation it says 24."""
    participation = Participation(30, participation_band(24, 30))

    assert people_band(24, k=5) == Band(15, 29)
    assert answered_at_least(people_band(24, k=5), participation) == 24
