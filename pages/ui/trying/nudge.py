"""What waits for somebody: a bet, a habit, a question passed to them, or to say what was heard."""

from collections.abc import Iterator

import streamlit as st

from analytics.reports.heard import heard_waits
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from pages.ui.trying.all_we_try import title_of
from pages.ui.trying.take_up import PAGE
from pages.ui.trying.words import day_said
from survey.experiments.experiment import State
from survey.experiments.steps import asks_still_so
from survey.organisation.permissions import (
    Viewer,
    allowed,
    check_may_answer,
    check_speaks_for_all,
)
from survey.store import Store

HEARD, ICON = "everyone/heard.py", ":material/notifications:"


def show_nudge(store: Store, viewer: Viewer) -> None:
    """A link for each; nothing where nothing waits."""
    for at, (label, there) in enumerate(_waiting(store, viewer)):
        with st.container(key=f"waits_{at}"):
            st.page_link(PAGE, label=label, icon=ICON, query_params=there)
    if allowed(check_speaks_for_all, viewer, store.units()) and (waits := heard_waits(store)):
        key = "heard.waits_late" if store.today() > waits.due else "heard.waits"
        label = said(key, wave=plain(waits.name), day=day_said(waits.due))
        with st.container(key="waits_heard"):
            st.page_link(HEARD, label=label, icon=ICON)


def _waiting(store: Store, viewer: Viewer) -> Iterator[tuple[str, dict[str, str]]]:
    units = [unit for unit in dict.fromkeys((viewer.leads, viewer.unit)) if unit in store.units()]
    today = store.today()
    for one in store.experiments([unit for unit in units if unit], states=list(State)):
        if one.state is State.TRYING and one.bet and one.bet.look_again <= today:
            label = f"{said('try.bet.due')} {plain(title_of(one))}"
            yield label, {"experiment": one.key}
        elif asks_still_so(one, today=today):
            label = f"{said('try.decide.still')} {plain(title_of(one))}"
            yield label, {"experiment": one.key}
    if viewer.leads and allowed(check_may_answer, viewer, viewer.leads):
        count = sum(one.reply is None for one in store.passed_up(to=[viewer.leads]))
        if count:
            yield said("try.passed.open", count=count), {"unit": viewer.leads}
