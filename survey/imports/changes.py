"""What would an import change? The files against the organisation as it stands; writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from hashlib import sha256
from typing import Generic, TypeVar

from survey.imports.cross_checks import check_together, check_zeros
from survey.imports.import_warnings import worth_knowing
from survey.imports.placing import settle
from survey.imports.problems import Problems
from survey.imports.requested_people import Wanted
from survey.imports.root import ROOT
from survey.organisation.structure import Organisation, Person, Unit, in_tree_order
from survey.text import sentence

__all__ = ["ROOT", "Change", "Mode", "PeoplePlan", "plan"]

Thing = TypeVar("Thing", Unit, Person)


class Mode(StrEnum):
    """Whether the people file names everybody, or only those to add or change."""

    PARTIAL = "partial"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Change(Generic[Thing]):
    """Somebody or something as it is and as it will be."""

    before: Thing
    after: Thing

    @property
    def what(self) -> tuple[str, ...]:
        """The names of the fields that differ, in the order of the type."""
        names = (field.name for field in fields(self.before))
        return tuple(n for n in names if getattr(self.before, n) != getattr(self.after, n))


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """What an import would do; `result` is the whole organisation afterwards.

    `leaving` are people active now, as they will be: inactive, leading nothing, never deleted.
    `here` is how many are active now. `told` are sentences on how the files were read. `based_on`
    is the fingerprint of the organisation that was looked at.
    """

    mode: Mode
    here: int
    new_units: tuple[Unit, ...]
    changed_units: tuple[Change[Unit], ...]
    unchanged_units: int
    new_people: tuple[Person, ...]
    changed_people: tuple[Change[Person], ...]
    leaving: tuple[Person, ...]
    unchanged_people: int
    told: tuple[str, ...]
    warnings: tuple[str, ...]
    result: Organisation
    based_on: str

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units to write, parents before children."""
        wanted = {unit.key for unit in (*self.new_units, *(c.after for c in self.changed_units))}
        return tuple(unit for unit in in_tree_order(self.result.units) if unit.key in wanted)

    @property
    def people(self) -> tuple[Person, ...]:
        """The people to write: new, changed and leaving."""
        return (*self.new_people, *(c.after for c in self.changed_people), *self.leaving)

    @property
    def nothing_to_do(self) -> bool:
        """Whether everything stands already as the files ask."""
        return not (self.units or self.people)

    @property
    def fingerprint(self) -> str:
        """The same for a plan that changes the same from the same, and for no other."""
        changes = (self.mode, self.units, self.people, self.changed_units, self.changed_people)
        return sha256(repr((self.based_on, changes)).encode()).hexdigest()


def plan(wanted: Wanted, now: Organisation, *, mode: Mode) -> PeoplePlan:
    """What importing would change; BadInput with every problem of the files when there is any."""
    wanted = settle(wanted, now, full=mode is Mode.FULL)
    result = Organisation(_units_after(wanted, now), _people_after(wanted, now, mode))
    problems = Problems(wanted.problems, columns=wanted.columns)
    check_zeros(wanted, now, problems)
    check_together(wanted, result, problems)
    problems.refuse(sentence("refused.people.headline"))
    return _compare(wanted, now, result, mode)


def _units_after(wanted: Wanted, now: Organisation) -> dict[str, Unit]:
    if wanted.units is None and not wanted.made:
        return dict(now.units) or _units_from_people(wanted)
    asked: dict[str, Unit] = {}
    for row in (*(wanted.units or ()), *wanted.made):
        before = now.units.get(row.unit.key, row.unit)
        # Only somebody who decides it opens a closed unit again; a file may simply be old.
        asked.setdefault(row.unit.key, replace(row.unit, closed=before.closed))
    return {**now.units, **asked}


def _units_from_people(wanted: Wanted) -> dict[str, Unit]:
    named = (key for p in wanted.people for key in (p.person.unit, p.person.leads) if key)
    teams = {key: Unit(key, key, ROOT.key) for key in named if key != ROOT.key}
    return {ROOT.key: ROOT, **teams}


def _people_after(wanted: Wanted, now: Organisation, mode: Mode) -> dict[str, Person]:
    after: dict[str, Person] = {}
    for asked in wanted.people:
        after.setdefault(asked.person.key, _person_after(asked.person, wanted, now, mode))
    others = (person for person in now.people.values() if person.key not in after)
    kept = {p.key: _gone(p) if mode is Mode.FULL else p for p in others}
    return {**after, **kept}


def _person_after(asked: Person, wanted: Wanted, now: Organisation, mode: Mode) -> Person:
    """The person a row asks for; what a missing column leaves open stays as it is."""
    before = now.people.get(asked.key)
    if before and not wanted.says_leads:
        asked = replace(asked, leads=before.leads)
    if before and not wanted.says_language:
        asked = replace(asked, language=before.language)
    if before and not wanted.says_active and mode is Mode.PARTIAL:
        asked = replace(asked, active=before.active)
    return asked if asked.active else _gone(asked)


def _gone(person: Person) -> Person:
    return replace(person, active=False, leads=None)


def _compare(wanted: Wanted, now: Organisation, result: Organisation, mode: Mode) -> PeoplePlan:
    changed_units = _changed(now.units, result.units)
    changed_people = _changed(now.people, result.people)
    return PeoplePlan(
        mode=mode,
        here=sum(person.active for person in now.people.values()),
        new_units=_new(now.units, result.units),
        changed_units=changed_units,
        unchanged_units=len(now.units) - len(changed_units),
        new_people=_new(now.people, result.people),
        changed_people=tuple(change for change in changed_people if not _leaves(change)),
        leaving=tuple(change.after for change in changed_people if _leaves(change)),
        unchanged_people=len(now.people) - len(changed_people),
        told=wanted.told,
        warnings=tuple(worth_knowing(wanted, now, result)),
        result=result,
        based_on=now.fingerprint,
    )


def _leaves(change: Change[Person]) -> bool:
    return change.before.active and not change.after.active


def _new(before: Mapping[str, Thing], after: Mapping[str, Thing]) -> tuple[Thing, ...]:
    return tuple(thing for key, thing in after.items() if key not in before)


def _changed(before: Mapping[str, Thing], after: Mapping[str, Thing]) -> tuple[Change[Thing], ...]:
    return tuple(
        Change(before[key], thing)
        for key, thing in after.items()
        if key in before and before[key] != thing
    )
