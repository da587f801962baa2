"""What waits for somebody: a bet to look at again, a habit, a question passed to them."""

from collections.abc import Iterator

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from pages.ui.trying.all_we_try import title_of
from pages.ui.trying.take_up import PAGE
from survey.experiments.experiment import State
from survey.experiments.steps import asks_still_so
from survey.organisation.permissions import Viewer, allowed, check_may_answer
from survey.store import Store


def show_nudge(store: Store, viewer: Viewer) -> None:
    """A link for each; nothing where nothing waits."""
    for label, there in _waiting(store, viewer):
        st.page_link(PAGE, label=label, icon=":material/notifications:", query_params=there)


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
