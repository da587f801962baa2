"""What home offers: a sign-in link by mail, and the next steps of whoever is signed in."""

import streamlit as st

from survey.actions.sign_in import MAILED, make_link
from survey.inviting import mail_sign_in
from survey.permissions import Viewer, allowed, check_is_hr
from survey.store import Store
from survey.text import text
from survey.waves import State, Wave


def ask_for_link(store: Store) -> None:
    """A form that mails a sign-in link; it answers the same whether or not it knows the address."""
    st.subheader(text("home.sign_in"))
    with st.form("sign_in", border=False):
        email = st.text_input(text("home.email"), autocomplete="email")
        if st.form_submit_button(text("home.send_link"), type="primary") and email.strip():
            _mail_link(store, email)
            st.success(text("home.link_sent"), icon=":material/mail:")


def _mail_link(store: Store, email: str) -> None:
    for person in store.people_with_email(email):
        token = make_link(store, person=person.key, lasts=MAILED, once=False, actor=person.key)
        link = f"{store.settings.base_url}/enter/{token}"
        mail_sign_in(store, email=person.email, link=link, language=person.language)


def next_steps(store: Store, viewer: Viewer) -> None:
    """Where to go: the trends of the own unit, and for HR what a wave needs next."""
    waves = store.waves()
    for wave in waves:
        if wave.state is State.OPEN and not wave.replay:
            closes = f"{wave.closes:%-d %B %Y}"
            st.info(text("home.open_wave", wave=wave.name, closes=closes), icon=":material/edit:")
    _to_trends(store, viewer, waves)
    if allowed(check_is_hr, viewer):
        _to_hr(store, waves)


def _to_trends(store: Store, viewer: Viewer, waves: list[Wave]) -> None:
    unit = store.units().get(viewer.leads or viewer.unit)
    if unit is None or not any(wave.state is State.PUBLISHED for wave in waves):
        st.caption(text("home.no_figures"))
        return
    label = text("home.to_trends", unit=unit.name)
    st.page_link("team/trends.py", label=label, icon=":material/trending_up:")


def _to_hr(store: Store, waves: list[Wave]) -> None:
    if not store.people():
        st.page_link("hr/people.py", label=text("home.to_people"), icon=":material/groups:")
    elif not any(wave.state in {State.OPEN, State.SCHEDULED} for wave in waves):
        st.page_link("hr/waves.py", label=text("home.to_waves"), icon=":material/waves:")
