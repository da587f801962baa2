"""Importing people: two files, a look at what would change, and only then the change."""

from datetime import date
from functools import partial

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.uploaded import ask_for_file, let_go
from pages.ui.people.preview_people import show_plan
from survey.actions.organisation import CHANGED
from survey.actions.people import import_people as carry_out
from survey.actions.staying import check_count, check_may_go
from survey.errors import BadInput
from survey.imports.changes import Mode, PeoplePlan, plan
from survey.imports.requested_people import read_people
from survey.organisation.permissions import Viewer, why_not
from survey.organisation.structure import Organisation
from survey.store import Store
from survey.text import text

MOST_LISTED = 50
KINDS = ["csv", "xlsx", "txt", "tsv"]
PEOPLE, UNITS = "people_file", "units_file"
PREVIEWED = "people_previewed"
MODES = tuple(mode.value for mode in Mode)


def _mode(mode: str) -> str:
    return text("people.mode_full" if mode == Mode.FULL else "people.mode_partial")


def import_people(store: Store, viewer: Viewer) -> None:
    """Ask for the files, show the plan, and carry it out when it is confirmed."""
    st.markdown(text("people_change.import_how"))
    st.link_button(
        text("people_change.template"), "/people.xlsx?empty=1", icon=":material/download:",
        type="tertiary",
    )  # fmt: skip
    people = ask_for_file(text("people_change.file"), key=PEOPLE, kinds=KINDS)
    units = ask_for_file(text("people_change.units_file"), key=UNITS, kinds=KINDS)
    mode = Mode(st.radio(text("people.mode"), MODES, format_func=_mode, key="mode"))
    if people is None:
        return
    now = store.organisation()
    files = (people.getvalue(), units.getvalue() if units else None)
    planned = _planned(*files, today=store.now().date(), now=now, mode=mode)
    if planned is not None:
        _confirm(store, viewer, planned, now)


def _planned(
    people: bytes, units: bytes | None, *, today: date, now: Organisation, mode: Mode
) -> PeoplePlan | None:
    try:
        return plan(read_people(people, units, today=today), now, mode=mode)
    except BadInput as refusal:
        lines = [f"- {plain(problem)}" for problem in refusal.problems[:MOST_LISTED]]
        more = len(refusal.problems) - MOST_LISTED
        if more > 0:
            lines.append(f"- {text('people.more_problems', more=f'{more:,}')}")
        st.error("\n".join([plain(refusal), "", *lines]), icon=":material/error:")
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
        st.error(plain(reason), icon=":material/error:")
        return
    leaving = _how_many(planned)
    if st.button(text("people.do_import"), type="primary"):
        if previewed != planned.fingerprint:
            st.warning(CHANGED, icon=":material/sync_problem:")
            return
        bring = partial(_bring, store, viewer, planned, leaving)
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
