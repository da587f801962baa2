"""What does undoing an import of people change? Everything it changed that still stands so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from survey.imports.cross_checks import check_together
from survey.imports.problems import Problems
from survey.imports.requested_people import Wanted, WantedPerson
from survey.organisation.structure import Organisation, Person, Unit, in_tree_order
from survey.store.undos import Noted
from survey.text import sentence

Thing = TypeVar("Thing", Unit, Person)


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing would do: people and units as they were, and those taken out again.

    `leaving` are new people who were asked meanwhile or have a role: they become inactive.
    `staying` names whatever somebody changed since, which stays as it is. `based_on` is the
    fingerprint of the organisation that was looked at.
    """

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    leaving: tuple[Person, ...]
    removed_units: tuple[str, ...]
    removed_people: tuple[str, ...]
    staying: tuple[str, ...]
    based_on: str


def undoing(
    people: Iterable[Noted[Person]],
    units: Iterable[Noted[Unit]],
    now: Organisation,
    *,
    used: Collection[str],
    in_waves: Collection[str],
) -> Undoing:
    """What would change. Errors: BadInput where it would not fit together any more.

    `used` are keys of people, `in_waves` those of units, that cannot be taken out again.
    """
    own, theirs = list(people), list(units)
    back, fresh, stay = _sorted(own, now.people)
    leaving = tuple(replace(p, active=False, leads=None) for p in fresh if p.key in used)
    removed = tuple(p.key for p in fresh if p.key not in used)
    after = {**now.people, **{p.key: p for p in (*back, *leaving)}}
    after = {key: person for key, person in after.items() if key not in removed}
    unit_back, unit_fresh, unit_stay = _sorted(theirs, now.units)
    tree = {**now.units, **{unit.key: unit for unit in unit_back}}
    empty = _empty([unit.key for unit in unit_fresh], tree, after.values(), in_waves)
    tree = {key: unit for key, unit in tree.items() if key not in empty}
    _check(Organisation(tree, after), back)
    return Undoing(
        units=tuple(unit_back),
        people=tuple(back),
        leaving=leaving,
        removed_units=tuple(empty),
        removed_people=removed,
        staying=(*(person.name for person in stay), *(unit.name for unit in unit_stay)),
        based_on=now.fingerprint,
    )


def _sorted(
    noted: Iterable[Noted[Thing]], now: Mapping[str, Thing]
) -> tuple[list[Thing], list[Thing], list[Thing]]:
    """What goes back, what was new, and what somebody changed since."""
    back: list[Thing] = []
    fresh: list[Thing] = []
    stay: list[Thing] = []
    for one in noted:
        there = now.get(one.after.key)
        if there is None:
            continue
        if there != one.after:
            stay.append(there)
        elif one.before is None:
            fresh.append(there)
        else:
            back.append(one.before)
    return back, fresh, stay


def _empty(
    fresh: Collection[str],
    units: Mapping[str, Unit],
    people: Iterable[Person],
    in_waves: Collection[str],
) -> list[str]:
    """The new units in which nobody is left, from below."""
    taken = {key for person in people for key in (person.unit, person.leads)} | set(in_waves)
    found: list[str] = []
    for unit in reversed(in_tree_order(units)):
        if unit.key in fresh and unit.key not in taken:
            found.append(unit.key)
        elif unit.parent is not None:
            # Whatever stays keeps those above it.
            taken.add(unit.parent)
    return found


def _check(result: Organisation, back: Iterable[Person]) -> None:
    problems = Problems()
    rows = tuple(WantedPerson(0, person) for person in back)
    check_together(Wanted(rows, None, True, True, ()), result, problems)
    problems.refuse(sentence("undo_people.does_not_fit"))
