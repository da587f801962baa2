"""What is read first of all a unit tries: what is to decide now, else what is tried."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from pages.ui.trying.all_we_try import title_of
from pages.ui.trying.pieces import STEPS, step_of
from pages.ui.trying.take_up import PAGE
from pages.ui.trying.words import day_said
from survey.experiments.experiment import OVER, Experiment, State
from survey.experiments.steps import asks_still_so
from survey.store import Store


def first_of(store: Store, experiments: Sequence[Experiment]) -> Experiment | None:
    """What is to decide now, else what is tried, else thought about; None where nothing is."""
    today = store.today()
    asked = [one for one in experiments if one.state not in OVER or asks_still_so(one, today=today)]
    ranks = {"due": 0, "still": 1, "trying": 2, "thinking": 3}
    return min(asked, key=lambda one: ranks[_stands(store, one)], default=None)


def _stands(store: Store, one: Experiment) -> str:
    if one.state is State.TRYING and one.bet:
        return "due" if one.bet.look_again <= store.today() else "trying"
    return "thinking" if one.state is State.THINKING else "still"


def show_first(store: Store, one: Experiment | None) -> None:
    """What it is and what comes next, with the way to it; that nothing is tried for None."""
    if one is None:
        _story(said("try.first.none"))
        return
    stands = _stands(store, one)
    day = day_said(one.bet.look_again) if one.bet else ""
    step = said(f"try.step.{STEPS[step_of(one)]}")
    _story(said(f"try.first.{stands}", title=plain(title_of(one)), day=day, step=step))
    label = said("try.bet.look") if stands == "due" else said("try.open")
    there = {"experiment": one.key}
    with st.container(key="to_experiment"):
        st.page_link(PAGE, label=label, icon=":material/arrow_forward:", query_params=there)


def show_waiting(unit: str, count: int) -> None:
    """That so many questions wait for an answer."""
    key = "try.first.passed.one" if count == 1 else "try.first.passed.more"
    _story(said(key, count=count, unit=plain(unit)))


def _story(words: str) -> None:
    with st.container(key="story"):
        st.markdown(words)
