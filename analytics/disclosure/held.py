"""Which teams are held: too few came or went since the team was last shown (privacy rule 7).

Otherwise one newcomer's answers could be read from the difference of two waves. Held teams show
their composites only, to ten points.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from analytics.published.cells import MeasureKind, Scope
from survey.store import Store
from survey.waves.wave import State, Wave

LARGE_FROM = 30
FORGOTTEN_AFTER = timedelta(days=60)
Members = Mapping[str, frozenset[str]]


def held_teams(store: Store, wave: Wave, *, answered: Mapping[str, int]) -> frozenset[str]:
    """The keys of the held teams; `answered` gives the ballots that count by home.

    A past wave may be brought in after later ones: it is compared with both its neighbours.
    """
    now = members(store, wave)
    small = {team for team in now if answered.get(team, 0) < LARGE_FROM}
    before, after = _near(store, wave, wave.closed or store.now())
    return frozenset(
        _changed(store, wave, now, small, before) | _changed(store, wave, now, small, after)
    )


def _changed(
    store: Store, wave: Wave, now: Members, small: set[str], others: Sequence[Wave]
) -> set[str]:
    """The teams where fewer than k came or went since the first of the others that shows them."""
    waiting, held = set(small), set[str]()
    for other in others:
        then = members(store, other) if waiting else {}
        for team in sorted(waiting & _shown(store, other)) if waiting else ():
            if 1 <= len(now[team] ^ then.get(team, frozenset())) < wave.k:
                held.add(team)
            waiting.discard(team)
    return held


def members(store: Store, wave: Wave) -> dict[str, frozenset[str]]:
    """Who was invited to a wave, by the key of their home."""
    keys = {unit.unit: unit.key for unit in store.wave_units(wave.id)}
    teams: dict[str, set[str]] = {}
    for person, home in store.roster(wave.id).items():
        teams.setdefault(keys[home], set()).add(person)
    return {team: frozenset(people) for team, people in teams.items()}


def _near(store: Store, wave: Wave, moment: datetime) -> tuple[list[Wave], list[Wave]]:
    """The published waves that closed shortly before this one and shortly after, nearest first."""
    found = sorted(
        (w.closed, w.id, w)
        for w in store.waves()
        if w.state is State.PUBLISHED
        and w.closed is not None
        and abs(moment - w.closed) < FORGOTTEN_AFTER
        and w.id != wave.id
    )
    before = [w for closed, _, w in found if closed <= moment]
    return before[::-1], [w for closed, _, w in found if closed > moment]


def _shown(store: Store, wave: Wave) -> set[str]:
    """The teams of which a wave shows anything that people answered."""
    return {
        row.unit
        for row in store.cells(waves=[wave.id])
        if row.shown and row.scope == Scope.TEAM and row.kind != MeasureKind.PARTICIPATION
    }
