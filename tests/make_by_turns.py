"""An organisation that asks Full A, Short, Full B and Standard by turns, and whose moods never
change: whoever is told of a change in an area is told of something else."""

from dataclasses import dataclass, field
from random import Random

import pytest

from analytics.closing import publication
from analytics.disclosure.held import held_teams
from survey.answering.sending import send
from survey.organisation.structure import Person, Unit
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT
from survey.store import Store
from tests.make import Clock, close, keep_people, person, respondents, start, together

TURNS = ("full-a", "short", "full-b", "standard")
WAVES = 8
SIZES = {"t1": 7, "t2": 9, "t3": 11, "t4": 13, "t5": 17, "t6": 21, "u1": 12, "u2": 12}
LEVELS = {"t1": 1, "t2": 5, "t3": 2, "t4": 4, "t5": 1, "t6": 5, "u1": 3, "u2": 3}
ABOVE = {"all": None, "area": "all", "rest": "all"} | {
    team: "area" if team.startswith("t") else "rest" for team in SIZES
}
AREAS = ("area", "rest", "all")
LEAVING, ANSWERING = 0.2, 0.9


@dataclass
class Truth:
    """Which teams each wave held, by the wave's key: what closing decided from rosters."""

    held: dict[str, frozenset[str]] = field(default_factory=dict)

    def inside(self, area: str, wave: str) -> bool:
        """Whether a team of an area was held in a wave."""
        return any(area == "all" or ABOVE[team] == area for team in self.held[wave])


def build(store: Store) -> Truth:
    """Eight waves, one a month; about a fifth of each team comes and goes in between."""
    truth, dice = Truth(), Random(3)
    bank = load_instruments(CONTENT / "instruments")
    there = {team: [f"{team}-{n}" for n in range(size)] for team, size in SIZES.items()}
    units = [Unit(key, key.title(), parent) for key, parent in ABOVE.items()]
    keep_people(store, _people(there), units=units)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publication, "held_teams", _noting(truth))
        for at in range(WAVES):
            if at:
                _turn_over(store, there, at, dice)
            _wave(store, f"w{at}", bank[TURNS[at % len(TURNS)]], dice)
    return truth


def _noting(truth: Truth) -> object:
    def held(store: Store, wave: object, **answered: object) -> frozenset[str]:
        found = held_teams(store, wave, **answered)  # type: ignore[arg-type]
        truth.held[wave.key] = found  # type: ignore[attr-defined]
        return found

    return held


def _people(there: dict[str, list[str]]) -> list[Person]:
    return [person(key, team) for team, keys in there.items() for key in keys]


def _turn_over(store: Store, there: dict[str, list[str]], at: int, dice: Random) -> None:
    gone = [
        person(key, team, active=False)
        for team, keys in there.items()
        for key in keys
        if dice.random() < LEAVING
    ]
    for number, who in enumerate(gone):
        there[who.unit].remove(who.key)
        there[who.unit].append(f"{who.unit}-{at}-{number}")
    keep_people(store, [*gone, *_people(there)])


def _wave(store: Store, key: str, asks: Instrument, dice: Random) -> None:
    forms = respondents(store, start(store, key, days=2, asks=asks), wave=key)
    answering = [who for who in forms if dice.random() < ANSWERING]
    together(lambda who: send(store, forms[who], _says(who, asks)), answering)
    clock = store.now
    assert isinstance(clock, Clock)
    clock.move(days=2)
    close(store, key)
    clock.move(days=28)


def _says(who: str, asks: Instrument) -> dict[str, object]:
    """What somebody always says: their team's mood, a little up or down."""
    mood = LEVELS[who.split("-", maxsplit=1)[0]]

    def score(item: str, *, reverse: bool) -> int:
        said = min(5, max(1, mood + Random(f"{who} {item}").choice((-1, 0, 0, 1))))
        return 6 - said if reverse else said

    said: dict[str, object] = {i.id: score(i.id, reverse=i.reverse) for i in asks.statements}
    return said | {i.id: Random(f"{who} {i.id}").random() < mood / 10 for i in asks.signs}
