"""The waves in a list, under way, to come, and over; each leads to its page."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.frame.moments import date_said, days_of
from pages.ui.frame.pieces import nothing_yet
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from pages.ui.waves.change_wave import series_bar
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.calendar import Calendar
from survey.waves.wave import NOT_OPENED, State, Wave

UNDER_WAY = frozenset({State.OPEN, State.CLOSED})
ICONS = {
    State.DRAFT: ":material/draft:",
    State.SCHEDULED: ":material/event:",
    State.OPEN: ":material/edit:",
    State.CLOSED: ":material/lock:",
    State.PUBLISHED: ":material/check_circle:",
    State.CANCELLED: ":material/cancel:",
}
AT_ONCE = 12
"""So many waves that are over are shown at once, the others on demand."""


def wave_list(store: Store, viewer: Viewer, calendar: Calendar) -> None:
    """Every wave as a line with the way to its page."""
    waves = store.waves()
    if not waves:
        nothing_yet(text("waves.none_yet"))
        return
    _rows([wave for wave in waves if wave.state in UNDER_WAY], calendar)
    _to_come(store, viewer, calendar, [wave for wave in waves if wave.state in NOT_OPENED])
    over = [w for w in reversed(waves) if w.state not in UNDER_WAY | NOT_OPENED]
    if over:
        st.header(text("waves.over"), anchor=False)
        _rows(over[:AT_ONCE], calendar)
    if earlier := over[AT_ONCE:]:
        with st.expander(text("wave.earlier", count=len(earlier)), icon=":material/more_horiz:"):
            _rows(earlier, calendar)


def now_said(waves: Sequence[Wave], calendar: Calendar) -> str:
    """Which wave runs, else which comes next, else that none does."""
    for wave in waves:
        if wave.state is State.OPEN and not wave.replay:
            return text(
                "wave.now.open", wave=plain(wave.name), day=date_said(wave.closes, calendar)
            )
    for wave in waves:
        if wave.state is State.SCHEDULED:
            return text("wave.now.next", wave=plain(wave.name), day=date_said(wave.opens, calendar))
    return text("quarter.nothing_planned")


def _to_come(store: Store, viewer: Viewer, calendar: Calendar, waves: Sequence[Wave]) -> None:
    if not waves:
        return
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        st.header(text("waves.to_come"), anchor=False)
        st.link_button(text("waves.calendar_all"), "/waves.ics", icon=":material/event:")
    _rows(waves, calendar)
    for series in dict.fromkeys(wave.series for wave in waves if wave.series):
        series_bar(store, viewer, series, [wave for wave in waves if wave.series == series])


def _rows(waves: Sequence[Wave], calendar: Calendar) -> None:
    if not waves:
        return
    with st.container(border=True, key=f"waves-{waves[0].state}", gap="small"):
        for wave in waves:
            _row(wave, calendar)


def _row(wave: Wave, calendar: Calendar) -> None:
    """Name, state and days; why it was cancelled."""
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key=f"row_{wave.id}",
    ):
        label = f"**{plain(wave.name)}**"
        st.page_link("hr/wave.py", label=label, query_params={"wave": wave.key}, width="content")
        state = f"{ICONS[wave.state]} {text(f'waves.state.{wave.state}')}"
        said = " · ".join((state, plain(wave.key), days_of(wave, calendar)))
        st.caption(said, width="content")
    if wave.reason:
        st.caption(text("waves.reason", reason=plain(wave.reason)))
