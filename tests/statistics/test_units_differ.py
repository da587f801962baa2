"""Promises of "units differ": chance alone is hardly ever taken for a difference."""

from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import chdtrc
from scipy.stats import chi2_contingency, false_discovery_control, norm

from analytics.arrays import Floats, Ints
from analytics.disclosure.rounding import participation_band, people_band, score_grain
from analytics.published.cells import Band
from analytics.statistics.intervals import answering
from analytics.statistics.units_differ import (
    away_from_others,
    away_from_whole,
    chi2_tail,
    differ,
    perhaps,
    surely,
    unit_variance,
)

ITEMS, MEASURES = 8, 2
STEPS_UP = np.array([-1.7, -1.0, -0.25, 0.9])
"""Where a feeling becomes the next answer: few low ones, many high ones, a mean near 63."""

one_unit = st.tuples(st.none() | st.integers(0, 100), st.integers(1, 80))
measures = st.integers(1, 6).flatmap(
    lambda units: st.lists(
        st.lists(one_unit, min_size=units, max_size=units), min_size=1, max_size=4
    )
)


def apart(scores: Floats, variances: Floats) -> Ints:
    return surely(away_from_others(scores, variances))


def table(rows: list[list[tuple[int | None, int]]]) -> tuple[Floats, Floats]:
    scores = [[np.nan if score is None else float(score) for score, _ in row] for row in rows]
    return np.array(scores), np.array([[float(v) for _, v in row] for row in rows])


def test_the_variance_of_a_unit_worked_out_by_hand() -> None:
    found = unit_variance(n=7.0, spread=17.5, step=10.0, items=8.0)

    assert found == pytest.approx(1.15 * 43.75 + 100 / 96)


@given(st.floats(0, 3000), st.integers(1, 400))
def test_the_tail_of_chi_squared_is_scipys(x: float, freedom: int) -> None:
    assert chi2_tail(x, freedom=freedom) == pytest.approx(chdtrc(freedom, x), abs=1e-12)


def test_cochrans_q_of_shares_is_the_chi_squared_of_their_table() -> None:
    """Yes and no in four groups, with the variance all have together: Pearson's chi-squared."""
    yes, of = np.array([12.0, 30.0, 25.0, 40.0]), np.array([30.0, 60.0, 80.0, 70.0])
    together = yes.sum() / of.sum()
    found = differ(yes / of, together * (1 - together) / of)
    expected = chi2_contingency(np.stack([yes, of - yes]), correction=False)

    assert found is not None
    assert (found.q, found.p, found.units) == pytest.approx((*expected[:2], 4))


@given(measures)
def test_what_is_not_shown_is_not_there(rows: list[list[tuple[int | None, int]]]) -> None:
    scores, variances = table(rows)
    shown = ~np.isnan(scores[0])

    assert differ(scores[0], variances[0]) == differ(scores[0][shown], variances[0][shown])
    assert (differ(scores[0], variances[0]) is None) == (shown.sum() < 2)


@settings(deadline=None)
@given(measures)
def test_a_unit_stands_apart_from_the_others_and_from_the_whole_alike(
    rows: list[list[tuple[int | None, int]]],
) -> None:
    """Slowly: each against the weighted mean of the others, all tests of the page one family."""
    scores, variances = table(rows)
    tests = []
    for at, unit in np.ndindex(scores.shape):
        others = ~np.isnan(scores[at]) & (np.arange(scores.shape[1]) != unit)
        if np.isnan(scores[at, unit]) or not others.any():
            continue
        weights = 1 / variances[at, others]
        off = scores[at, unit] - np.average(scores[at, others], weights=weights)
        p = 2 * norm.sf(abs(off) / np.sqrt(variances[at, unit] + 1 / weights.sum()))
        tests.append((at, unit, off, p))
    expected = np.zeros(scores.shape, dtype=np.int64)
    adjusted = false_discovery_control([p for *_, p in tests]) if tests else []
    for (at, unit, off, _), q in zip(tests, adjusted, strict=True):
        expected[at, unit] = np.sign(off) if q <= 0.10 else 0

    assert apart(scores, variances).tolist() == expected.tolist()


def test_low_is_below_and_high_is_above() -> None:
    scores = np.array([[30.0, 60.0, 60.0, 60.0, 90.0], [60.0, np.nan, 60.0, 61.0, 60.0]])

    found = apart(scores, np.full(scores.shape, 25.0))

    assert found.tolist() == [[-1, 0, 0, 0, 1], [0, 0, 0, 0, 0]]


