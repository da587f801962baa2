"""Where does a people file put somebody that does not say so by the id of a unit?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from survey.imports.managers import by_managers
from survey.imports.problems import Found
from survey.imports.requested_people import Placing, Wanted, WantedPerson, WantedUnit
from survey.imports.root import root_of
from survey.languages import counted
from survey.organisation.structure import Organisation, Unit
from survey.organisation.values import wrong_id
from survey.text import sentence


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
            top = root_of(wanted, now).key
            people = (
                replace(w, person=replace(w.person, unit=before.unit if before else top))
                for w in wanted.people
                for before in (now.people.get(w.person.key),)
            )
            return _with_root(replace(wanted, people=tuple(people)), now)


def _by_address(wanted: Wanted, now: Organisation) -> Wanted:
    """People whose address we know keep the id that we know them by."""
    known = sorted(now.people.values(), key=lambda person: person.active)
    ids = {person.email.casefold(): person.key for person in known if person.email}
    people = (
        replace(w, person=replace(w.person, key=ids.get(w.person.key, w.person.key)))
        for w in wanted.people
    )
    return replace(wanted, people=tuple(people))


def _with_root(wanted: Wanted, now: Organisation) -> Wanted:
    root = root_of(wanted, now)
    if root.key in now.units or root.key in {asked.unit.key for asked in wanted.units or ()}:
        return wanted
    return replace(wanted, made=(WantedUnit(1, root), *wanted.made))


BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class Units:
    """The units that names may mean, by id and by name, and those made for names nobody knew."""

    by_key: Mapping[str, Unit]
    by_name: Mapping[str, Sequence[Unit]]
    made: dict[str, WantedUnit] = field(default_factory=dict)

    def named(self, path: tuple[str, ...], *, below: str, row: int) -> str:
        """The id of the unit at the end of a path of names, made when there is none."""
        key = BETWEEN.join(path)
        if key in self.by_key or key in self.made:
            return key
        alike = [u for u in self.by_name.get(path[-1].casefold(), ()) if _fits(u, path, below)]
        if len(alike) == 1:
            return alike[0].key
        self.made[key] = WantedUnit(row, Unit(key, path[-1], below))
        return key


def by_names(wanted: Wanted, now: Organisation) -> Wanted:
    """Everybody in the unit their row names; a name we do not know yet is a new unit.

    A unit of the organisation is meant by its id, or by its name where only one has that name.
    Whoever has no name in their row stays where they are, or begins at the top.
    """
    known = {**now.units, **{asked.unit.key: asked.unit for asked in wanted.units or ()}}
    by_key = {key: unit for key, unit in known.items() if not unit.closed}
    by_name: dict[str, list[Unit]] = defaultdict(list)
    for unit in by_key.values():
        by_name[unit.name.casefold()].append(unit)
    root, units = root_of(wanted, now), Units(by_key, by_name)
    people = tuple(_placed(asked, now, root.key, units) for asked in wanted.people)
    nowhere = sum(not asked.above for asked in wanted.people)
    told = sentence("told.people.nowhere", count=counted(nowhere), unit=root.name)
    return replace(
        wanted,
        people=people,
        made=tuple(units.made.values()),
        problems=(*wanted.problems, *_wrong(units)),
        told=(*wanted.told, *([told] if nowhere else [])),
    )


def _fits(unit: Unit, path: tuple[str, ...], below: str) -> bool:
    """One name alone may stand for a unit anywhere; one below another is looked for there."""
    return len(path) == 1 or unit.parent == below


def _placed(asked: WantedPerson, now: Organisation, root: str, units: Units) -> WantedPerson:
    before = now.people.get(asked.person.key)
    at = before.unit if before and not asked.above else root
    for depth in range(1, len(asked.above) + 1):
        at = units.named(asked.above[:depth], below=at, row=asked.row)
    leads = asked.person.leads and units.named((asked.person.leads,), below=root, row=asked.row)
    return replace(asked, person=replace(asked.person, unit=at, leads=leads))


def _wrong(units: Units) -> list[Found]:
    return [
        Found(message, made.row, "unit")
        for made in units.made.values()
        if (message := wrong_id(made.unit.key))
    ]
