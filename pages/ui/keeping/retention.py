"""Choosing how long things are kept: what goes tonight is shown before it holds."""

from collections.abc import Sequence

import streamlit as st

from analytics.jobs.retention import Planned, sooner
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from survey.actions.retention import choose_times
from survey.errors import BadInput, SameBoatError
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.calendar import Calendar, calendar_of
from survey.waves.retention import FEWEST_DAYS, MOST_DAYS, Times, check_times, night, times_of

USUAL_DAYS = 365
_WANTED = "retention_wanted"
"""The times that wait for a yes, as numbers of days; 0 keeps."""


def choose(store: Store, viewer: Viewer) -> None:
    """The form, and the question that comes back when something would go tonight."""
    holds = times_of(store.preferences())
    with st.form("retention", border=False, enter_to_submit=False):
        comments = _days("comments", holds.comments_days)
        people = _days("people", holds.people_days)
        experiments = _days("experiments", holds.experiments_days)
        pressed = st.form_submit_button(text("retention.choose"), type="primary")
    if pressed:
        times = Times(comments, people, experiments)
        st.session_state.pop(_WANTED, None)
        # Chosen at once where nothing goes sooner for it; else asked first.
        if sooner(store, times, viewer=viewer):
            st.session_state[_WANTED] = tuple(days or 0 for days in times.chosen)
        else:
            _choose(store, viewer, times)
    _confirm(store, viewer)


def _days(what: str, holds: int | None) -> int | None:
    """For how many days something is kept; None where it stays."""
    delete = st.radio(
        text(f"retention.of.{what}"),
        [False, True],
        index=int(holds is not None),
        format_func=lambda delete: text(f"retention.{'delete' if delete else 'keep'}"),
        horizontal=True,
        key=f"retention_{what}",
    )
    days = st.number_input(
        text(f"retention.days.{what}"),
        FEWEST_DAYS,
        MOST_DAYS,
        holds or USUAL_DAYS,
        step=30,
        key=f"retention_{what}_days",
    )
    return int(days) if delete else None


def _confirm(store: Store, viewer: Viewer) -> None:
    wanted = st.session_state.get(_WANTED)
    if wanted is None:
        return
    times = Times(*(days or None for days in wanted))
    found = sooner(store, times, viewer=viewer)
    calendar = calendar_of(store.preferences())
    when = calendar.said(night(store.now(), calendar))
    lines = [f"- {_said(one)}" for one in found]
    st.warning("\n".join([text("retention.sooner", when=when), "", *lines]))
    with st.container(horizontal=True):
        if st.button(text("retention.sure"), key="retention_sure"):
            st.session_state.pop(_WANTED)
            _choose(store, viewer, times)
        if st.button(text("retention.not_so"), key="retention_not_so"):
            st.session_state.pop(_WANTED)
            st.rerun()


def _choose(store: Store, viewer: Viewer, times: Times) -> None:
    try:
        check_times(times)
        choose_times(store, times, viewer=viewer)
    except SameBoatError as refusal:
        problems = refusal.problems if isinstance(refusal, BadInput) else ()
        said = [plain(refusal), "", *(f"- {plain(p.message)}" for p in problems)]
        st.error("\n".join(said), icon=":material/error:")
        return
    st.toast(text("retention.chosen"))
    st.rerun()


def next_to_go(found: Sequence[Planned], calendar: Calendar) -> str:
    """What is deleted next, in large."""
    if not found:
        return text("retention.planned_none")
    first = found[0]
    return text("retention.next", when=calendar.said(first.deletion.when), what=_said(first))


def show_planned(found: Sequence[Planned], calendar: Calendar) -> None:
    """Everything that will be deleted, the next first."""
    if not found:
        return
    st.header(text("retention.planned"), anchor=False)
    lines = (
        text("retention.when", when=calendar.said(one.deletion.when), what=_said(one))
        for one in found
    )
    st.markdown("\n".join(f"- {line}" for line in lines))


def _said(one: Planned) -> str:
    wave = plain(one.deletion.wave.name) if one.deletion.wave else ""
    key = f"retention.what.{one.deletion.what}"
    return text(key, wave=wave, count=one.count if one.count is not None else "")


def what_stays() -> None:
    """What is not deleted, each with its reason, and what goes by itself."""
    with st.expander(text("retention.stays"), icon=":material/lock:"):
        st.markdown(text("retention.stays_says"))
