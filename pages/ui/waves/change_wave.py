"""Changing one wave that has not opened yet, and ending the rest of its series."""

from functools import partial

import streamlit as st

from pages.ui.frame.moments import from_to, moved_said
from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do, tell
from pages.ui.frame.session import text
from pages.ui.waves.plan_parts import instrument_said
from survey.actions.replan import Change, change_wave
from survey.actions.series import cancel_rest
from survey.errors import BadInput
from survey.organisation.permissions import Viewer
from survey.questionnaire.instrument import Instrument
from survey.store import Store
from survey.store.choices import choices
from survey.waves.calendar import Calendar
from survey.waves.series import Slot, slot
from survey.waves.wave import Wave

AS_IT_IS = ""


def change_form(store: Store, viewer: Viewer, wave: Wave, calendar: Calendar) -> None:
    """Ask for name, days and questions; what was typed stays when refused."""
    with st.popover(text("waves.change")):
        name = st.text_input(text("waves.name"), wave.name, key=f"rename-{wave.id}")
        asked = _instrument(store, wave)
        days = _days(wave, calendar)
        if days is not None and st.button(text("waves.change_yes"), key=f"change-{wave.id}"):
            change = Change(name, days.opens, days.closes, asked)
            action = partial(change_wave, store, key=wave.key, change=change, viewer=viewer)
            do(action, text("waves.changed"), section="waves")


def _instrument(store: Store, wave: Wave) -> Instrument:
    """What shall be asked: as it was planned, or another instrument."""
    known = {AS_IT_IS: wave.instrument, **choices(store)}
    chosen: str = st.selectbox(
        text("waves.instrument"),
        list(known),
        format_func=lambda key: instrument_said(known[key]) if key else _as_planned(wave),
        key=f"ask-{wave.id}",
    )
    return known[chosen]


def _as_planned(wave: Wave) -> str:
    return text("waves.as_planned", instrument=instrument_said(wave.instrument))


def _days(wave: Wave, calendar: Calendar) -> Slot | None:
    """The days as they would be, said with what moves; None where they cannot be."""
    opens, closes = calendar.local(wave.opens), calendar.local(wave.closes)
    left, right = st.columns(2)
    last = calendar.day(wave.closes)
    opens_on = left.date_input(
        text("waves.opens"),
        calendar.day(wave.opens),
        key=f"on-{wave.id}",
        format=text("language.date_field"),
    )
    opens_at = left.time_input(text("waves.opens_at"), opens.time(), key=f"at-{wave.id}")
    closes_on = right.date_input(
        text("waves.closes"), last, key=f"until-{wave.id}", format=text("language.date_field")
    )
    closes_at = right.time_input(text("waves.closes_at"), closes.time(), key=f"hour-{wave.id}")
    try:
        found = slot(opens_on, closes_on, opens_at=opens_at, closes_at=closes_at, calendar=calendar)
    except BadInput as refusal:
        tell(refusal, section="waves")
        return None
    st.markdown(from_to(found.opens, found.closes, calendar))
    if moved := moved_said(found):
        st.markdown(f":material/event_busy: {moved}")
    return found


def series_bar(store: Store, viewer: Viewer, series: str, waves: list[Wave]) -> None:
    """A series with waves to come: what it is, its calendar file, and cancelling the rest of it."""
    with st.container(border=True, key=f"series-{series}"):
        first, last = waves[0], waves[-1]
        said = {"count": len(waves), "first": plain(first.name), "last": plain(last.name)}
        st.markdown(text("series.to_come" if len(waves) > 1 else "series.last_one", **said))
        with st.popover(text("series.cancel")):
            st.markdown(text("series.cancel_sure", **said))
            reason = st.text_input(text("waves.cancel_reason"), key=f"why-{series}")
            if st.button(text("series.cancel_yes"), key=f"end-{series}"):
                end = partial(cancel_rest, store, series=series, reason=reason, viewer=viewer)
                do(end, text("series.cancelled"), section="waves")
