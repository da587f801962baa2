"""The fields of one person, as they are asked for of somebody new and of somebody known."""

from dataclasses import replace

import streamlit as st

from pages.ui.frame.session import text
from survey.organisation.structure import Organisation, Person, in_tree_order

FIELDS = "people_change.field"


def label(field: str) -> str:
    """What a field is called."""
    return text(f"{FIELDS}.{field}")


def ask_fields(person: Person, organisation: Organisation) -> Person:
    """Somebody as they were typed; what is not asked for stays as it was."""
    units = organisation.units
    open_ = [unit.key for unit in in_tree_order(units) if not unit.closed]

    def named(key: str | None) -> str:
        return units[key].name if key else text("people_change.nothing")

    name = st.text_input(label("name"), person.name)
    email = st.text_input(label("email"), person.email)
    language = st.text_input(label("language"), person.language)
    here = open_.index(person.unit) if person.unit in open_ else None
    unit = st.selectbox(label("unit"), open_, index=here, format_func=named)
    led = [None, *open_]
    leads = st.selectbox(label("leads"), led, index=led.index(person.leads), format_func=named)
    return replace(
        person,
        name=name.strip(),
        email=email.strip(),
        language=language.strip(),
        unit=unit or person.unit,
        leads=leads,
    )
