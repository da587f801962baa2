"""Who belongs where: units as a tree, people, what they lead, and the home in which they count."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Role(StrEnum):
    """What a grant lets somebody do; who leads a unit, or belongs to one, needs no grant."""

    HR = "hr"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the tree; `parent` is the key of the unit above, None at the root.

    A closed unit has nobody and takes nobody in; what was published about it stays where it is.
    """

    key: str
    name: str
    parent: str | None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the organisation; `unit` is where they belong, `leads` the unit they lead."""

    key: str
    name: str
    email: str
    language: str
    unit: str
    leads: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Organisation:
    """The tree and the people, as they stand now."""

    units: Mapping[str, Unit]
    people: Mapping[str, Person]

    @property
    def fingerprint(self) -> str:
        """The same for the same organisation, and for no other."""
        units = sorted(map(repr, self.units.values()))
        people = sorted(map(repr, self.people.values()))
        return sha256("\n".join([*units, "", *people]).encode()).hexdigest()


def home(person: Person, units: Mapping[str, Unit]) -> str:
    """The key of the one unit in which a person's answers count (privacy rule 3).

    Whoever leads a unit counts in its parent, never in the unit they lead; at the root, the root.
    """
    if person.leads is None:
        return person.unit
    return units[person.leads].parent or person.leads


def in_tree_order(units: Mapping[str, Unit]) -> list[Unit]:
    """Every unit after its parent, siblings by key, each subtree in one run (depth first)."""
    below: dict[str | None, list[Unit]] = {}
    for unit in sorted(units.values(), key=lambda u: u.key, reverse=True):
        below.setdefault(unit.parent, []).append(unit)
    ordered: list[Unit] = []
    waiting = list(below.get(None, []))
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting.extend(below.get(unit.key, []))
    return ordered


def above(unit: str, units: Mapping[str, Unit]) -> list[str]:
    """The keys from a unit up to the root, the unit itself first."""
    chain: list[str] = []
    at: str | None = unit
    while at is not None and at not in chain:
        chain.append(at)
        at = units[at].parent
    return chain


def below(unit: str | None, units: Mapping[str, Unit]) -> list[Unit]:
    """A unit and all below it, in tree order; nothing where there is no such unit."""
    found, keys = list[Unit](), set[str]()
    for one in in_tree_order(units):
        if one.key == unit or one.parent in keys:
            found.append(one)
            keys.add(one.key)
    return found


def names_apart(beside: Iterable[Unit], units: Mapping[str, Unit]) -> dict[str, str]:
    """What units are called beside each other, by key: those of one name with the unit above."""
    beside = list(beside)
    of_name = Counter(unit.name for unit in beside)

    def called(unit: Unit) -> str:
        if of_name[unit.name] > 1 and unit.parent:
            return f"{unit.name} ({units[unit.parent].name})"
        return unit.name

    return {unit.key: called(unit) for unit in beside}


def people_by_home(people: Iterable[Person], units: Mapping[str, Unit]) -> dict[str, list[str]]:
    """The keys of active people under the unit in which they count."""
    homes: dict[str, list[str]] = {}
    for person in people:
        if person.active:
            homes.setdefault(home(person, units), []).append(person.key)
    return homes
