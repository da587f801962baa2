"""One wave as HR sees it: where it stands, and what can be done next."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from analytics.reports import participation_so_far
from analytics.schedule import close_now, open_now
from survey.actions.waves import cancel_wave
from survey.errors import SameBoatError
from survey.permissions import Viewer
from survey.store import Store
from survey.text import text
from survey.waves import MOVES, State, Wave

ICONS = {
    State.DRAFT: ":material/draft:",
    State.SCHEDULED: ":material/event:",
    State.OPEN: ":material/edit:",
    State.CLOSED: ":material/lock:",
    State.PUBLISHED: ":material/check_circle:",
    State.CANCELLED: ":material/cancel:",
}


def wave_card(store: Store, viewer: Viewer, wave: Wave) -> None:
    """Its name, state, days and participation band, and the moves it allows."""
    with st.container(border=True, key=f"wave-{wave.id}"):
        st.markdown(f"**{wave.name}**")
        state = text(f"waves.state.{wave.state}")
        days = text("waves.days", opens=_day(wave.opened_on), closes=_day(wave.closed_on))
        st.caption(f"{ICONS[wave.state]} {state} · {days} · {wave.key}")
        band = participation_so_far(wave)
        if band and wave.participation_at:
            noted = {"low": band.low, "high": band.high, "noted": _day(wave.participation_at)}
            st.markdown(text("waves.participation", invited=wave.invited, **noted))
        if wave.reason:
            st.markdown(text("waves.reason", reason=wave.reason))
        if wave.state is State.CLOSED:
            st.warning(text("waves.waiting"), icon=":material/key:")
        with st.container(horizontal=True):
            _moves(store, viewer, wave)


def _day(moment: date) -> str:
    return f"{moment:%-d %B %Y}"


def _moves(store: Store, viewer: Viewer, wave: Wave) -> None:
    allowed = MOVES[wave.state]
    if State.OPEN in allowed and _confirmed("open", wave):
        _do(partial(open_now, store, key=wave.key, actor=viewer.person), text("waves.opened"))
    if {State.CLOSED, State.PUBLISHED} & allowed and _confirmed("close", wave):
        _do(partial(close_now, store, key=wave.key, actor=viewer.person), text("waves.closed"))
    if State.CANCELLED in allowed:
        _cancel(store, viewer, wave)


def _confirmed(verb: str, wave: Wave) -> bool:
    with st.popover(text(f"waves.{verb}")):
        st.markdown(text(f"waves.{verb}_sure", wave=wave.name))
        label = text(f"waves.{verb}_yes")
        return st.button(label, type="primary", key=f"{verb}-{wave.id}")


def _cancel(store: Store, viewer: Viewer, wave: Wave) -> None:
    with st.popover(text("waves.cancel")):
        st.markdown(text("waves.cancel_sure", wave=wave.name))
        reason = st.text_input(text("waves.cancel_reason"), key=f"reason-{wave.id}")
        if st.button(text("waves.cancel_yes"), key=f"cancel-{wave.id}"):
            cancel = partial(cancel_wave, store, key=wave.key, actor=viewer.person, reason=reason)
            _do(cancel, text("waves.cancelled"))


def _do(action: Callable[[], object], done: str) -> None:
    try:
        action()
    except SameBoatError as refusal:
        st.error(str(refusal), icon=":material/error:")
        return
    st.toast(done)
    st.rerun()
