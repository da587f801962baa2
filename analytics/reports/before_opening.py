"""What should be looked at before a wave opens: who would be asked now, and where they count.

Decided from the list of people and the calendar alone. Where answers count is reckoned by the
plan rule (analytics.disclosure.rollup) from who would be asked, as if everybody answered: later
plans may add a group to a larger one, never take it apart.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.arrays import NOWHERE, Ints
from analytics.disclosure.rollup import participation_plan
from analytics.disclosure.tree import Tree
from survey.actions.distance import too_near
from survey.actions.objecting import why_held
from survey.languages import choose
from survey.organisation.permissions import Viewer, check_is_hr
from survey.organisation.structure import Person, above
from survey.questionnaire.instrument import WRITTEN_IN, Instrument
from survey.questionnaire.translations import missing_in
from survey.store import Store
from survey.store.asked import (
    Roster,
    address_book,
    asked_first,
    meets,
    planned_people,
    roster_now,
    running,
)
from survey.waves.calendar import Calendar, calendar_of
from survey.waves.newcomers import Newcomers, sharing
from survey.waves.recognising import Asked, asked_of, in_both
from survey.waves.wave import Wave


@dataclass(frozen=True, slots=True)
class SmallUnit:
    """A unit too small to stand alone: how many are asked there, and where their answers count.

    `together` is how many are asked in the area they count in; that is None when too few are asked
    anywhere around them.
    """

    name: str
    asked: int
    counts_in: str | None
    together: int


@dataclass(frozen=True, slots=True)
class LeaderPlace:
    """Somebody asked who leads a unit, and the unit in which their answers count."""

    name: str
    leads: str
    counts_in: str


@dataclass(frozen=True, slots=True)
class OffDay:
    """That a wave opens (or closes) on a day off; `holiday` is None for a weekend."""

    opening: bool
    day: date
    holiday: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A language some of those asked read, and how many; `untold` counts what it has no words for.

    `untold` is None where the wave is not asked in it, so that they get English.
    """

    language: str
    people: int
    untold: int | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """All that is to be looked at before a wave opens."""

    asked: int
    k: int
    small: tuple[SmallUnit, ...]
    leaders: tuple[LeaderPlace, ...]
    without_address: tuple[str, ...]
    bounced: tuple[str, ...]
    overlaps: tuple[tuple[str, int], ...]
    off_days: tuple[OffDay, ...]
    late: bool
    mail_server: bool
    readings: tuple[Reading, ...] = ()
    mostly_new: tuple[tuple[str, int, int], ...] = ()
    one_mailbox: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether enough people are asked for any figure at all."""
        return self.asked >= self.k

    @property
    def must_be_solved(self) -> bool:
        """Whether the wave cannot open as things stand."""
        return not self.enough or bool(self.overlaps or self.one_mailbox) or self.late


def is_ready(store: Store, wave: Wave, *, viewer: Viewer) -> bool:
    """Whether a wave that has not opened could, as things stand. Errors: NotAllowed."""
    calendar = calendar_of(store.preferences())
    found = readiness(store, wave, viewer=viewer, calendar=calendar)
    in_the_way = (*too_near(store, wave), *why_held(store, wave))
    return not (found.must_be_solved or in_the_way)


def readiness(store: Store, wave: Wave, *, viewer: Viewer, calendar: Calendar) -> Readiness:
    """How a wave that has not opened stands. Errors: NotAllowed."""
    check_is_hr(viewer)
    # Whether it is late is all that changes while nobody changes anything.
    question = ("readiness", wave.key, calendar.zone, wave.closes <= store.now())
    return store.remembered(question, lambda: _readiness(store, wave, calendar))


def _readiness(store: Store, wave: Wave, calendar: Calendar) -> Readiness:
    roster, people = roster_now(store, wave), store.people()
    asked = [people[key] for key in roster.homes]
    bounced, book = store.bounces(), address_book(store)
    known = asked_of(wave, roster.homes, book)
    return Readiness(
        asked=len(asked),
        k=wave.k,
        small=tuple(_small(roster, wave.k)),
        leaders=tuple(_leaders(asked, roster)),
        without_address=_names(asked, lambda person: not person.email),
        bounced=_names(asked, lambda person: bool(person.email) and person.key in bounced),
        overlaps=tuple(_overlaps(store, wave, known, book)),
        off_days=off_days(wave, calendar),
        late=wave.closes <= store.now(),
        mail_server=bool(store.settings.smtp_host),
        readings=tuple(_readings(asked, wave.instrument)),
        mostly_new=tuple(_mostly_new(asked_first(store, wave, known, book), roster)),
        one_mailbox=tuple(people[who].name for who in sharing(known)),
    )


def group_now(store: Store, wave: Wave, *, viewer: Viewer) -> tuple[str, int]:
    """Where a viewer's answers would count if the wave opened now, and how many are asked there.

    For somebody who is not asked, where most people count; ("", 0) where no group is large enough.
    Errors: NotAllowed.
    """
    check_is_hr(viewer)
    roster = roster_now(store, wave)
    if not roster.homes:
        return "", 0
    tree, asked = _asked_tree(roster)
    atoms = participation_plan(tree, asked, k=wave.k)
    mine = roster.homes.get(viewer.person)
    home = int(asked.argmax()) if mine is None else tree.keys.index(mine)
    atom = atoms.of[home]
    if atom == NOWHERE:
        return "", 0
    node = int(atoms.node[atom])
    around = asked if atoms.own[atom] else atoms.areas(asked, tree=tree)
    return roster.units[tree.keys[node]].name, int(around[node])


def off_days(wave: Wave, calendar: Calendar) -> tuple[OffDay, ...]:
    """On which days off a wave opens or closes."""
    days = ((True, wave.opens), (False, wave.closes))
    local = ((opening, calendar.day(moment)) for opening, moment in days)
    return tuple(
        OffDay(opening, day, calendar.holiday(day))
        for opening, day in local
        if not calendar.works(day)
    )


def _readings(asked: list[Person], instrument: Instrument) -> Iterator[Reading]:
    """Every language but English that somebody asked reads, the most read first."""
    read = Counter(person.language.partition("-")[0].lower() for person in asked)
    for language, people in read.most_common():
        spoken = choose((language,), instrument.languages)
        if language != WRITTEN_IN:
            untold = len(missing_in(instrument, spoken)) if spoken == language else None
            yield Reading(language, people, untold)


def _names(people: list[Person], which: Callable[[Person], bool]) -> tuple[str, ...]:
    return tuple(sorted(person.name for person in people if which(person)))


def _leaders(asked: list[Person], roster: Roster) -> Iterator[LeaderPlace]:
    units = roster.units
    for person in sorted(asked, key=lambda one: one.name):
        if person.leads is not None and person.leads in units:
            home = units[roster.homes[person.key]].name
            yield LeaderPlace(person.name, units[person.leads].name, home)


def _mostly_new(new: Newcomers | None, roster: Roster) -> Iterator[tuple[str, int, int]]:
    """The teams of which more than half is asked for the first time: name, how many of how many."""
    asked = Counter(roster.homes.values())
    for unit, many in (new.mostly(asked) if new else {}).items():
        yield roster.units[unit].name, many, asked[unit]


def _overlaps(
    store: Store, wave: Wave, asked: Asked, book: Mapping[str, str]
) -> Iterator[tuple[str, int]]:
    """Other waves that ask some of the same people in the same days, and how many."""
    opens, closes = running(wave)
    for other in store.waves():
        if other.id != wave.id and meets(other, opens, closes):
            both = in_both(asked, planned_people(store, other, book))
            if both:
                yield other.name, both


def _small(roster: Roster, k: int) -> Iterator[SmallUnit]:
    """Every unit where people are asked whose answers count in a larger one, or nowhere."""
    tree, asked = _asked_tree(roster)
    atoms = participation_plan(tree, asked, k=k)
    areas = atoms.areas(asked, tree=tree)
    for home in np.flatnonzero(asked).tolist():
        atom = atoms.of[home]
        node = NOWHERE if atom == NOWHERE else int(atoms.node[atom])
        if node != home:
            name, here = roster.units[tree.keys[home]].name, int(asked[home])
            larger = None if node == NOWHERE else roster.units[tree.keys[node]].name
            yield SmallUnit(name, here, larger, 0 if larger is None else int(areas[node]))


def _asked_tree(roster: Roster) -> tuple[Tree, Ints]:
    """The units where somebody is asked and those above, and how many are asked in each."""
    within = {up for home in set(roster.homes.values()) for up in above(home, roster.units)}
    tree = Tree.of({key: roster.units[key] for key in within})
    place = {key: at for at, key in enumerate(tree.keys)}
    homes = [place[home] for home in roster.homes.values()]
    return tree, np.bincount(homes, minlength=len(tree)).astype(np.int64)
