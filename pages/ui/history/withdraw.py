"""Taking back a past wave: which one, why, and then it is gone, or shown no more."""

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from survey.actions.withdrawing import LONGEST_REASON, goes_whole, withdraw_wave
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.wave import State, Wave


def withdraw_form(store: Store, viewer: Viewer) -> None:
    """Offer the past waves that are shown, and name those that were withdrawn."""
    past = [wave for wave in store.waves() if wave.replay and wave.state is State.PUBLISHED]
    gone = store.withdrawn()
    if names := [wave.name for wave in past if wave.id in gone]:
        st.caption(_named("history.is_withdrawn", names))
    shown = {wave.key: wave for wave in past if wave.id not in gone}
    if not shown:
        return
    with (
        st.expander(text("history.withdraw"), icon=":material/visibility_off:"),
        st.form("withdraw_wave", border=False, enter_to_submit=False),
    ):
        st.markdown(text("history.withdraw_how"))
        for line in _which_go(store, list(shown.values())):
            st.markdown(line)
        key: str | None = st.selectbox(
            text("history.withdraw_which"),
            list(shown),
            index=None,
            format_func=lambda one: plain(shown[one].name),
            key="withdraw_which",
        )
        reason = st.text_input(text("history.withdraw_reason"), max_chars=LONGEST_REASON)
        if st.form_submit_button(text("history.withdraw_yes")) and key:
            whole = goes_whole(store, shown[key])
            withdraw = partial(withdraw_wave, store, key=key, reason=reason, viewer=viewer)
            said = text("history.removed" if whole else "history.withdrawn")
            do(withdraw, said, section="history")


def _which_go(store: Store, waves: Sequence[Wave]) -> Iterator[str]:
    """Which can still be removed whole, and which only after others."""
    if whole := [wave.name for wave in waves if goes_whole(store, wave)]:
        yield _named("history.go_whole", whole)
    unread = store.unread()
    if later := [w.name for w in waves if w.id in unread and not goes_whole(store, w)]:
        yield _named("history.go_after", later)


def _named(key: str, names: Sequence[str]) -> str:
    return text(key, waves=", ".join(map(plain, names)))
