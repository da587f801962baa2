"""Importing people: two files, a look at what would change, and only then the change."""

from collections.abc import Callable, Iterator
from functools import partial

import streamlit as st

from pages.ui.frame.pieces import refused, waiting
from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from pages.ui.frame.uploaded import ask_for_file, let_go
from pages.ui.people.columns import said_of
from survey.actions.organisation import CHANGED
from survey.actions.people import import_people as carry_out
from survey.actions.staying import check_count, check_may_go
from survey.errors import BadInput
from survey.imports.changes import Change, Mode, PeoplePlan, plan
from survey.imports.people import in_short, leaving_named
from survey.imports.requested_people import Wanted, read_people
from survey.languages import counted
from survey.organisation.permissions import Viewer, why_not
from survey.organisation.structure import Organisation, Person, Unit
from survey.store import Store
from survey.waves.calendar import calendar_of

MOST_LISTED = 50
KINDS = ["csv", "xlsx", "txt", "tsv"]
PEOPLE, UNITS = "people_file", "units_file"
PREVIEWED = "people_previewed"


def import_people(store: Store, viewer: Viewer) -> None:
    """Ask for the files, show the plan, and carry it out when it is confirmed."""
    st.markdown(text("people_change.import_how"))
    st.link_button(
        text("people_change.template"), "/people.xlsx?empty=1", icon=":material/download:",
        type="tertiary",
    )  # fmt: skip
    people = ask_for_file(text("people_change.file"), key=PEOPLE, kinds=KINDS)
    units = ask_for_file(text("people_change.units_file"), key=UNITS, kinds=KINDS)
    modes = {"partial": text("people.mode_partial"), "full": text("people.mode_full")}
    label, named = text("people.mode"), modes.__getitem__
    mode = Mode(st.radio(label, list(modes), format_func=named, key="mode"))
    if people is None:
        return
    now = store.organisation()
    said = said_of(store, viewer, people.getvalue())
    if said is None:
        return
    read = partial(
        read_people,
        people.getvalue(),
        units.getvalue() if units else None,
        today=calendar_of(store.preferences()).day(store.now()),
        columns=said.columns,
        sheet=said.sheet,
    )
    planned = _planned(read, now=now, mode=mode)
    if planned is not None:
        _confirm(store, viewer, planned, now)


def _planned(read: Callable[[], Wanted], *, now: Organisation, mode: Mode) -> PeoplePlan | None:
    try:
        return plan(read(), now, mode=mode)
    except BadInput as refusal:
        lines = [f"- {plain(problem)}" for problem in refusal.problems[:MOST_LISTED]]
        more = len(refusal.problems) - MOST_LISTED
        if more > 0:
            lines.append(f"- {text('people.more_problems', more=counted(more))}")
        refused("\n".join([plain(refusal), "", *lines]))
        return None


def _confirm(store: Store, viewer: Viewer, planned: PeoplePlan, now: Organisation) -> None:
    show_plan(planned, now)
    previewed = st.session_state.get(PREVIEWED)
    st.session_state[PREVIEWED] = planned.fingerprint
    if planned.nothing_to_do:
        st.success(text("people.nothing_to_do"), icon=":material/check:")
        return
    going = [person.key for person in planned.leaving]
    if reason := why_not(check_may_go, store, going, actor=viewer.person):
        refused(plain(reason))
        return
    leaving = _how_many(planned)
    if st.button(text("people.do_import"), type="primary"):
        if previewed != planned.fingerprint:
            st.warning(text(CHANGED), icon=":material/sync_problem:")
            return
        bring = partial(_bring, store, viewer, planned, leaving)
        with waiting(text("people_add.saving")):
            do(bring, text("people.imported"), section="people_change")


def _bring(store: Store, viewer: Viewer, planned: PeoplePlan, leaving: int | None) -> None:
    carry_out(store, planned, viewer=viewer, leaving=leaving)
    let_go(PEOPLE, UNITS)


def _how_many(planned: PeoplePlan) -> int | None:
    """How many become inactive, as somebody typed it, where so many do that it is asked."""
    going = len(planned.leaving)
    reason = why_not(check_count, going=going, here=planned.here, typed=None)
    if reason is None:
        return None
    st.warning(plain(reason), icon=":material/group_remove:")
    typed: int | None = st.number_input(
        text("staying.type_it"), 0, value=None, step=1, key=f"leaving-{planned.fingerprint}"
    )
    return typed


def show_plan(planned: PeoplePlan, now: Organisation) -> None:
    """First who leaves, then in short what would happen, and below it every single change."""
    if planned.leaving:
        st.warning(plain(leaving_named(planned)), icon=":material/person_remove:")
    st.markdown("\n".join(f"- {plain(line)}" for line in in_short(planned)))
    if rows := list(changes_table(planned, now)):
        st.dataframe(rows, hide_index=True, alt=text("people_change.changes"))


def changes_table(planned: PeoplePlan, now: Organisation) -> Iterator[dict[str, str]]:
    """A row for each new or leaving person or unit, and for each field that changes."""
    names = {**now.units, **planned.result.units}
    for leaving in planned.leaving:
        yield _row("leaves", leaving, before=_unit_name(leaving.unit, names))
    for unit in planned.new_units:
        yield _row("new_unit", unit, then=_unit_name(unit.parent, names))
    for person in planned.new_people:
        yield _row("new_person", person, then=_unit_name(person.unit, names))
    for changed in planned.changed_units:
        yield from _fields(changed, names)
    for change in planned.changed_people:
        yield from _fields(change, names)


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
