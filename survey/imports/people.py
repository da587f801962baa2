"""Importing people and units: read the files, plan the changes, say them in sentences."""

from collections.abc import Iterator

from survey.imports.changes import Change, Mode, PeoplePlan, plan
from survey.imports.phrasing import people_named, who
from survey.imports.problems import visible
from survey.imports.requested_people import Wanted, read_people
from survey.languages import counted
from survey.organisation.structure import Person, Unit
from survey.text import joined, sentence

__all__ = ["Change", "Mode", "PeoplePlan", "Wanted", "plan", "read_people", "summary"]

MOST_LISTED = 20


def summary(plan: PeoplePlan) -> list[str]:
    """What an import would do, in sentences: who leaves, how many, who and what, warnings."""
    if plan.nothing_to_do:
        said = sentence("told.people.nothing")
        return [*plan.told, said, *plan.warnings]
    return [
        *_first([sentence("told.people.leaves", person=who(person)) for person in plan.leaving]),
        *plan.told,
        _units_in_short(plan),
        _people_in_short(plan),
        _who_else(plan),
        *_first([_person_changes(change) for change in plan.changed_people]),
        *_first([_unit_changes(change) for change in plan.changed_units]),
        *plan.warnings,
    ]


def in_short(plan: PeoplePlan) -> list[str]:
    """How the files were read, how many of what would change, and what is worth knowing."""
    if plan.nothing_to_do:
        return [*plan.told, *plan.warnings]
    counts = [_units_in_short(plan), _people_in_short(plan), _who_else(plan)]
    return [*plan.told, *counts, *plan.warnings]


def leaving_named(plan: PeoplePlan) -> str:
    """Who would not be here any more, how many of how many, the first of them by name."""
    going, named = len(plan.leaving), people_named(plan.leaving)
    key = "told.people.one_leaves" if going == 1 else "told.people.many_leave"
    return sentence(key, count=counted(going), here=counted(plan.here), people=named)


def _units_in_short(plan: PeoplePlan) -> str:
    new, changed = len(plan.new_units), len(plan.changed_units)
    return sentence(
        "told.people.units_count",
        new=counted(new),
        changed=counted(changed),
        same=counted(plan.unchanged_units),
    )


def _people_in_short(plan: PeoplePlan) -> str:
    return sentence(
        "told.people.people_count",
        new=counted(len(plan.new_people)),
        changed=counted(len(plan.changed_people)),
        leaving=counted(len(plan.leaving)),
        same=counted(plan.unchanged_people),
    )


def _who_else(plan: PeoplePlan) -> str:
    if plan.mode is Mode.PARTIAL:
        return sentence("told.people.partial")
    return sentence("told.people.full")


def _person_changes(change: Change[Person]) -> str:
    return sentence(
        "told.people.person_changes",
        person=who(change.before),
        what=joined(_differences(change), "; "),
    )


def _unit_changes(change: Change[Unit]) -> str:
    return sentence(
        "told.people.unit_changes",
        unit=visible(change.before.key),
        what=joined(_differences(change), "; "),
    )


def _differences(change: Change[Person] | Change[Unit]) -> Iterator[str]:
    for name in change.what:
        before, after = (_said(getattr(side, name)) for side in (change.before, change.after))
        yield sentence("told.people.from_to", name=name, before=before, after=after)


def _said(value: str | bool | None) -> str:
    """A value of a person or unit as a sentence shows it."""
    match value:
        case bool():
            return sentence("people_change.yes" if value else "people_change.no")
        case None | "":
            return sentence("people_change.nothing")
        case _:
            return visible(value)


def _first(sentences: list[str]) -> list[str]:
    more = len(sentences) - MOST_LISTED
    key = "told.people.one_more" if more == 1 else "told.people.more"
    rest = [sentence(key, count=counted(more))] if more > 0 else []
    return [*sentences[:MOST_LISTED], *rest]
