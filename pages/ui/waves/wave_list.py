"""The waves as HR looks after them: those under way, those to come, those that are over."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from analytics.jobs.schedule import close_now, open_now
from analytics.reports.before_opening import readiness
from analytics.reports.participation import participation_so_far
from pages.ui.council.objection import to_answer
from pages.ui.frame.moments import date_said, days_of, from_to
from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from pages.ui.waves.change_wave import change_form, series_bar
from pages.ui.waves.check_list import check_list
from pages.ui.waves.later_day import later_day
from pages.ui.waves.plan_wave import DONE
from survey.actions.distance import too_near
from survey.actions.objecting import why_held
from survey.actions.waves import cancel_wave
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.calendar import Calendar
from survey.waves.wave import MOVES, NOT_OPENED, State, Wave

UNDER_WAY = frozenset({State.OPEN, State.CLOSED})
NEXT = 3
"""So many waves to come are shown at once, the others on demand."""


def wave_list(store: Store, viewer: Viewer, calendar: Calendar) -> None:
    """Every wave as a card; the next to open shows its check list."""
    waves = store.waves()
    if not waves:
        st.info(text("waves.none_yet"), icon=":material/hourglass_empty:")
        return
    for wave in waves:
        if wave.state in UNDER_WAY:
            wave_card(store, viewer, wave, calendar)
    _to_come(store, viewer, calendar, [wave for wave in waves if wave.state in NOT_OPENED])
    over = [w for w in reversed(waves) if w.state not in UNDER_WAY | NOT_OPENED]
    if over:
        st.header(text("waves.over"), anchor=False)
    for wave in over:
        wave_card(store, viewer, wave, calendar)


def _to_come(store: Store, viewer: Viewer, calendar: Calendar, waves: Sequence[Wave]) -> None:
    if not waves:
        return
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        st.header(text("waves.to_come"), anchor=False)
        st.link_button(text("waves.calendar_all"), "/waves.ics", icon=":material/event:")
    for series in dict.fromkeys(wave.series for wave in waves if wave.series):
        series_bar(store, viewer, series, [wave for wave in waves if wave.series == series])
    checked = {waves[0].key, st.session_state.get(DONE)}
    for wave in waves[:NEXT]:
        wave_card(store, viewer, wave, calendar, checked=wave.key in checked)
    if later := waves[NEXT:]:
        with st.expander(text("waves.later", count=len(later)), icon=":material/more_horiz:"):
            for wave in later:
                wave_card(store, viewer, wave, calendar, checked=wave.key in checked)


RUNS = NOT_OPENED | {State.OPEN}

ICONS = {
    State.DRAFT: ":material/draft:",
    State.SCHEDULED: ":material/event:",
    State.OPEN: ":material/edit:",
    State.CLOSED: ":material/lock:",
    State.PUBLISHED: ":material/check_circle:",
    State.CANCELLED: ":material/cancel:",
}


def wave_card(
    store: Store, viewer: Viewer, wave: Wave, calendar: Calendar, *, checked: bool = False
) -> None:
    """Its name, state, days and participation band, and the moves it allows.

    `checked` shows the check list of a wave to come at once.
    """
    with st.container(border=True, key=f"wave-{wave.id}"):
        st.markdown(f"**{plain(wave.name)}**")
        state = text(f"waves.state.{wave.state}")
        st.caption(f"{ICONS[wave.state]} {state} · {plain(wave.key)} · {days_of(wave, calendar)}")
        if wave.state in RUNS:
            key = "waves.when" if wave.opened is None else "waves.when_open"
            opens = wave.opened or wave.opens
            st.markdown(from_to(opens, wave.closes, calendar, key=key))
        if wave.invited:
            st.markdown(_taking_part(wave, calendar))
        if kept := _kept(wave, store.now(), calendar):
            st.markdown(kept)
        if wave.reason:
            st.markdown(text("waves.reason", reason=plain(wave.reason)))
        if wave.state is State.CLOSED:
            st.warning(text("waves.waiting"), icon=":material/key:")
        if wave.state is State.PUBLISHED:
            _results(wave)
        with st.container(horizontal=True):
            _moves(store, viewer, wave)
            if wave.state in NOT_OPENED:
                change_form(store, viewer, wave, calendar)
        if wave.state in NOT_OPENED:
            to_answer(store, wave, viewer)
            _look_ahead(store, viewer, wave, calendar, checked=checked)


def _results(wave: Wave) -> None:
    """The ways to what a wave showed."""
    with st.container(horizontal=True):
        for page, key, icon in (
            ("team/trends.py", "menu.figures", "trending_up"),
            ("leader/area.py", "area.tab", "grid_on"),
        ):
            there = {"wave": wave.key}
            st.page_link(page, label=text(key), icon=f":material/{icon}:", query_params=there)
        st.page_link("hr/reports.py", label=text("menu.reports"), icon=":material/table_view:")


def _look_ahead(
    store: Store, viewer: Viewer, wave: Wave, calendar: Calendar, *, checked: bool
) -> None:
    """The check list, and the ways to the preview and the calendar file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "hr/preview.py",
            label=text("waves.preview"),
            icon=":material/smartphone:",
            query_params={"wave": wave.key},
        )
        address = f"/waves.ics?{urlencode({'wave': wave.key})}"
        st.link_button(text("waves.calendar"), address, icon=":material/event:", type="tertiary")
    if st.toggle(text("waves.check"), value=checked, key=f"check-{wave.id}"):
        found = readiness(store, wave, viewer=viewer, calendar=calendar)
        check_list(found, near=[*too_near(store, wave), *why_held(store, wave)])


def _taking_part(wave: Wave, calendar: Calendar) -> str:
    band = participation_so_far(wave)
    if band is None or wave.participation_at is None:
        key = "waves.invited_now" if wave.state is State.OPEN else "waves.invited"
        return text(key, invited=wave.invited)
    noted = date_said(wave.participation_at, calendar)
    if band.low == 0:
        below = band.high + 1
        return text("waves.few_so_far", invited=wave.invited, below=below, noted=noted)
    values = {"low": band.low, "high": band.high, "noted": noted}
    return text("waves.participation", invited=wave.invited, **values)


def _kept(wave: Wave, now: datetime, calendar: Calendar) -> str | None:
    """Whether anonymous answer rows are kept, and until when."""
    if wave.keep_days is None or wave.state is State.CANCELLED:
        return None
    until = wave.kept_until
    if until is None:
        return text("waves.kept_after", days=wave.keep_days)
    return text(
        "waves.kept_until" if now < until else "waves.kept_over", day=date_said(until, calendar)
    )


def _moves(store: Store, viewer: Viewer, wave: Wave) -> None:
    # A past wave is brought, or undone, on a page of its own.
    allowed = frozenset[State]() if wave.replay else MOVES[wave.state]
    if State.OPEN in allowed and _confirmed("open", wave):
        do(
            partial(open_now, store, key=wave.key, actor=viewer.person),
            text("waves.opened"),
            section="waves",
        )
    if State.CLOSED in allowed:
        later_day(store, viewer, wave)
    if {State.CLOSED, State.PUBLISHED} & allowed and _confirmed("close", wave):
        do(
            partial(close_now, store, key=wave.key, actor=viewer.person),
            text("waves.closed"),
            section="waves",
        )
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
            do(cancel, text("waves.cancelled"), section="waves")
