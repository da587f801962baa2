"""Attack 12: a leader reads every figure before and after somebody joins, for one wave and for
four, and guesses how the newcomer answers. How well that goes is recorded and said to everybody."""

from dataclasses import astuple, fields

import numpy as np
import pytest

from analytics.promise.newcomer import Readings, newcomer
from tests.attacks.newcomer import (
    BEFORE,
    LARGEST_TEAM,
    ORDINARY,
    SMALLEST_TEAM,
    STEADY,
    Spread,
    a_forest,
    waves,
)
from tests.attacks.newcomer_guess import Guess, Guesses, guesses

KINDS = {"ordinary": ORDINARY, "steady": STEADY}
SEEDS, EACH = range(1, 5), 2500
FEW = 250


def recorded(kind: str) -> Readings:
    """What is written down, and said on the promise page."""
    record = newcomer()
    return {"ordinary": record.ordinary, "steady": record.steady}[kind]


def off(found: Guesses, kind: str) -> tuple[float, float]:
    """How far the farthest figure lies from the recorded one: of 100 times, and in per cent."""
    pairs = [(getattr(found, f.name), getattr(recorded(kind), f.name)) for f in fields(found)]
    return (
        max(abs(guess.right - known.right) for guess, known in pairs),
        max(abs(guess.explained - known.explained) for guess, known in pairs),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_few_organisations_give_the_recorded_figures(kind: str) -> None:
    """Within what so few can differ by: 6 of 100 times, and 7 per cent."""
    found = guesses(7, organisations=FEW, spread=KINDS[kind])

    right, explained = off(found, kind)
    assert right <= 6
    assert explained <= 7


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_organisations_give_the_recorded_figures(kind: str) -> None:
    """Each to the nearest whole number, and one more for other versions of the libraries."""
    runs = [guesses(seed, organisations=EACH, spread=KINDS[kind]) for seed in SEEDS]
    found = Guesses(
        **{f.name: mean([getattr(run, f.name) for run in runs]) for f in fields(Guesses)}
    )
    print(f"\n{kind}: seeds {list(SEEDS)}, {EACH} organisations each\n{found}")

    assert max(off(found, kind)) <= 1.5
    assert newcomer().organisations == EACH * len(SEEDS)


def mean(guessed: list[Guess]) -> Guess:
    """The mean over several runs."""
    right, explained = np.mean([astuple(guess) for guess in guessed], axis=0)
    return Guess(float(right), float(explained))


def test_what_is_recorded_is_about_the_teams_that_were_tried() -> None:
    """And no figure is better for the reader than what is said: eight waves tell more than two."""
    record = newcomer()

    assert (record.smallest_team, record.largest_team) == (SMALLEST_TEAM, LARGEST_TEAM)
    for known in (record.ordinary, record.steady):
        assert known.eight_held.right > known.one_held.right > 50


def test_the_rule_holds_the_team_in_the_newcomers_first_wave_only() -> None:
    """The simulation decides as closing does: by the real rule, for these teams and no others."""
    rng = np.random.default_rng(3)
    forest = a_forest(rng, 20)
    joined = {forest.tree.keys[t] for t in forest.team.tolist()}

    held = [wave.held for wave in waves(rng, forest, ORDINARY)]

    assert held[BEFORE] == joined
    assert {number for number, teams in enumerate(held) if teams} == {BEFORE}


def test_noise_alone_tells_nothing() -> None:
    """Where all answer by chance, the reader guesses too: what they claim to know, they know."""
    nothing = Spread(team=0, person=0, view=0, mood=0, day=0, chance=1)

    found = guesses(6, organisations=100, spread=nothing)

    assert found.eight_held.explained <= 5
    assert found.eight_held.right <= 60
