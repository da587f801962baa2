"""The form that plans a wave or a series of them, and shows every day before any is kept."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from pages.ui.frame.moments import from_to, moment_said, moved_said
from pages.ui.frame.pieces import waiting
from pages.ui.frame.plain import plain
from pages.ui.frame.refused import tell
from pages.ui.frame.session import language, text
from pages.ui.waves import plan_parts as ask
from survey.actions.series import plan_series
from survey.actions.waves import Plan, plan_wave
from survey.errors import SameBoatError
from survey.organisation.permissions import Viewer
from survey.questionnaire.spoken import spoken
from survey.store import Store
from survey.waves.calendar import DAY, Calendar
from survey.waves.series import Slot, planned, slots
from survey.waves.wave import State

AHEAD = frozenset({State.OPEN, State.SCHEDULED})
TURN = "plan_turn"


def plan_form(store: Store, viewer: Viewer, calendar: Calendar) -> None:
    """Ask what is planned, show its days, and keep it; what was typed stays when refused."""
    # Once a plan was kept its fields get new names, so that they are empty again.
    turn = st.session_state.setdefault(TURN, 0)
    weeks = ask.how_often(turn)
    try:
        plans, days = _plans(store, calendar, weeks, turn)
    except SameBoatError as refusal:
        tell(refusal, section="waves")
        st.button(text("waves.schedule"), type="primary", disabled=True, key="schedule")
        return
    _preview(plans, days, calendar)
    label = text("plan.schedule_all", count=len(plans)) if weeks else text("waves.schedule")
    if st.button(label, type="primary", key="schedule"):
        _keep(store, viewer, plans, series=bool(weeks))


def _plans(
    store: Store, calendar: Calendar, weeks: int, turn: int
) -> tuple[list[Plan], list[Slot]]:
    """What was asked for, wave by wave; every field is drawn first. Errors: BadInput."""
    name = ask.name_of(turn, series=bool(weeks))
    key = "" if weeks else ask.key_of(turn)
    asked = ask.languages(ask.instruments(store, turn, series=bool(weeks)), turn)
    wished = ask.rhythm(weeks, calendar, _free_from(store, calendar), turn)
    who = ask.audience(store.units(), turn)
    k, keep_days = ask.smallest(turn), ask.keep_days(turn)
    st.caption(text("waves.hours", zone=calendar.zone))
    days = slots(wished, calendar)
    found = planned(name, days, taken={wave.key for wave in store.waves()})
    plans = [
        Plan(
            key=key or one.key,
            name=one.name if weeks else name,
            instrument=asked[number % len(asked)],
            opens=one.slot.opens,
            closes=one.slot.closes,
            k=k,
            audience=who,
            keep_days=keep_days,
        )
        for number, one in enumerate(found)
    ]
    return plans, days


def _free_from(store: Store, calendar: Calendar) -> date:
    """The day after today, and after every wave that is open or scheduled has closed."""
    ends = [wave.closes for wave in store.waves() if wave.state in AHEAD]
    return max(calendar.day(moment) for moment in (store.now(), *ends)) + DAY


def _preview(plans: Sequence[Plan], days: Sequence[Slot], calendar: Calendar) -> None:
    """Every day as it would be, with what moved and why."""
    if len(plans) == 1:
        st.markdown(from_to(plans[0].opens, plans[0].closes, calendar))
        if said := moved_said(days[0]):
            st.info(said, icon=":material/event_busy:")
        return
    rows = [
        {
            text("plan.col_name"): plan.name,
            text("plan.col_opens"): moment_said(plan.opens, calendar),
            text("plan.col_closes"): moment_said(plan.closes, calendar),
            text("plan.col_asks"): spoken(plan.instrument, language()).name,
            text("plan.col_moved"): moved_said(one),
            text("plan.col_key"): plan.key,
        }
        for plan, one in zip(plans, days, strict=True)
    ]
    st.dataframe(rows, hide_index=True, alt=text("plan.preview"))
    moved = sum(bool(moved_said(one)) for one in days)
    st.caption(text("plan.moved", count=moved) if moved else text("plan.none_moved"))


def _keep(store: Store, viewer: Viewer, plans: Sequence[Plan], *, series: bool) -> None:
    try:
        with waiting(text("wave.planning")):
            if series:
                plan_series(store, plans, viewer=viewer)
            else:
                plan_wave(store, plans[0], actor=viewer.person, state=State.SCHEDULED)
    except SameBoatError as refusal:
        tell(refusal, section="waves")
        return
    st.session_state[TURN] += 1
    st.toast(_kept(plans, series=series))
    st.switch_page("hr/wave.py", query_params={"wave": plans[0].key})


def _kept(plans: Sequence[Plan], *, series: bool) -> str:
    if series:
        return text("plan.kept", count=len(plans), wave=plain(plans[0].name))
    return text("waves.scheduled", wave=plain(plans[0].name))
