"""The form that plans a wave."""

from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from pages.ui.plain import plain
from survey.actions.waves import Plan, plan_wave
from survey.errors import BadInput, Problem, SameBoatError
from survey.instrument import Instrument
from survey.instrument_file import load_instruments
from survey.permissions import Viewer
from survey.settings import CONTENT
from survey.store import Store
from survey.text import text
from survey.waves import LONGEST_KEEP_DAYS, SMALLEST_K, USUAL_K, USUAL_KEEP_DAYS, State

OPENS_AT, CLOSES_AT = time(8, 0), time(18, 0)
LASTS = timedelta(days=11)
ASKED = ("standard", "short", "full-a", "full-b")


def plan_form(store: Store, viewer: Viewer) -> None:
    """Ask what a wave needs, and schedule it; what was typed stays when something is wrong."""
    first = store.now().date() + timedelta(days=1)
    with st.form("plan_wave", border=False, enter_to_submit=False):
        name = st.text_input(text("waves.name"), placeholder=text("waves.name_example"))
        key = st.text_input(
            text("waves.key"), placeholder=f"{first:%Y-%m}", help=text("waves.key_help")
        )
        instrument = _instrument()
        left, right = st.columns(2)
        opens = left.date_input(text("waves.opens"), first)
        closes = right.date_input(text("waves.closes"), first + LASTS)
        k = st.number_input(text("waves.k"), SMALLEST_K, 20, USUAL_K, help=text("waves.k_help"))
        keep_days = _keep_days()
        st.caption(text("waves.hours"))
        planned = st.form_submit_button(text("waves.schedule"), type="primary")
    if planned:
        times = _at(opens, OPENS_AT), _at(closes, CLOSES_AT)
        plan = Plan(key.strip(), name, instrument, *times, int(k), keep_days=keep_days)
        _schedule(store, plan, viewer)


def _instrument() -> Instrument:
    known = load_instruments(CONTENT / "instruments")
    chosen: str = st.selectbox(
        text("waves.instrument"),
        ASKED,
        format_func=lambda key: text(
            "waves.instrument_option", name=known[key].name, count=len(known[key].statements)
        ),
    )
    return known[chosen]


def _keep_days() -> int | None:
    """For how many days answer rows are kept; None where HR leaves that off."""
    keep = st.checkbox(text("waves.keep"))
    days = st.number_input(text("waves.keep_days"), 1, LONGEST_KEEP_DAYS, USUAL_KEEP_DAYS)
    st.caption(text("waves.keep_told"))
    return int(days) if keep else None


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, UTC)


def _schedule(store: Store, plan: Plan, viewer: Viewer) -> None:
    try:
        plan_wave(store, plan, actor=viewer.person, state=State.SCHEDULED)
    except SameBoatError as refusal:
        problems = refusal.problems if isinstance(refusal, BadInput) else ()
        said = [plain(refusal), "", *(f"- {_in_words(problem)}" for problem in problems)]
        st.error("\n".join(said), icon=":material/error:")
        return
    st.success(text("waves.scheduled", wave=plain(plan.name)), icon=":material/event:")


def _in_words(problem: Problem) -> str:
    """A problem under the name its field has on screen."""
    return f"{text(f'waves.{problem.column}')}: {plain(problem.message)}"
