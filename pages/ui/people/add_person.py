"""One person who is new, without a file."""

from dataclasses import replace

import streamlit as st

from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from pages.ui.people.fields import FIELDS, ask_fields, label
from survey.actions.people import add_person
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Organisation, Person
from survey.questionnaire.instrument import WRITTEN_IN
from survey.store import Store

TURN = "add_person_turn"
NOBODY = Person("", "", "", WRITTEN_IN, "", None)


def ask_for_person(store: Store, viewer: Viewer, organisation: Organisation) -> None:
    """Ask for all that is kept about somebody; what was typed stays when refused."""
    turn = st.session_state.setdefault(TURN, 0)
    with st.form(f"add_person-{turn}", border=False, enter_to_submit=False):
        typed = ask_fields(NOBODY, organisation)
        key = st.text_input(label("person_id"), help=text("people_add.id_help"))
        if not st.form_submit_button(text("people_add.do"), type="primary"):
            return
    person = replace(typed, key=key.strip() or typed.email)

    def add() -> None:
        add_person(store, person, viewer=viewer)
        st.session_state[TURN] += 1

    do(add, text("people_add.done", name=person.name), section=FIELDS)
