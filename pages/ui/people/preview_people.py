"""What an import would change, as a table: who or what is new, changes field by field, leaves."""

from collections.abc import Iterator

import streamlit as st

from pages.ui.frame.plain import plain
from survey.imports.changes import Change, PeoplePlan
from survey.imports.people import in_short
from survey.organisation.structure import Organisation, Person, Unit
from survey.text import text


def show_plan(planned: PeoplePlan, now: Organisation) -> None:
    """In short what would happen, and below it every single change."""
    st.markdown("\n".join(f"- {plain(line)}" for line in in_short(planned)))
    if rows := list(changes_table(planned, now)):
        st.dataframe(rows, hide_index=True, alt=text("people_change.changes"))


def changes_table(planned: PeoplePlan, now: Organisation) -> Iterator[dict[str, str]]:
    """A row for each new or leaving person or unit, and for each field that changes."""
    names = {**now.units, **planned.result.units}
    for unit in planned.new_units:
        yield _row("new_unit", unit, then=_unit_name(unit.parent, names))
    for person in planned.new_people:
        yield _row("new_person", person, then=_unit_name(person.unit, names))
    for changed in planned.changed_units:
        yield from _fields(changed, names)
    for change in planned.changed_people:
        yield from _fields(change, names)
    for leaving in planned.leaving:
        yield _row("leaves", leaving, before=_unit_name(leaving.unit, names))


def _fields(
    change: Change[Unit] | Change[Person], names: dict[str, Unit]
) -> Iterator[dict[str, str]]:
    for field in change.what:
        before, after = (_said(getattr(s, field), names) for s in (change.before, change.after))
        yield _row("changes", change.before, field=field, before=before, then=after)


def _row(
    what: str, thing: Unit | Person, *, field: str = "", before: str = "", then: str = ""
) -> dict[str, str]:
    return {
        text("people_change.what"): text(f"people_change.{what}"),
        text("people_change.who"): f"{thing.name} ({thing.key})",
        text("people_change.field.title"): text(f"people_change.field.{field}") if field else "",
        text("people_change.before"): before,
        text("people_change.then"): then,
    }


def _said(value: str | bool | None, names: dict[str, Unit]) -> str:
    match value:
        case bool():
            return text("people_change.yes" if value else "people_change.no")
        case None:
            return ""
        case _:
            return _unit_name(value, names)


def _unit_name(key: str | None, names: dict[str, Unit]) -> str:
    return names[key].name if key in names else key or ""
