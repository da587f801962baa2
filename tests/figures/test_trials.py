"""Promises of an effect: as the slow count has it, of what was published, and for good."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.figures.measures import PARTICIPATION
from analytics.figures.trials import Came, Trial, effect_of, likely, waves_after
from analytics.figures.verdicts import Reason
from analytics.statistics.noise import Noise
from tests.make_waves import WaveCells, closed_wave, unit, wave_cells
from tests.reference.slow_effect import Row, slow_effect

STARTED = closed_wave(4).closed + timedelta(days=3)
"""After the wave in which it fell, before the next one opens."""
TRIAL = Trial("alignment", STARTED, STARTED + timedelta(days=14))
NOISE = Noise(q=2.0, tau=7.0, lam=1.0)


def team(*points: float | None) -> list[WaveCells]:
    """A team whose alignment stood at these points, four weeks apart."""
    return [wave_cells(at, alignment=one) for at, one in enumerate(points)]


def rows(waves: list[WaveCells]) -> list[Row]:
    """The same as published, for the slow count: the variance as the report gives it."""
    found = unit(waves)
    stretches = found.line("alignment").stretches
    drawn = {at: of for s in stretches for at, of in zip(s.waves, s.drawn, strict=True)}
    return [
        Row(wave.opened, wave.closed, drawn[at].score, drawn[at].variance)
        if at in drawn
        else Row(wave.opened, wave.closed, None)
        for at, wave in enumerate(found.waves)
    ]


points = some.one_of(some.none(), some.integers(2, 18).map(lambda five: five * 5.0))


@settings(deadline=None, max_examples=40)
@given(
    some.lists(some.integers(4, 16).map(lambda five: five * 5.0), min_size=5, max_size=5),
    some.lists(points, min_size=0, max_size=4),
)
def test_an_effect_is_the_one_of_the_slow_count(
    before: list[float], after: list[float | None]
) -> None:
    waves = team(*before, *after)
    shown = waves_after(unit(waves), TRIAL)
    upto = waves[: shown[-1] + 1] if shown else waves
    found = effect_of(unit(upto), TRIAL, [55.0] * len(upto))
    slow = slow_effect(rows(upto), started=STARTED, pays=TRIAL.pays, mu=55.0, noise=NOISE)

    assert found.came == slow.came
    if found.anyway:
        assert slow.before is not None
        assert slow.after is not None
        assert (found.before, found.after) == pytest.approx((slow.before, slow.after), abs=0.06)
        assert found.anyway.least == pytest.approx(max(0.0, slow.least), abs=0.06)
        assert found.anyway.most == pytest.approx(min(100.0, slow.most), abs=0.06)
        assert found.anyway.low == pytest.approx(slow.low, abs=0.06)
        assert found.anyway.high == pytest.approx(slow.high, abs=0.06)


def test_what_fell_by_chance_and_came_back_is_no_effect() -> None:
    """Against the wave before it would be a rise of 20."""
    found = effect_of(unit(waves := team(65, 60, 65, 60, 45, 65)), TRIAL, [62.0] * len(waves))

    assert (found.before, found.after, found.came) == (45.0, 65.0, Came.ANYWAY)


def test_what_stayed_low_and_rose_well_beyond_is_an_effect() -> None:
    waves = team(40, 45, 40, 45, 40, 75, 75)
    found = effect_of(unit(waves), TRIAL, [45.0] * len(waves))

    assert found.came is Came.ROSE
    assert [wave.key for wave in found.waves] == ["w5", "w6"]
    assert found.difference is not None
    assert found.difference > 0


def test_it_is_too_early_until_a_wave_opened_after_it_should_have_paid() -> None:
    late = Trial("alignment", STARTED, closed_wave(6).opened)
    waves = team(60, 60, 60, 60, 45, 90)

    assert effect_of(unit(waves), late, [60.0] * 6).came is Came.TOO_EARLY
    assert waves_after(unit(team(60, 60, 60, 60, 45, None, 60)), TRIAL) == [6]


def test_without_a_figure_from_before_nothing_is_compared() -> None:
    waves = team(None, None, None, None, None, 60)
    found = effect_of(unit(waves), TRIAL, [60.0] * 6)

    assert (found.came, found.reason) == (Came.NOT_COMPARABLE, Reason.FIRST_WAVE)


def test_later_waves_change_nothing_of_what_was_said_of_two() -> None:
    """A third wave after is another story."""
    first = team(60, 60, 60, 60, 45, 60, 70)
    more = team(60, 60, 60, 60, 45, 60, 70, 10)

    assert waves_after(unit(first), TRIAL) == waves_after(unit(more), TRIAL)
    assert effect_of(unit(more).until(6), TRIAL, [60.0] * 7) == effect_of(
        unit(first), TRIAL, [60.0] * 7
    )


def test_a_measure_no_wave_asked_shows_nothing() -> None:
    waves = team(60, 60, 60, 60, 60, 60)

    assert effect_of(unit(waves), Trial("XYZ", *TRIAL_DAYS), []).came is Came.TOO_EARLY
    assert likely(unit(waves), "XYZ", []) is None


TRIAL_DAYS: tuple[date, date] = (TRIAL.started, TRIAL.pays)


def test_two_waves_after_show_a_smaller_effect_than_one_and_waiting_costs() -> None:
    found = unit(waves := team(60, 65, 60, 60, 45))
    around = [60.0] * len(waves)
    one, two = (likely(found, "alignment", around, waves=count) for count in (1, 2))
    later = likely(found, "alignment", around, skipped=3)

    assert one
    assert two
    assert later
    assert two.most < one.most
    assert two.most < later.most
    assert one.least < one.low <= one.high < one.most


@pytest.mark.parametrize("last", [None, 55.0])
def test_the_last_figure_alone_is_that_of_its_line(last: float | None) -> None:
    found = unit(team(60, 45, last))

    for measure in found.waves[-1].measures.keys() - {PARTICIPATION}:
        assert found.latest_point(measure) == found.line(measure).points[-1]
