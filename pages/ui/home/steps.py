"""What home offers somebody signed in: their figures, and for HR what needs looking after."""

import streamlit as st

from analytics.figures.published_waves import published
from analytics.reports.phrasing import most_first
from analytics.reports.unit_trend import trend_of
from pages.ui.figures.trend_words import say
from pages.ui.frame.moments import date_said
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from survey.languages import counted, moment
from survey.organisation.permissions import ADMINISTRATOR, Viewer, allowed, check_is_hr
from survey.store import Store
from survey.waves.calendar import Calendar, calendar_of
from survey.waves.wave import State, Wave


def next_steps(store: Store, viewer: Viewer) -> None:
    """The open wave, how the own unit is doing, and for HR where each thing stands."""
    waves = [wave for wave in store.waves() if not wave.replay]
    calendar = calendar_of(store.preferences())
    for wave in waves:
        if wave.state is State.OPEN:
            closes = moment(calendar.local(wave.closes), language())
            said = text("home.open_wave", wave=plain(wave.name), closes=closes)
            st.info(said, icon=":material/edit:")
    if viewer.person != ADMINISTRATOR:
        _figures(store, viewer)
    if allowed(check_is_hr, viewer):
        _to_look_after(store, waves, calendar)
    if viewer.person == ADMINISTRATOR:
        st.caption(text("home.hand_over"))


def _figures(store: Store, viewer: Viewer) -> None:
    """The sentences of the own unit's trend, and the way to it."""
    unit = viewer.leads or viewer.unit
    report = trend_of(store, unit=unit, viewer=viewer)
    if report is None:
        st.markdown(text("home.no_figures"))
        return
    with st.container(border=True, key="own_figures"):
        label = text("home.to_trends", unit=plain(report.unit))
        st.page_link("team/trends.py", label=f"**{label}**", icon=":material/trending_up:")
        for sentences in most_first(line.sentences for line in report.lines):
            st.markdown(say(sentences[0]))


def _to_look_after(store: Store, waves: list[Wave], calendar: Calendar) -> None:
    st.header(text("home.look_after"), anchor=False)
    grid = st.grid(3, border=True)
    for page, icon, said in (
        ("waves", "waves", _waves(store, waves, calendar)),
        ("people", "groups", _people(store)),
        ("reports", "table_view", _reports(store)),
    ):
        with grid.cell():
            label = f"**{text(f'home.to_{page}')}**"
            st.page_link(f"hr/{page}.py", label=label, icon=f":material/{icon}:")
            st.markdown(said)


def _waves(store: Store, waves: list[Wave], calendar: Calendar) -> str:
    if not store.units():
        return text("home.waves_first")
    for wave in waves:
        if wave.state is State.OPEN:
            closes = moment(calendar.local(wave.closes), language())
            return text("home.waves_open", wave=plain(wave.name), closes=closes)
    for wave in waves:
        if wave.state is State.SCHEDULED:
            return text(
                "home.waves_next", wave=plain(wave.name), opens=date_said(wave.opens, calendar)
            )
    return text("home.waves_none")


def _people(store: Store) -> str:
    if not (here := store.people_here()):
        return text("home.people_none")
    units = sum(not unit.closed for unit in store.units().values())
    return text("home.people_some", people=counted(here), units=counted(units))


def _reports(store: Store) -> str:
    count = len(published(store))
    if count == 0:
        return text("home.reports_none")
    return text("home.reports_one") if count == 1 else text("home.reports_some", waves=count)
