"""What home says to somebody who is not signed in: what this is, and how they get in."""

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from survey.mailing.sign_in import desk
from survey.provider import provider_of
from survey.store import Store

WHY_NOT = frozenset({"spent", "failed", "not_here", "unproven"})
PROMISES = (("asked", "timer"), ("sealed", "lock"), ("same", "groups"))


def what_this_is() -> None:
    """Why somebody may be here, and three promises."""
    with st.container(key="story"):
        st.markdown(text("home.what"))
    st.info(text("home.personal"), icon=":material/mail:")
    grid = st.grid(3, border=True)
    for promise, icon in PROMISES:
        with grid.cell():
            st.markdown(f":material/{icon}: {text(f'home.{promise}')}")
            st.markdown(text(f"home.{promise}_said"))
    label = text("promise.link")
    st.page_link("everyone/promise.py", label=label, icon=":material/verified_user:")


def why_not(why: str) -> None:
    """Why signing in led back here, as the address says it; anything else says nothing."""
    if why in WHY_NOT:
        st.warning(text(f"home.why_not.{why}"), icon=":material/link_off:")


def ask_for_link(store: Store) -> None:
    """The company's own sign-in; without one a form that mails a sign-in link.

    The form answers the same whether or not it knows the address.
    """
    with st.container(key="card_sign_in"):
        st.header(text("home.sign_in"), anchor=False)
    provider = provider_of(store.settings)
    if provider is not None:
        name = provider.name or text("home.company_account")
        if st.button(text("home.company", name=plain(name)), type="primary"):
            st.login()
        st.caption(text("home.company_said"))
        return
    with st.form("sign_in", border=False):
        email = st.text_input(text("home.email"), autocomplete="email")
        if st.form_submit_button(text("home.send_link"), type="primary") and email.strip():
            desk.ask(store, email, network=st.context.ip_address or "")
            st.success(text("home.link_sent"), icon=":material/mail:")
