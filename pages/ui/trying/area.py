"""What is tried in an area, what was learned and passed up; never a count to compete on."""

import streamlit as st

from pages.ui.frame.session import text as said
from pages.ui.trying.all_we_try import title_of
from pages.ui.trying.passed import show_passed
from pages.ui.trying.pieces import show, state_badge, style, words
from pages.ui.trying.take_up import PAGE
from survey.experiments.experiment import State
from survey.organisation.permissions import Viewer, units_seen
from survey.organisation.structure import below
from survey.store import Store

MOST = 12


def show_area(store: Store, viewer: Viewer, area: str) -> None:
    """The newest of what the units of an area try and learned, with what waits for an answer."""
    style()
    st.header(said("try.mark.area"), anchor=False)
    units = store.units()
    seen = set(units_seen(viewer, units))
    keys = [unit.key for unit in below(area, units) if unit.key in seen]
    found = store.experiments(keys)
    told = [one for one in found if one.bet and one.state is not State.THINKING][:MOST]
    if not told:
        st.caption(said("try.mark.area_none"))
    for one in told:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch"):
                name = units[one.unit].name
                show(words(f"{name}: {title_of(one)}", "strong"), state_badge(one.state))
                if one.lesson:
                    show(words(f"{said('try.mark.area_learned')}: {one.lesson.text}", "quiet"))
            there = {"experiment": one.key}
            st.page_link(PAGE, label=said("try.open"), query_params=there)
    passed = store.passed_up(units=keys)
    if passed:
        answered = sum(one.reply is not None for one in passed)
        st.caption(said("try.mark.area_passed", answered=answered, count=len(passed)))
    show_passed(store, viewer, area)
