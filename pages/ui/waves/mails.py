"""How the mails of each wave stand: invitations of open ones, results of those just published.

The reminder goes to the same people as the invitations, so it is not counted apart.
"""

import streamlit as st

from pages.ui.frame.plain import plain
from survey.mail.deliveries import Standing
from survey.mailing.queues import is_fresh
from survey.store import Store
from survey.text import text
from survey.waves.wave import State, Wave


def show_mails(store: Store) -> None:
    """Where mails go, and a line for each wave that has any."""
    way = "links.by_server" if store.settings.smtp_host else "links.by_folder"
    st.markdown(text(way))
    st.caption(text("links.reminders"))
    waves = [wave for wave in reversed(store.waves()) if _has_mails(store, wave)]
    if not waves:
        st.info(text("links.no_mails"), icon=":material/mail:")
    for wave in waves:
        _show(store, wave)


def _has_mails(store: Store, wave: Wave) -> bool:
    return (wave.state is State.OPEN and not wave.replay) or is_fresh(store, wave)


def _show(store: Store, wave: Wave) -> None:
    found = store.mails(wave)
    waiting = found.get(Standing.WAITING, 0) + found.get(Standing.UNDER_WAY, 0)
    kind = "invitations" if wave.state is State.OPEN else "results"
    values = {"sent": f"{found.get(Standing.SENT, 0):,}", "waiting": f"{waiting:,}"}
    st.markdown(text(f"links.{kind}", wave=plain(wave.name), **values))
    failed = found.get(Standing.FAILED, 0)
    if failed:
        st.warning(text("links.failed", count=f"{failed:,}"), icon=":material/warning:")
