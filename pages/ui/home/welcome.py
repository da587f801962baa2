"""What home says to somebody who is not signed in: what this is, and a sign-in link by mail."""

import streamlit as st

from pages.ui.frame.session import text
from survey.mailing.sign_in import desk
from survey.store import Store

PROMISES = (("asked", "timer"), ("sealed", "lock"), ("same", "groups"))


def what_this_is() -> None:
    """Why somebody may be here, and three promises."""
    st.markdown(text("home.what"))
    st.info(text("home.personal"), icon=":material/mail:")
    grid = st.grid(3, border=True)
    for promise, icon in PROMISES:
        with grid.cell():
            st.markdown(f":material/{icon}: {text(f'home.{promise}')}")
            st.markdown(text(f"home.{promise}_said"))
    label = text("promise.link")
    st.page_link("everyone/promise.py", label=label, icon=":material/verified_user:")


def ask_for_link(store: Store) -> None:
    """A form that mails a sign-in link; it answers the same whether or not it knows the address."""
    st.header(text("home.sign_in"), anchor=False)
    with st.form("sign_in", border=False):
        email = st.text_input(text("home.email"), autocomplete="email")
        if st.form_submit_button(text("home.send_link"), type="primary") and email.strip():
            desk.ask(store, email, network=st.context.ip_address or "")
            st.success(text("home.link_sent"), icon=":material/mail:")
