"""The waves as HR looks after them: those under way, those to come, those that are over."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.waves.change_wave import series_bar
from pages.ui.waves.plan_wave import DONE
from pages.ui.waves.wave_card import wave_card
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.text import text
from survey.waves.calendar import Calendar
from survey.waves.wave import NOT_OPENED, State, Wave

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
