"""Organisations in which one person comes or goes, and what the real gate publishes of them.

Many organisations stand side by side in one forest, so that each wave of all of them is one run of
the gate. Each is an area of four teams, in one of which somebody comes or goes. Whoever answers
answers every statement: the worst case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analytics.arrays import NOWHERE, Bools, Floats, Ints
from analytics.disclosure.control import cells_of, plan
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from analytics.published.cells import Cell, MeasureKind, Scope, Score
from survey.waves.wave import USUAL_K

SIZES = (6, 8, 12, 20)  # while the one is there
UNITS = 1 + len(SIZES)  # of one organisation: the area, then its teams
SEATS = sum(SIZES)
COMPOSITES = {
    "belonging": tuple(f"B{number}" for number in range(1, 9)),
    "alignment": tuple(f"A{number}" for number in range(1, 9)),
}
STATEMENTS = tuple(item for items in COMPOSITES.values() for item in items)
LEVEL = 3.5


@dataclass(frozen=True)
class Spread:
    """How answers differ, as standard deviations in points of the five-point scale.

    Lasting: teams, people within a team, and each person's own view of each statement. New in every
    wave: a person's day, and chance in each answer. Within a team they add up to what
    analytics.statistics.intervals documents, 1.1 points a statement, and the mean answer of a
    person is correlated with their own of another wave by .7. Teams have no moods: these would only
    make it harder to guess.
    """

    team: float = 0.3
    person: float = 0.6
    view: float = 0.6
    day: float = 0.35
    chance: float = 0.6


@dataclass(frozen=True)
class Setting:
    """What goes on around somebody who is there from wave `first` up to, not with, wave `last`.

    `turnover` of all others are replaced between two waves: with a wave each quarter, a fifth of a
    team in a year. `answering` of all others answer a wave; fewer only make it harder to guess.
    """

    waves: int
    first: int
    last: int
    spread: Spread = Spread()
    turnover: float = 0.05
    answering: float = 1


class Crew(NamedTuple):
    """Who sits where, and what they say; `one[o]` is the seat that organisation o is about.

    `home[s]` is the unit of a seat; `stay[s, w]` counts who had it before, so seat and stay name a
    person; `here[s, w]`, `answered[s, w]`; `said[s, w, statement]` is 1 to 5 for everybody.
    """

    home: Ints
    one: Ints
    stay: Ints
    here: Bools
    answered: Bools
    said: Ints


def a_crew(rng: np.random.Generator, setting: Setting, *, organisations: int) -> Crew:
    """The people of so many organisations; their teams take turns to be the one it is about."""
    teams = np.repeat(np.arange(1, UNITS), SIZES)
    home = (UNITS * np.arange(organisations)[:, None] + teams).ravel()
    first_seats = np.cumsum([0, *SIZES[:-1]])
    one = SEATS * np.arange(organisations) + np.resize(first_seats, organisations)
    shape = len(home), setting.waves
    replaced = rng.random(shape) < setting.turnover
    answers_it = rng.random(shape) < setting.answering
    replaced[one], answers_it[one] = False, True
    stay = np.cumsum(replaced, axis=1, dtype=np.int64)
    here = np.ones(shape, dtype=np.bool_)
    here[one] = False
    here[one, setting.first : setting.last] = True
    said = answers(rng, setting.spread, home, stay)
    return Crew(home, one, stay, here, here & answers_it, said)


def answers(rng: np.random.Generator, spread: Spread, home: Ints, stay: Ints) -> Ints:
    """What everybody answers in each wave: [seat, wave, statement], 1 to 5."""

    def normal(sd: float, *shape: int) -> Floats:
        return rng.normal(0, sd, shape)

    (seats, waves), asked, people = stay.shape, len(STATEMENTS), int(stay.max()) + 1
    views = normal(spread.person, seats, people, 1) + normal(spread.view, seats, people, asked)
    passing = normal(spread.day, seats, waves, 1) + normal(spread.chance, seats, waves, asked)
    team = normal(spread.team, int(home.max()) + 1)[home]
    said = LEVEL + team[:, None, None] + views[np.arange(seats)[:, None], stay] + passing
    return np.clip(np.rint(said), 1, 5).astype(np.int64)


class Figure(NamedTuple):
    """The mean of all statements of a unit as published, from the answers of these homes.

    `homes` are of its organisation; `step` is what each statement was rounded to.
    """

    value: float
    homes: Bools
    step: int


def published(crew: Crew, wave: int, tree: Tree) -> list[list[Figure]]:
    """Every team's and area's figure that the gate lets out of a wave, by organisation.

    Which homes stand in it is known from counts alone, so to every reader; as nobody skips a
    statement, all statements stand in the plan of the first.
    """
    tally = _tally(crew, wave, len(tree))
    plans = plan(tally, tree=tree, k=USUAL_K)
    atoms, by_home = plans.items[STATEMENTS[0]].score, np.diag(tally.ballots)
    inside = {
        Scope.TEAM: atoms.teams(by_home) > 0,
        Scope.AREA: atoms.areas(by_home, tree=tree) > 0,
    }
    place = {key: t for t, key in enumerate(tree.keys)}
    found: list[list[Figure]] = [[] for _ in crew.one]
    for (unit, scope), scores in _shown(cells_of(plans, tally, tree=tree, k=USUAL_K)).items():
        at, start = place[unit], place[unit] - place[unit] % UNITS
        value = sum(score.tenths for score in scores) / 10 / len(scores)
        homes = inside[scope][at, start : start + UNITS]
        found[start // UNITS].append(Figure(value, homes, scores[0].step))
    return found


def forest(organisations: int) -> Tree:
    """An area and its teams, so many times."""
    above = [NOWHERE if t % UNITS == 0 else t - t % UNITS for t in range(UNITS * organisations)]
    return Tree(tuple(f"u{t}" for t in range(len(above))), tuple(above))


def _tally(crew: Crew, wave: int, units: int) -> Tally:
    """What closing would count."""
    asked = np.bincount(crew.home[crew.here[:, wave]], minlength=units)
    answered = crew.answered[:, wave]
    home, said = crew.home[answered], crew.said[answered, wave]
    ballots = np.bincount(home, minlength=units)
    counts = {
        item: np.bincount(5 * home + said[:, at] - 1, minlength=5 * units).reshape(units, 5)
        for at, item in enumerate(STATEMENTS)
    }
    return Tally(
        ballots=ballots,
        counts=counts,
        ticks={},
        invited=asked,
        answered=ballots,
        composites=COMPOSITES,
        writers=np.zeros(units, dtype=np.int64),
    )


def _shown(cells: Iterable[Cell]) -> dict[tuple[str, Scope], list[Score]]:
    """The shown scores of all statements, by unit and scope."""
    found: dict[tuple[str, Scope], list[Score]] = {}
    for cell in cells:
        if cell.kind is MeasureKind.ITEM and isinstance(cell.figure, Score):
            found.setdefault((cell.unit, cell.scope), []).append(cell.figure)
    return found
