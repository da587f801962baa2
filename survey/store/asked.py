"""Who is asked in a wave: as it would be if it opened now, or as it was frozen?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from survey.organisation.structure import Unit, above, people_by_home
from survey.store import Store
from survey.waves.newcomers import Newcomers, newcomers
from survey.waves.recognising import Asked, asked_of
from survey.waves.wave import State, Wave


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is asked: the units of the tree, and the unit each person counts in."""

    units: Mapping[str, Unit]
    homes: Mapping[str, str]


def roster_now(store: Store, wave: Wave) -> Roster:
    """Who would be asked if the wave opened now."""
    units, homes = store.units(), store.remembered("homes now", lambda: _homes_now(store))
    if wave.audience:
        asked = {one for one in units if set(wave.audience) & set(above(one, units))}
        homes = {person: unit for person, unit in homes.items() if unit in asked}
    return Roster(units=units, homes=homes)


def _homes_now(store: Store) -> Mapping[str, str]:
    by_home = people_by_home(store.people().values(), store.units())
    return {person: unit for unit, members in by_home.items() for person in members}


def meets(other: Wave, opens: datetime, closes: datetime) -> bool:
    """Whether a wave that is planned, or ran, does so between two moments."""
    if other.state in {State.DRAFT, State.CANCELLED}:
        return False
    start, end = running(other)
    return start < closes and opens < end


def running(wave: Wave) -> tuple[datetime, datetime]:
    """From when to when a wave runs, as it was or as it is planned."""
    return wave.opened or wave.opens, wave.closed or wave.closes


def address_book(store: Store) -> dict[str, str]:
    """The address of everybody who has one and is not erased, whether or not they are here."""
    return {key: person.email for key, person in store.people().items() if person.email}


def people_of(store: Store, wave: Wave, book: Mapping[str, str]) -> Asked:
    """Who was asked in a wave that opened; by the addresses it froze while these are kept."""
    return asked_of(wave, store.homes(wave.id), {**book, **store.asked_addresses(wave.id)})


def planned_people(store: Store, wave: Wave, book: Mapping[str, str]) -> Asked:
    """Who is asked in a wave, or would be if it opened now."""
    if wave.state is State.SCHEDULED:
        return asked_of(wave, roster_now(store, wave).homes, book)
    return people_of(store, wave, book)


def asked_first(
    store: Store, wave: Wave, asked: Asked, book: Mapping[str, str]
) -> Newcomers | None:
    """Whom a wave asks for the first time; None where no wave was asked before it."""
    begins = wave.opened or store.now()
    done = {State.CLOSED, State.PUBLISHED}
    others = [w for w in store.waves() if w.id != wave.id and w.state in done]
    earlier = [one for one in others if running(one)[1] <= begins]
    # Of waves that were brought in, files may not say whom they asked.
    before = [people_of(store, one, book) for one in earlier if one.replay]
    ours = [one.id for one in earlier if not one.replay]
    if ours:
        people = store.ever_asked(ours)
        known = {**book, **{k: v for one in ours for k, v in store.asked_addresses(one).items()}}
        addresses = {who: known[who] for who in people if known.get(who)}
        before.append(Asked(dict.fromkeys(people, ""), addresses))
    return newcomers(asked, before)
