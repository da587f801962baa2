"""One wave as HR sees it: where it stands, and what can be done next."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import streamlit as st

from analytics.reports import participation_so_far
from analytics.schedule import close_now, open_now
from pages.ui.plain import plain
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
        st.markdown(f"**{plain(wave.name)}**")
        state = text(f"waves.state.{wave.state}")
        st.caption(f"{ICONS[wave.state]} {state} · {plain(wave.key)} · {_days(wave)}")
        if wave.invited:
            st.markdown(_taking_part(wave))
        if kept := _kept(wave, store.now()):
            st.markdown(kept)
        if wave.reason:
            st.markdown(text("waves.reason", reason=plain(wave.reason)))
        if wave.state is State.CLOSED:
            st.warning(text("waves.waiting"), icon=":material/key:")
        with st.container(horizontal=True):
            _moves(store, viewer, wave)


def _day(moment: date) -> str:
    return f"{moment:%-d %B %Y}"


def _days(wave: Wave) -> str:
    """From when to when; the year is said once when it is the same."""
    opens, closes = wave.opened_on, wave.closed_on
    begins = f"{opens:%-d %B}" if opens.year == closes.year else _day(opens)
    return text("waves.days", opens=begins, closes=_day(closes))


def _taking_part(wave: Wave) -> str:
    band = participation_so_far(wave)
    if band is None or wave.participation_at is None:
        key = "waves.invited_now" if wave.state is State.OPEN else "waves.invited"
        return text(key, invited=wave.invited)
    noted = _day(wave.participation_at)
    if band.low == 0:
        below = band.high + 1
        return text("waves.few_so_far", invited=wave.invited, below=below, noted=noted)
    values = {"low": band.low, "high": band.high, "noted": noted}
    return text("waves.participation", invited=wave.invited, **values)


def _kept(wave: Wave, now: datetime) -> str | None:
    """Whether anonymous answer rows are kept, and until when."""
    if wave.keep_days is None or wave.state is State.CANCELLED:
        return None
    until = wave.kept_until
    if until is None:
        return text("waves.kept_after", days=wave.keep_days)
    return text("waves.kept_until" if now < until else "waves.kept_over", day=_day(until))


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
        sure = "close_sure_kept" if verb == "close" and wave.keep_days else f"{verb}_sure"
        st.markdown(text(f"waves.{sure}", wave=plain(wave.name)))
        label = text(f"waves.{verb}_yes")
        return st.button(label, type="primary", key=f"{verb}-{wave.id}")


def _cancel(store: Store, viewer: Viewer, wave: Wave) -> None:
    with st.popover(text("waves.cancel")):
        st.markdown(text("waves.cancel_sure", wave=plain(wave.name)))
        reason = st.text_input(text("waves.cancel_reason"), key=f"reason-{wave.id}")
        if st.button(text("waves.cancel_yes"), key=f"cancel-{wave.id}"):
            cancel = partial(cancel_wave, store, key=wave.key, actor=viewer.person, reason=reason)
            _do(cancel, text("waves.cancelled"))


def _do(action: Callable[[], object], done: str) -> None:
    try:
        action()
    except SameBoatError as refusal:
        st.error(plain(refusal), icon=":material/error:")
        return
    st.toast(done)
    st.rerun()
