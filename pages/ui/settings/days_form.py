"""The form of the organisation's days, and what follows from them for planned waves."""

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from analytics.reports.before_opening import OffDay, off_days
from pages.ui.frame.moments import day_said
from pages.ui.frame.plain import plain
from pages.ui.frame.refused import tell
from pages.ui.frame.session import text, told
from pages.ui.waves.check_list import why_off
from survey.actions.calendar import Days, choose_days
from survey.errors import SameBoatError
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.calendar import Calendar, Preference, calendar_of, countries, regions, zones
from survey.waves.wave import NOT_OPENED, Wave

AHEAD_DAYS = 366


def days_form(store: Store, viewer: Viewer) -> None:
    """Ask for time zone, holidays, own days off and hours; what was typed stays when refused."""
    chosen = store.preferences()
    now = calendar_of(chosen)
    zone = _one_of(Preference.TIME_ZONE, {name: name for name in sorted(zones())}, now.zone)
    country = _one_of(Preference.COUNTRY, {"": text("days.no_country"), **countries()}, now.country)
    region = ""
    if found := regions(country):
        region = _one_of(Preference.REGION, {"": text("days.whole_country"), **found}, now.region)
    days_off = st.text_area(
        text("days.days_off"),
        chosen.get(Preference.DAYS_OFF, ""),
        help=text("days.days_off_help"),
        placeholder=text("days.days_off_example"),
        key="days_off",
    )
    left, right = st.columns(2)
    opens_at = left.time_input(text("days.opens_at"), now.opens_at)
    closes_at = right.time_input(text("days.closes_at"), now.closes_at)
    if st.button(text("days.keep"), type="primary"):
        _keep(store, viewer, Days(zone, country, region, days_off, opens_at, closes_at))


def _one_of(name: Preference, options: Mapping[str, str], chosen: str) -> str:
    keys = list(options)
    index = keys.index(chosen) if chosen in options else 0
    found: str = st.selectbox(
        text(f"days.{name}"), keys, index=index, format_func=options.__getitem__, key=f"days-{name}"
    )
    return found


def _keep(store: Store, viewer: Viewer, days: Days) -> None:
    try:
        choose_days(store, days, viewer=viewer)
    except SameBoatError as refusal:
        tell(refusal, section="days")
        return
    st.success(text("days.kept"), icon=":material/check:")


def waves_on_days_off(store: Store, calendar: Calendar) -> None:
    """Say which planned waves open or close on a day off; they stay until somebody moves them."""
    lines = [
        _off_said(wave, off)
        for wave in store.waves()
        if wave.state in NOT_OPENED
        for off in off_days(wave, calendar)
    ]
    if lines:
        said = "\n".join(["", *(f"- {line}" for line in lines)])
        st.warning(text("days.waves_off") + "\n" + said, icon=":material/event_busy:")


def _off_said(wave: Wave, off: OffDay) -> str:
    which = "wave_opens" if off.opening else "wave_closes"
    return text(f"days.{which}", wave=plain(wave.name), day=day_said(off.day), why=why_off(off))


def days_off_ahead(store: Store, calendar: Calendar) -> None:
    """The days off of the coming year, so that one sees whether the right country was chosen."""
    today = calendar.day(store.now())
    ahead = (today + timedelta(days=number) for number in range(AHEAD_DAYS))
    found = [(day, name) for day in ahead if (name := calendar.holiday(day))]
    if not found:
        return
    with st.expander(text("days.ahead"), icon=":material/event:"):
        rows = [
            {text("days.col_day"): day_said(day), text("days.col_name"): told(n)}
            for day, n in found
        ]
        st.dataframe(rows, hide_index=True, alt=text("days.ahead"))
