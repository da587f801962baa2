"""Which teams are held: too few came or went since the team was last shown (privacy rule 7).

Otherwise one newcomer's answers could be read from the difference of two waves. Held teams show
their composites only, to ten points.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from survey.store import Store
from survey.waves import State, Wave

LARGE_FROM = 30
FORGOTTEN_AFTER = timedelta(days=60)
Members = Mapping[str, frozenset[str]]


def held_teams(store: Store, wave: Wave, *, answered: Mapping[str, int]) -> frozenset[str]:
    """The keys of the held teams; `answered` gives the ballots that count by home."""
    moment = wave.closed or store.now()
    now = members(store, wave)
    waiting = {team for team in now if answered.get(team, 0) < LARGE_FROM}
    held: set[str] = set()
    for earlier in _recent(store, wave, moment):
        then = members(store, earlier)
        for team in sorted(waiting & _shown(store, earlier)):
            if 1 <= len(now[team] ^ then.get(team, frozenset())) < wave.k:
                held.add(team)
            waiting.discard(team)
    return frozenset(held)


def members(store: Store, wave: Wave) -> dict[str, frozenset[str]]:
    """Who was invited to a wave, by the key of their home."""
    keys = {unit.unit: unit.key for unit in store.wave_units(wave.id)}
    teams: dict[str, set[str]] = {}
    for person, home in store.roster(wave.id).items():
        teams.setdefault(keys[home], set()).add(person)
    return {team: frozenset(people) for team, people in teams.items()}


def _recent(store: Store, wave: Wave, moment: datetime) -> list[Wave]:
    """The published waves that closed shortly before this one, the latest first."""
    found = [
        w
        for w in store.waves()
        if w.state is State.PUBLISHED
        and w.closed is not None
        and moment - FORGOTTEN_AFTER < w.closed <= moment
        and w.id != wave.id
    ]
    return sorted(found, key=lambda w: (w.closed, w.id), reverse=True)


def _shown(store: Store, wave: Wave) -> set[str]:
    """The teams of which a wave shows anything that people answered."""
    return {
        row.unit
        for row in store.cells(waves=[wave.id])
        if row.shown and row.scope == "team" and row.kind != "participation"
    }
