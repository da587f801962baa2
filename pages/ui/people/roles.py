"""Who has which role: shown, given and taken away."""

from functools import partial

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from survey.actions.organisation import grant_by, revoke_by
from survey.actions.staying import check_may_go
from survey.organisation.permissions import Viewer, why_not
from survey.organisation.structure import Organisation, Role
from survey.store import Store

SECTION = "people_change.field"


def show_roles(store: Store, viewer: Viewer, organisation: Organisation) -> None:
    """Everybody with a role and a button to take it away; and a way to give one."""
    st.caption(text("roles.how"))
    found = [(role, key) for role in Role for key in store.people_granted(role)]
    if not found:
        st.info(text("roles.nobody"), icon=":material/badge:")
    for role, key in found:
        _one(store, viewer, organisation, role, key)
    _give(store, viewer, organisation)


def _one(store: Store, viewer: Viewer, organisation: Organisation, role: Role, key: str) -> None:
    person = organisation.people.get(key)
    name = person.name if person else key
    here = person is not None and person.active
    going = [key] if role is Role.HR and here else []
    stays = why_not(check_may_go, store, going, actor=viewer.person)
    with st.container(horizontal=True, vertical_alignment="center"):
        said = name if here else text("roles.gone", name=name)
        st.markdown(f"**{text(f'roles.{role}')}**: {plain(said)}")
        taken = st.button(
            text("roles.take"),
            key=f"take-{role}-{key}",
            disabled=stays is not None,
            help=plain(stays) if stays else None,
        )
    if taken:
        action = partial(revoke_by, store, person=key, role=role, viewer=viewer)
        do(action, text("roles.taken"), section=SECTION)


def _give(store: Store, viewer: Viewer, organisation: Organisation) -> None:
    here = {key: one.name for key, one in organisation.people.items() if one.active}
    with st.form("give_role", border=False, enter_to_submit=False):
        person = st.selectbox(
            text("roles.give_to"),
            sorted(here, key=lambda key: (here[key], key)),
            index=None,
            format_func=lambda key: f"{here[key]} ({key})",
        )
        role = st.selectbox(
            text("roles.role"), list(Role), format_func=lambda role: text(f"roles.{role}")
        )
        given = st.form_submit_button(text("roles.give"))
    if given and person is not None and role is not None:
        action = partial(grant_by, store, person=person, role=Role(role), viewer=viewer)
        do(action, text("roles.given"), section=SECTION)
