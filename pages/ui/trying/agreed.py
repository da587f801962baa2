"""What a conversation leaves behind: what was agreed, to be found again among what is tried."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from pages.ui.trying.take_up import PAGE
from pages.ui.trying.words import attempt, name_of
from survey.actions.experiments import begin_experiment
from survey.experiments.experiment import Experiment, Signal, SignalOf
from survey.experiments.writing import LONGEST_TITLE
from survey.organisation.permissions import Viewer
from survey.store import Store


def agreed_in(store: Store, unit: str, wave: str) -> Sequence[Experiment]:
    """What a unit agreed on in its conversation about a wave, the first said first."""
    found = store.experiments([unit])[::-1]
    return [one for one in found if one.signal.of is SignalOf.TALK and one.signal.wave == wave]


def show_agreed(
    store: Store, viewer: Viewer, unit: str, wave: tuple[str, str], *, writes: bool
) -> None:
    """What was agreed, each with the way to it, and a line to write down one more."""
    found = agreed_in(store, unit, wave[0])
    if not found and not writes:
        return
    with st.container(border=True, key="card_agreed"):
        st.subheader(said("try.agreed.title"), anchor=False)
        for one in found:
            by = said("try.agreed.by", name=plain(name_of(store, one.by)))
            label = f"**{plain(one.signal.name)}** {by}"
            there = {"experiment": one.key}
            st.page_link(PAGE, label=label, icon=":material/handshake:", query_params=there)
        if writes:
            _form(store, viewer, unit, wave)


def _form(store: Store, viewer: Viewer, unit: str, wave: tuple[str, str]) -> None:
    with st.form("agreed", border=False, clear_on_submit=True):
        words = st.text_input(said("try.agreed.ask"), max_chars=LONGEST_TITLE)
        st.caption(said("try.agreed.how"))
        if st.form_submit_button(said("try.agreed.keep"), type="primary"):
            signal = Signal(SignalOf.TALK, *wave, words)
            if attempt(lambda: begin_experiment(store, signal, unit=unit, viewer=viewer)):
                st.rerun()
