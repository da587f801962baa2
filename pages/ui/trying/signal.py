"""The head of an experiment: whose it is, the signal it began with, and what it goes on from."""

from html import escape

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from pages.ui.trying.all_we_try import title_of
from pages.ui.trying.pieces import state_badge
from pages.ui.trying.take_up import PAGE
from pages.ui.trying.words import signal_said
from survey.experiments.experiment import Experiment
from survey.organisation.structure import above
from survey.store import Store


def show_signal(store: Store, experiment: Experiment) -> None:
    """The path of its unit, what it is called, and where it came from."""
    units = store.units()
    path = reversed(above(experiment.unit, units)) if experiment.unit in units else ()
    st.caption(plain(" › ".join(units[key].name for key in path)))
    st.title(plain(title_of(experiment)), anchor=False)
    wave = escape(said("try.from", wave=experiment.signal.wave_name))
    signal = escape(signal_said(experiment.signal))
    chip = f'<p class="try-chip" dir="auto"><strong>{wave}</strong> · {signal}</p>'
    st.html(f'<div class="try-head">{chip}{state_badge(experiment.state)}</div>')
    _before_and_after(store, experiment)


def _before_and_after(store: Store, experiment: Experiment) -> None:
    """Ways to what this one adapts, and to what goes on from it."""
    for one in store.experiments([experiment.unit]):
        if one.key == experiment.follows:
            label, icon = said("try.follows", title=plain(title_of(one))), ":material/history:"
        elif one.follows == experiment.key:
            label, icon = said("try.goes_on"), ":material/arrow_forward:"
        else:
            continue
        st.page_link(PAGE, label=label, icon=icon, query_params={"experiment": one.key})
