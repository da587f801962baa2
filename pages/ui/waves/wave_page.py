"""One wave on its page: where it stands, who takes part, its mails, what can be done with it."""

from datetime import datetime
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from analytics.exports.formats import AT_ONCE, Format
from analytics.figures.published_waves import published
from analytics.figures.report import count_rows
from analytics.jobs.schedule import close_now, open_now
from analytics.reports.before_opening import Readiness, readiness
from analytics.reports.quarter import Quarter
from pages.ui.council.objection import to_answer
from pages.ui.frame.large import large
from pages.ui.frame.moments import date_said, from_to
from pages.ui.frame.pieces import waiting
from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from pages.ui.home.quarter import answered_said, before_said, left_said, took_part
from pages.ui.waves.change_wave import change_form
from pages.ui.waves.check_list import check_list
from pages.ui.waves.later_day import later_day
from pages.ui.waves.wave_life import show_life
from survey.actions.distance import too_near
from survey.actions.mending import mend_addresses, to_mend
from survey.actions.objecting import why_held
from survey.actions.waves import cancel_wave
from survey.languages import counted
from survey.mail.deliveries import Standing
from survey.mailing.queues import is_fresh
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.text import Sentence
from survey.waves.calendar import Calendar
from survey.waves.wave import MOVES, NOT_OPENED, State, Wave

RUNS = NOT_OPENED | {State.OPEN}


def show_wave(store: Store, viewer: Viewer, wave: Wave, found: Quarter, calendar: Calendar) -> None:
    """All of it, from its life on a line to the check list."""
    checked = _checked(store, viewer, wave, calendar)
    show_life(wave, ready=checked is None or not _in_the_way(*checked))
    with st.container(border=True, key=f"wave-{wave.id}", gap="small"):
        _headline(store, wave, found, checked, calendar)
        _facts(store, wave, calendar)
        if wave in published(store):
            _results(store, wave)
        with st.container(horizontal=True, vertical_alignment="center"):
            _moves(store, viewer, wave)
            if wave.state in NOT_OPENED:
                change_form(store, viewer, wave, calendar)
                _look_ahead(wave)
    if checked is not None:
        to_answer(store, wave, viewer)
        st.header(text("waves.check"), anchor=False)
        check_list(checked[0], near=checked[1])
    _mails(store, viewer, wave)


def _checked(
    store: Store, viewer: Viewer, wave: Wave, calendar: Calendar
) -> tuple[Readiness, list[Sentence]] | None:
    """The check list of a wave that has not opened, and what is in the way of its closing day."""
    if wave.state not in NOT_OPENED or wave.replay:
        return None
    with waiting(text("wave.checking")):
        found = readiness(store, wave, viewer=viewer, calendar=calendar)
        return found, [*too_near(store, wave), *why_held(store, wave)]


def _in_the_way(found: Readiness, near: list[Sentence]) -> bool:
    return found.must_be_solved or bool(near)


def _headline(
    store: Store,
    wave: Wave,
    found: Quarter,
    checked: tuple[Readiness, list[Sentence]] | None,
    calendar: Calendar,
) -> None:
    """Where it stands, in large, and the next step below."""
    large(_large(store, wave, found, checked, calendar))
    match wave.state:
        case State.OPEN:
            if said := before_said(found):
                st.caption(said)
        case State.CLOSED:
            st.warning(text("waves.waiting"), icon=":material/key:")
        case State.CANCELLED:
            st.markdown(text("waves.reason", reason=plain(wave.reason or "")))


def _large(
    store: Store,
    wave: Wave,
    found: Quarter,
    checked: tuple[Readiness, list[Sentence]] | None,
    calendar: Calendar,
) -> str:
    match wave.state:
        case State.DRAFT | State.SCHEDULED if checked and _in_the_way(*checked):
            return text("wave.large.not_ready")
        case State.DRAFT | State.SCHEDULED:
            asked = counted(checked[0].asked) if checked else ""
            return text("wave.large.ready", asked=asked)
        case State.OPEN:
            days = (calendar.day(wave.closes) - calendar.day(store.now())).days
            return answered_said(found, wave, calendar) or left_said(days, wave)
        case State.PUBLISHED:
            took = took_part(found, wave.name)
            return took or text("wave.large.published", invited=counted(wave.invited or 0))
        case _:
            return text(f"wave.large.{wave.state}")


def _facts(store: Store, wave: Wave, calendar: Calendar) -> None:
    key = "waves.when" if wave.opened is None else "waves.when_open"
    key = key if wave.state in RUNS else "wave.ran"
    st.markdown(from_to(wave.opened or wave.opens, wave.closed or wave.closes, calendar, key=key))
    if kept := _kept(wave, store.now(), calendar):
        st.markdown(kept)


