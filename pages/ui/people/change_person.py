"""One person changed by hand, or erased."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from pages.ui.people.fields import FIELDS, ask_fields, label
from survey.actions.erasure import erase_person
from survey.actions.people import edit_person
from survey.actions.staying import check_may_be_erased, check_may_go
from survey.organisation.permissions import Viewer, why_not
from survey.organisation.structure import Organisation, Person, home
from survey.store import Store


def change_person(
    store: Store, viewer: Viewer, organisation: Organisation, people: Mapping[str, Person]
) -> None:
    """Choose one of `people`, change what is kept about them, and keep it; or erase them."""
    key = st.selectbox(
        text("people_change.choose"),
        list(people),
        index=None,
        format_func=lambda k: f"{people[k].name} ({k})",
        key="person_chosen",
    )
    if key is None:
        return
    person, units = people[key], organisation.units
    if person.active:
        st.markdown(text("people_change.counts", name=plain(person.name),
                         home=plain(units[home(person, units)].name)))  # fmt: skip
    stays = why_not(check_may_go, store, {key} if person.active else (), actor=viewer.person)
    changed = _form(person, organisation, stays=stays)
    if changed is not None:
        action = partial(edit_person, store, changed, viewer=viewer)
        do(action, text("people_change.done"), section=FIELDS)
    _erase(store, viewer, person)


def _form(person: Person, organisation: Organisation, *, stays: str | None) -> Person | None:
    """What was typed, once it is to be kept; `stays` is why they cannot become inactive."""
    with st.form(f"person-{person.key}", border=False, enter_to_submit=False):
        typed = ask_fields(person, organisation)
        active = st.checkbox(label("active"), person.active, disabled=stays is not None)
        if stays:
            st.caption(plain(stays))
        if not st.form_submit_button(text("people_change.keep")):
            return None
    return replace(typed, active=active)


def _erase(store: Store, viewer: Viewer, person: Person) -> None:
    if reason := why_not(check_may_be_erased, store, person, actor=viewer.person):
        st.button(text("people_change.erase"), disabled=True, help=plain(reason))
        return
    with st.popover(text("people_change.erase"), icon=":material/person_remove:"):
        st.markdown(text("people_change.erase_what", name=plain(person.name)))
        sure = st.checkbox(text("people_change.erase_sure"), key=f"sure-{person.key}")
        if st.button(text("people_change.erase_do"), disabled=not sure, key=f"erase-{person.key}"):
            action = partial(erase_person, store, person=person.key, viewer=viewer)
            do(action, text("people_change.erased"), section=FIELDS)
