"""Attack 12: a leader compares all figures before and after somebody came or left, and guesses
whether they answered above or below the others in their team. How well that goes is recorded,
and said to everybody."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from analytics.promise.come_and_go import Right, come_and_go
from tests.attacks.best_guess import Guess, Reading, guesses, moments
from tests.attacks.come_and_go import SIZES, Setting, Spread

NEWCOMER = Setting(waves=12, first=4, last=12)
LEAVER = Setting(waves=12, first=0, last=8)
STEADY = Spread(day=0, chance=0)
NOBODY_ELSE = Setting(waves=2, first=1, last=2, spread=STEADY, turnover=0)
STUDIES = {
    "newcomer": (
        NEWCOMER,
        {
            "before_they_came": Reading(4, range(4, 5)),
            "newcomer_after_one_wave": Reading(5, range(4, 5)),
            "newcomer_after_eight_waves": Reading(12, range(4, 12)),
        },
    ),
    "leaver": (
        LEAVER,
        {
            "leaver_after_one_wave": Reading(9, range(8)),
            "leaver_after_four_waves": Reading(12, range(8)),
        },
    ),
    "worst": (NOBODY_ELSE, {"nobody_else_changes": Reading(2, range(1, 2))}),
}
FEW = {"newcomer": 200, "leaver": 100, "worst": 200}
ROUNDING_IS_NOT_QUITE_NOISE = 1.5  # in points of 100: so much surer may a reader be than right


@cache
def found(study: str, *, seed: int, organisations: int) -> dict[str, list[Guess]]:
    """The guesses of each reading of a study."""
    setting, readings = STUDIES[study]
    rng = np.random.default_rng(seed)
    made = guesses(rng, setting, list(readings.values()), organisations=organisations)
    return dict(zip(readings, map(list, zip(*made, strict=True)), strict=True))


def compared(made: dict[str, list[Guess]]) -> Iterator[tuple[str, list[Guess], int]]:
    """What is recorded of each reading beside the guesses it is about."""
    for name, of_all in made.items():
        known: Right = getattr(come_and_go(), name)
        yield name, of_all, known.all
        yield f"{name}, smallest", [g for g in of_all if g.size == min(SIZES)], known.smallest


def right(group: Sequence[Guess]) -> float:
    """How many of 100 guesses were right."""
    return 100 * float(np.mean([guess.right for guess in group]))


def sure(group: Sequence[Guess]) -> float:
    """How many of 100 the reader could expect to be right: surer known, from as many guesses."""
    return 100 * float(np.mean([guess.chance for guess in group]))


def wrong(made: dict[str, list[Guess]]) -> Iterator[str]:
    """Recorded figures that are not what was found: half a point and three standard errors off."""
    for name, group, recorded in compared(made):
        by_chance = 3 * (recorded * (100 - recorded) / len(group)) ** 0.5
        if abs(right(group) - recorded) > 0.5 + by_chance:
            yield f"{name}: right {right(group):.1f}, recorded {recorded}"
        spread = 300 * float(np.std([guess.chance for guess in group])) / len(group) ** 0.5
        if abs(sure(group) - recorded) > 0.5 + spread + ROUNDING_IS_NOT_QUITE_NOISE:
            yield f"{name}: sure {sure(group):.1f}, recorded {recorded}"


@pytest.mark.parametrize("study", STUDIES)
def test_a_few_organisations_give_the_recorded_figures(study: str) -> None:
    """Newcomers after one wave and eight, leavers after one and four, and the worst case."""
    assert list(wrong(found(study, seed=12, organisations=FEW[study]))) == []
    print(f"attack 12, {study}: {FEW[study]} organisations from seed 12: as recorded")


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("study", STUDIES)
def test_thousands_of_organisations_give_the_recorded_figures(study: str) -> None:
    made = found(study, seed=1, organisations=come_and_go().organisations)
    for name, group, recorded in compared(made):
        said = f"right {right(group):.1f}, sure {sure(group):.1f}, recorded {recorded}"
        print(f"\nattack 12, {name}: {len(group)} organisations from seed 1: {said}")

    assert list(wrong(made)) == []


def test_a_record_that_is_kinder_than_the_truth_would_be_found() -> None:
    """Were newcomers easier to guess than is recorded, the few organisations would show it."""
    made = found("newcomer", seed=12, organisations=FEW["newcomer"])
    surer = {
        name: [guess._replace(chance=guess.chance + 0.05) for guess in of_all]
        for name, of_all in made.items()
    }

    assert len(list(wrong(surer))) >= 3


def test_what_is_recorded_is_about_the_teams_that_were_tried() -> None:
    """And more waves tell more, small teams more than large ones, and steady ones most."""
    record = come_and_go()

    assert record.team_sizes == SIZES
    assert record.before_they_came.all < record.newcomer_after_one_wave.all
    assert record.newcomer_after_one_wave.all < record.newcomer_after_eight_waves.all
    assert record.leaver_after_one_wave.all < record.leaver_after_four_waves.all
    assert all(known.all <= known.smallest for known in record.usual)
    assert max(known.smallest for known in record.usual) < record.nobody_else_changes.all


def test_people_answer_as_the_study_says() -> None:
    """Their mean answers of two waves are correlated by about .7 within a team."""
    known = moments(Spread())

    assert known.person / (known.person + known.day) == pytest.approx(0.7, abs=0.03)
    assert moments(STEADY).day == pytest.approx(0)


def test_silence_of_others_does_not_make_it_easier() -> None:
    """So the figures recorded, with everybody answering, are not too kind."""
    quiet, eight = replace(NEWCOMER, answering=0.8), Reading(12, range(4, 12))
    made = guesses(np.random.default_rng(3), quiet, [eight], organisations=100)

    assert sure([guess for (guess,) in made]) <= come_and_go().newcomer_after_eight_waves.all