def _results(store: Store, wave: Wave) -> None:
    """The ways to what a wave showed, the workbook first."""
    with st.container(horizontal=True, vertical_alignment="center"):
        _workbook(store, wave)
        for page, key, icon in (
            ("team/trends.py", "menu.figures", "trending_up"),
            ("leader/area.py", "area.tab", "grid_on"),
            ("hr/reports.py", "wave.more_files", "table_view"),
        ):
            there = {"wave": wave.key}
            st.page_link(page, label=text(key), icon=f":material/{icon}:", query_params=there)


def _workbook(store: Store, wave: Wave) -> None:
    """The workbook itself, or the way to where a long one is made beside the page."""
    label, icon = text("wave.workbook"), ":material/download:"
    if count_rows(store, wave=wave.key) > AT_ONCE:
        there = {"wave": wave.key, "form": Format.XLSX.value}
        st.page_link("hr/reports.py", label=label, icon=icon, query_params=there)
        return
    address = f"/report.xlsx?{urlencode({'wave': wave.key})}"
    st.link_button(label, address, type="primary", icon=icon)


def _look_ahead(wave: Wave) -> None:
    """The ways to the preview and the calendar file."""
    label, there = text("waves.preview"), {"wave": wave.key}
    st.page_link("hr/preview.py", label=label, icon=":material/smartphone:", query_params=there)
    address = f"/waves.ics?{urlencode({'wave': wave.key})}"
    st.link_button(text("waves.calendar"), address, icon=":material/event:", type="tertiary")


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


def _mails(store: Store, viewer: Viewer, wave: Wave) -> None:
    """How its mails stand, and what can be done where some were refused."""
    if not show_mails_of(store, wave):
        return
    st.header(text("wave.mails"), anchor=False)
    mails_said(store, viewer, wave)
    st.page_link("hr/links.py", label=text("wave.to_links"), icon=":material/mail:")


def show_mails_of(store: Store, wave: Wave) -> bool:
    """Whether there is anything to say about a wave's mails."""
    return (wave.state is State.OPEN and not wave.replay) or is_fresh(store, wave)


def sum_said(store: Store, wave: Wave) -> str:
    """How many invitations of an open wave went out, and how many were refused, in large."""
    found = store.mails(wave)
    refused = found.get(Standing.FAILED, 0)
    values = {"sent": counted(found.get(Standing.SENT, 0)), "refused": counted(refused)}
    return text(f"wave.sum.{'refused' if refused else 'all'}", wave=plain(wave.name), **values)


def mails_said(store: Store, viewer: Viewer, wave: Wave, *, summed: bool = False) -> None:
    """How many went out and wait, which were refused, and sending to corrected addresses.

    Where the sum was said above already (`summed`), only if some still wait.
    """
    found = store.mails(wave)
    waiting = found.get(Standing.WAITING, 0) + found.get(Standing.UNDER_WAY, 0)
    kind = "invitations" if wave.state is State.OPEN else "results"
    values = {"sent": counted(found.get(Standing.SENT, 0)), "waiting": counted(waiting)}
    if waiting or not summed:
        st.markdown(text(f"links.{kind}", wave=plain(wave.name), **values))
    if mended := to_mend(store, wave):
        st.markdown(text("links.mend", count=counted(len(mended))))
        if st.button(text("links.mend_do"), key=f"mend-{wave.id}"):
            mend = partial(mend_addresses, store, key=wave.key, viewer=viewer)
            do(mend, text("links.mended"), section="links")
    failed = found.get(Standing.FAILED, 0)
    if failed:
        st.warning(text("links.failed", count=counted(failed)), icon=":material/warning:")


def _moves(store: Store, viewer: Viewer, wave: Wave) -> None:
    # A past wave is brought, or undone, on a page of its own.
    allowed = frozenset[State]() if wave.replay else MOVES[wave.state]
    if State.OPEN in allowed and _confirmed("open", wave):
        opening = partial(open_now, store, key=wave.key, actor=viewer.person)
        with waiting(text("wave.opening")):
            do(opening, text("waves.opened"), section="waves")
    if State.CLOSED in allowed:
        later_day(store, viewer, wave)
    if {State.CLOSED, State.PUBLISHED} & allowed and _confirmed("close", wave):
        closing = partial(close_now, store, key=wave.key, actor=viewer.person)
        with waiting(text("wave.closing")):
            do(closing, text("waves.closed"), section="waves")
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