def organisation(
    random: np.random.Generator, units: int, *, lower: float = 0.0
) -> tuple[Floats, Floats]:
    """Published scores and variances of units of 6 to 20, 80 % answering, drawn by lot.

    Skewed five-point answers; units have spreads of their own; `lower` moves the first unit.
    """
    invited = random.integers(6, 21, units)
    n = np.clip(random.binomial(invited, 0.8), 5, invited)
    unit = np.repeat(np.arange(units), n)
    people = len(unit)
    felt = 0.45 * random.normal(size=(people, 1, 1)) + 0.45 * random.normal(
        size=(people, MEASURES, 1)
    )
    felt = felt + 0.77 * random.normal(size=(people, MEASURES, ITEMS))
    felt *= np.exp(random.normal(0, 0.15, units))[unit, None, None]
    felt[unit == 0] -= lower
    answers = 25.0 * (felt[..., None] > STEPS_UP).sum(axis=-1)
    return _published(answers, unit, n, invited)


def _published(answers: Floats, unit: Ints, n: Ints, invited: Ints) -> tuple[Floats, Floats]:
    each = np.stack([answers[unit == one].mean(axis=0) for one in range(len(n))])
    grains = [score_grain(size) for size in n.tolist()]
    step = np.array([float(grain.step) for grain in grains])
    margin = np.array([float(grain.margin) for grain in grains])[:, None, None]
    coarse = np.rint(each / step[:, None, None]) * step[:, None, None]
    shown = np.clip(coarse, margin, 100 - margin).mean(axis=-1).round(1).T
    left = answers.mean(axis=-1) - each.mean(axis=-1)[unit]
    spread = np.sqrt(np.square(left).sum(axis=0) / (len(unit) - len(n)))[:, None]
    people = [people_band(size, k=5) for size in n.tolist()]
    pairs = zip(n.tolist(), invited.tolist(), strict=True)
    (low, high), part = _ends(people), _ends([participation_band(*pair) for pair in pairs])
    counted = answering(low, high, invited.astype(np.float64), part[0], part[1])
    return shown, unit_variance(n=counted, spread=spread, step=step, items=np.full(1, float(ITEMS)))


def _ends(bands: list[Band]) -> Floats:
    return np.array([(float(band.low), float(band.high)) for band in bands]).T


@pytest.mark.parametrize(("units", "rounds"), [(2, 700), (6, 500), (14, 350), (60, 120)])
def test_people_allotted_by_lot_hardly_ever_make_units_that_differ(units: int, rounds: int) -> None:
    """At most .08, and few pages with any colour; in 2,500 organisations each .066 .053 .045 .027
    and .12 .11 .10 .10."""
    random = np.random.default_rng(units)
    told, coloured = 0, 0
    for _ in range(rounds):
        scores, variances = organisation(random, units)
        found = [differ(*one) for one in zip(scores, variances, strict=True)]
        told += sum(one is not None and one.differ for one in found)
        coloured += bool(apart(scores, variances).any())

    assert told / rounds / MEASURES <= 0.08
    assert coloured / rounds <= 0.16


def test_a_unit_ten_points_below_is_sometimes_coloured_and_never_on_the_wrong_side() -> None:
    """Among 14 units in about one of seven: colour is rare and means it."""
    random = np.random.default_rng(14)
    found = [apart(*organisation(random, 14, lower=0.42))[:, 0] for _ in range(400)]

    assert 0.10 <= np.mean(np.array(found) == -1) <= 0.22
    assert not (np.array(found) == 1).any()


def test_units_that_do_differ_are_told() -> None:
    """A unit 25 points below among six, in nine of ten organisations."""
    random = np.random.default_rng(6)
    found = [differ(*(t[0] for t in organisation(random, 6, lower=1.1))) for _ in range(100)]

    assert np.mean([one is not None and one.differ for one in found]) >= 0.9


def test_two_units_are_held_against_the_whole() -> None:
    """By hand: 12 off with V = 16 and 9 is 12/5; nothing where the whole shows nothing."""
    scores, variances = np.array([[60.0, 36.0], [50.0, 50.0]]), np.full((2, 2), 16.0)
    away = away_from_whole(scores, variances, np.array([48.0, nan]), np.array([9.0, 9.0]))

    assert away[0].tolist() == [2.4, -2.4]
    assert np.isnan(away[1]).all()
    assert surely(away).tolist() == [[1, -1], [0, 0]]


def test_what_chance_alone_could_do_one_time_in_ten_is_perhaps() -> None:
    """1.645 standard errors, on either side; a figure that is not shown is neither."""
    away = np.array([[1.6, 1.7, -1.7, nan]])

    assert perhaps(away).tolist() == [[0, 1, -1, 0]]
