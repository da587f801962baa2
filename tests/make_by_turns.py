"""An organisation that asks Full A, Short, Full B and Standard by turns, and in which nothing
changes unless that is said: people come and go, and whoever comes says what the one before said.

Whoever is told of a change is then told of chance, or of other statements.
"""

from collections.abc import Mapping
from random import Random

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
MOODS = {"t1": 2.7, "t2": 3.6, "t3": 2.9, "t4": 3.4, "t5": 2.7, "t6": 3.6, "u1": 3.2, "u2": 3.2}
PEOPLE, STATEMENTS = 0.7, 0.8
"""How far people of a team lie apart, and what one says of this and that: 27 points together, as in
analytics.statistics.intervals."""
ABOVE = {"all": None, "area": "all", "rest": "all"} | {
    team: "area" if team.startswith("t") else "rest" for team in SIZES
}
AREAS = ("area", "rest", "all")
LEAVING, ANSWERING = 0.2, 0.9


STEADY: Mapping[str, float] = {}
CHANGED = {"t6": -1.6, "t4": -1.2, "u1": 1.4, "u2": 1.4}
"""A change there may be: the moods of these teams move by so many answers, in the middle."""


def build(store: Store, *, waves: int = WAVES, change: Mapping[str, float] = STEADY) -> None:
    """Some waves, one a month; about a fifth of each team comes and goes in between.

    The moods of some teams `change` by so much in the middle.
    """
    dice = Random(3)
    bank = load_instruments(CONTENT / "instruments")
    there = {team: [f"{team}-{n}" for n in range(size)] for team, size in SIZES.items()}
    units = [Unit(key, key.title(), parent) for key, parent in ABOVE.items()]
    keep_people(store, _people(there), units=units)
    for at in range(waves):
        if at:
            _turn_over(store, there, at, dice)
        moved = change if 2 * at >= waves else STEADY
        moods = {team: mood + moved.get(team, 0) for team, mood in MOODS.items()}
        _wave(store, f"w{at}", bank[TURNS[at % len(TURNS)]], moods, dice)


def _people(there: dict[str, list[str]]) -> list[Person]:
    return [person(key, team) for team, keys in there.items() for key in keys]


def _turn_over(store: Store, there: dict[str, list[str]], at: int, dice: Random) -> None:
    """Whoever leaves is followed by somebody who would say the same."""
    gone: list[Person] = []
    for team, keys in there.items():
        for place, key in enumerate(keys):
            if dice.random() < LEAVING:
                gone.append(person(key, team, active=False))
                keys[place] = f"{_desk(key)}-{at}"
    keep_people(store, [*gone, *_people(there)])


def _desk(key: str) -> str:
    """Whose place somebody has: team and number."""
    return "-".join(key.split("-")[:2])


def _wave(
    store: Store, key: str, asks: Instrument, moods: Mapping[str, float], dice: Random
) -> None:
    forms = respondents(store, start(store, key, days=2, asks=asks), wave=key)
    answering = [who for who in forms if dice.random() < ANSWERING]
    together(lambda who: send(store, forms[who], _says(who, asks, moods)), answering)
    clock = store.now
    assert isinstance(clock, Clock)
    clock.move(days=2)
    close(store, key)
    clock.move(days=28)


def _says(who: str, asks: Instrument, moods: Mapping[str, float]) -> dict[str, object]:
    """What is always said here: the mood of the team, one's own, and what one thinks of this."""
    desk = _desk(who)
    mood = moods[desk.split("-", maxsplit=1)[0]] + Random(desk).gauss(0, PEOPLE)

    def score(item: str, *, reverse: bool) -> int:
        of_this = Random(f"{desk} {item}")
        said = min(5, max(1, round(mood + of_this.gauss(0, STATEMENTS))))
        return 6 - said if reverse else said

    said: dict[str, object] = {i.id: score(i.id, reverse=i.reverse) for i in asks.statements}
    return said | {i.id: Random(f"{desk} {i.id}").random() < mood / 10 for i in asks.signs}
