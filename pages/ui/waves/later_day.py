"""Moving the closing day of an open wave later, on its card."""

from datetime import timedelta
from functools import partial

import streamlit as st

from analytics.jobs.schedule import move_closing_now
from pages.ui.frame.moments import date_said
from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.calendar import calendar_of
from survey.waves.wave import Wave


def later_day(store: Store, viewer: Viewer, wave: Wave) -> None:
    """Ask for a later day; the hour stays."""
    calendar = calendar_of(store.preferences())
    closes = calendar.local(wave.closes)
    with st.popover(text("waves.later_day")):
        told = date_said(wave.closes, calendar)
        st.markdown(text("waves.later_day_sure", wave=plain(wave.name), closes=told))
        first = calendar.day(wave.closes) + timedelta(days=1)
        label = text("waves.later_day_new")
        day = st.date_input(
            label,
            first,
            min_value=first,
            key=f"later-{wave.id}",
            format=text("language.date_field"),
        )
        if st.button(text("waves.later_day_yes"), key=f"move-{wave.id}"):
            moment = calendar.moment(day, closes.time())
            move = partial(move_closing_now, store, key=wave.key, closes=moment, viewer=viewer)
            do(move, text("waves.later_day_done"), section="waves")
