"""Where does a people file put somebody that does not say so by the id of a unit?"""

from collections.abc import Mapping
from dataclasses import replace

from survey.imports.departments import by_names
from survey.imports.managers import by_managers
from survey.imports.requested_people import Placing, Wanted, WantedUnit
from survey.imports.root import root_of
from survey.organisation.structure import Organisation


def settle(wanted: Wanted, now: Organisation, *, full: bool) -> Wanted:
    """The same with everybody under the id they have, in a unit given by its id."""
    if wanted.by_address:
        wanted = _by_address(wanted, now)
    match wanted.placing:
        case Placing.UNIT:
            return wanted
        case Placing.MANAGER:
            return _with_root(by_managers(wanted, now, full=full), now)
        case Placing.NAMES:
            return _with_root(by_names(wanted, now), now)
        case Placing.NOWHERE:
            return _with_root(_where_they_were(wanted, now), now)


def _by_address(wanted: Wanted, now: Organisation) -> Wanted:
    """People whose address we know keep the id that we know them by."""
    ids = _ids(now)
    people = (
        replace(w, person=replace(w.person, key=ids.get(w.person.key, w.person.key)))
        for w in wanted.people
    )
    return replace(wanted, people=tuple(people))


def _ids(now: Organisation) -> Mapping[str, str]:
    """Whose an address is, of two people the one who is here."""
    known = sorted(now.people.values(), key=lambda person: person.active)
    return {person.email.casefold(): person.key for person in known if person.email}


def _where_they_were(wanted: Wanted, now: Organisation) -> Wanted:
    top = root_of(wanted, now).key
    people = (
        replace(w, person=replace(w.person, unit=before.unit if before else top))
        for w in wanted.people
        for before in (now.people.get(w.person.key),)
    )
    return replace(wanted, people=tuple(people))


def _with_root(wanted: Wanted, now: Organisation) -> Wanted:
    root = root_of(wanted, now)
    if root.key in now.units or root.key in {asked.unit.key for asked in wanted.units or ()}:
        return wanted
    return replace(wanted, made=(WantedUnit(1, root), *wanted.made))
