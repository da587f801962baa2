"""Withdrawing a past wave: which one, why, and then it is shown no more."""

from functools import partial

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from survey.actions.withdrawing import LONGEST_REASON, withdraw_wave
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.wave import State


def withdraw_form(store: Store, viewer: Viewer) -> None:
    """Offer the past waves that are shown, and name those that were withdrawn."""
    past = [wave for wave in store.waves() if wave.replay and wave.state is State.PUBLISHED]
    gone = store.withdrawn()
    if names := [plain(wave.name) for wave in past if wave.id in gone]:
        st.caption(text("history.is_withdrawn", waves=", ".join(names)))
    shown = {wave.key: wave.name for wave in past if wave.id not in gone}
    if not shown:
        return
    with (
        st.expander(text("history.withdraw"), icon=":material/visibility_off:"),
        st.form("withdraw_wave", border=False, enter_to_submit=False),
    ):
        st.markdown(text("history.withdraw_how"))
        key: str | None = st.selectbox(
            text("history.withdraw_which"),
            list(shown),
            index=None,
            format_func=lambda one: plain(shown[one]),
            key="withdraw_which",
        )
        reason = st.text_input(text("history.withdraw_reason"), max_chars=LONGEST_REASON)
        if st.form_submit_button(text("history.withdraw_yes")) and key:
            withdraw = partial(withdraw_wave, store, key=key, reason=reason, viewer=viewer)
            do(withdraw, text("history.withdrawn"), section="history")
