"""Importing people: two files, a look at what would change, and only then the change."""

import streamlit as st

from pages.ui.plain import plain
from survey.actions.organisation import apply_people
from survey.errors import BadInput
from survey.imports.changes import Mode, PeoplePlan, plan
from survey.imports.people import summary
from survey.imports.wanted import read_people
from survey.permissions import Viewer
from survey.store import Store
from survey.text import text

MOST_LISTED = 50
MODES = tuple(mode.value for mode in Mode)


def _mode(mode: str) -> str:
    return text("people.mode_full" if mode == Mode.FULL else "people.mode_partial")


def import_people(store: Store, viewer: Viewer) -> None:
    """Ask for the files, show the plan, and carry it out when it is confirmed."""
    st.markdown(text("people.import_how"))
    people = st.file_uploader(text("people.file"), type="csv", key="people_file")
    units = st.file_uploader(text("people.units_file"), type="csv", key="units_file")
    mode = Mode(st.radio(text("people.mode"), MODES, format_func=_mode, key="mode"))
    if people is None:
        return
    planned = _planned(store, people.getvalue(), units.getvalue() if units else None, mode)
    if planned is not None:
        _confirm(store, viewer, planned)


def _planned(store: Store, people: bytes, units: bytes | None, mode: Mode) -> PeoplePlan | None:
    try:
        return plan(read_people(people, units), store.organisation(), mode=mode)
    except BadInput as refusal:
        lines = [f"- {plain(problem)}" for problem in refusal.problems[:MOST_LISTED]]
        more = len(refusal.problems) - MOST_LISTED
        if more > 0:
            lines.append(f"- {text('people.more_problems', more=f'{more:,}')}")
        st.error("\n".join([plain(refusal), "", *lines]), icon=":material/error:")
        return None


def _confirm(store: Store, viewer: Viewer, planned: PeoplePlan) -> None:
    st.markdown("\n".join(f"- {plain(line)}" for line in summary(planned)))
    if planned.nothing_to_do:
        st.success(text("people.nothing_to_do"), icon=":material/check:")
    elif st.button(text("people.do_import"), type="primary"):
        detail = f"{planned.mode}: {len(planned.people)} people, {len(planned.units)} units"
        apply_people(
            store,
            units=planned.units,
            people=planned.people,
            actor=viewer.person,
            detail=detail,
        )
        st.toast(text("people.imported"))
        st.rerun()
