"""People: who is in the organisation and where, and bringing in a new list."""

import streamlit as st

from pages.ui.choosing.find_people import find_people, find_units
from pages.ui.frame.large import large
from pages.ui.frame.session import signed_in, store, text
from pages.ui.people.add_person import ask_for_person
from pages.ui.people.change_person import change_person
from pages.ui.people.change_unit import change_unit
from pages.ui.people.import_people import import_people
from pages.ui.people.roles import show_roles
from pages.ui.people.undo_import import undo_import
from pages.ui.people.who import leaders_said, people_table, show_table, take_files, units_table
from survey.languages import counted

viewer = signed_in()
st.title(text("people.title"), anchor=False)
organisation = store().organisation()
if organisation.people:
    here = sum(person.active for person in organisation.people.values())
    open_units = sum(not unit.closed for unit in organisation.units.values())
    large(text("people_add.here", people=counted(here), units=counted(open_units)))
with st.expander(text("people.import"), icon=":material/upload:", expanded=not organisation.people):
    import_people(store(), viewer)

if not organisation.people:
    st.info(text("people.none_yet"), icon=":material/groups:")
    st.stop()
if not store().waves():
    label = text("people_add.plan_next")
    st.page_link("hr/waves.py", label=f"**{label}**", icon=":material/arrow_forward:")
st.header(text("people.units"), anchor=False)
units = find_units(organisation.units, key="units_find")
table = units_table(organisation, units.values())
show_table(table, "units", alt=text("people.units"))
st.caption(text("people.homes"))
with st.expander(text("people_change.leaders"), icon=":material/supervisor_account:"):
    st.markdown(leaders_said(organisation))
with st.expander(text("people_change.unit"), icon=":material/account_tree:"):
    change_unit(store(), viewer, organisation)
st.header(text("people.people"), anchor=False)
found = find_people(organisation.people.values(), organisation.units, key="people_find")
show_table(people_table(found.values(), organisation.units), "people", alt=text("people.people"))
if store().imports_of_people():
    with st.expander(text("undo_people.title"), icon=":material/undo:"):
        undo_import(store(), viewer)
with st.expander(text("people_change.person"), icon=":material/person_edit:"):
    change_person(store(), viewer, organisation, found)
with st.expander(text("people_add.title"), icon=":material/person_add:"):
    ask_for_person(store(), viewer, organisation)
with st.expander(text("roles.title"), icon=":material/badge:"):
    show_roles(store(), viewer, organisation)
with st.container(horizontal=True):
    take_files()
