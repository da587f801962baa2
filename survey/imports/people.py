"""Importing people and units: read the files, plan the changes, say them in sentences."""

from collections.abc import Iterator

from survey.imports.changes import Change, Mode, PeoplePlan, plan
from survey.imports.phrasing import counted, who
from survey.imports.problems import visible
from survey.imports.requested_people import Wanted, read_people
from survey.organisation.structure import Person, Unit

__all__ = ["Change", "Mode", "PeoplePlan", "Wanted", "plan", "read_people", "summary"]

MOST_LISTED = 20


def summary(plan: PeoplePlan) -> list[str]:
    """What an import would do, in sentences: how many, then who and what, then the warnings."""
    if plan.nothing_to_do:
        said = "Everything stands already as the files ask. Nothing changes."
        return [*plan.told, said, *plan.warnings]
    return [
        *plan.told,
        _units_in_short(plan),
        _people_in_short(plan),
        _who_else(plan),
        *_first([f"Leaves: {who(person)}." for person in plan.leaving]),
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


def _units_in_short(plan: PeoplePlan) -> str:
    new, changed = len(plan.new_units), len(plan.changed_units)
    return f"Units: {new:,} new, {changed:,} changed, {plan.unchanged_units:,} as before."


def _people_in_short(plan: PeoplePlan) -> str:
    return (
        f"People: {len(plan.new_people):,} new, {len(plan.changed_people):,} changed, "
        f"{len(plan.leaving):,} leaving, {plan.unchanged_people:,} as before."
    )


def _who_else(plan: PeoplePlan) -> str:
    if plan.mode is Mode.PARTIAL:
        return "Partial import: whoever is not in the file stays as they are."
    return "Full import: whoever is not in the file becomes inactive. Nobody is deleted."


def _person_changes(change: Change[Person]) -> str:
    return f"Changes: {who(change.before)}: {'; '.join(_differences(change))}."


def _unit_changes(change: Change[Unit]) -> str:
    return f"Changes: unit {visible(change.before.key)}: {'; '.join(_differences(change))}."


def _differences(change: Change[Person] | Change[Unit]) -> Iterator[str]:
    for name in change.what:
        before, after = (_said(getattr(side, name)) for side in (change.before, change.after))
        yield f"{name} from {before} to {after}"


def _said(value: str | bool | None) -> str:
    """A value of a person or unit as a sentence shows it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None | "":
            return "nothing"
        case _:
            return visible(value)


def _first(sentences: list[str]) -> list[str]:
    more = len(sentences) - MOST_LISTED
    rest = [f"… and {counted(more, 'more like this', 'more like these')}."] if more > 0 else []
    return [*sentences[:MOST_LISTED], *rest]
