"""Finding people and units: all where they are few, else those that fit words in any order."""

from collections.abc import Iterable, Mapping

import streamlit as st

from pages.ui.frame.pieces import nothing_found
from pages.ui.frame.session import text
from survey.languages import counted
from survey.organisation.structure import Person, Unit, above, in_tree_order

AT_ONCE = 250
"""The most people, or units, on one page; a browser becomes slow with many."""


def find_people(
    people: Iterable[Person], units: Mapping[str, Unit], *, key: str
) -> dict[str, Person]:
    """People by key in the order of their names; where they are many, those that fit some words."""
    by_name = sorted(people, key=lambda person: (person.name, person.key))
    if len(by_name) <= AT_ONCE:
        return {person.key: person for person in by_name}
    words = st.text_input(
        text("people.find"), key=key, icon=":material/search:", help=text("people.find_how")
    )
    fitting = [person for person in by_name if _fits(person, units, words.casefold().split())]
    if not fitting:
        nothing_found(text("people.find_none"))
    elif len(fitting) > AT_ONCE:
        counts = {"shown": counted(AT_ONCE), "count": counted(len(fitting))}
        st.caption(text("people.find_more", **counts))
    return {person.key: person for person in fitting[:AT_ONCE]}


def _fits(person: Person, units: Mapping[str, Unit], words: Iterable[str]) -> bool:
    known = f"{person.name} {person.key} {person.email} {units[person.unit].name}".casefold()
    return all(word in known for word in words)


def find_units(units: Mapping[str, Unit], *, key: str) -> dict[str, Unit]:
    """Units by key in tree order; where they are many, those that fit some words."""
    open_ = [unit for unit in in_tree_order(units) if not unit.closed]
    if len(open_) <= AT_ONCE:
        return {unit.key: unit for unit in open_}
    typed = st.text_input(
        text("people_add.find_unit"),
        key=key,
        icon=":material/search:",
        help=text("people_add.find_unit_how"),
    )
    words = typed.casefold().split()
    fitting = [unit for unit in open_ if not words or _is_named(unit, units, words)]
    if not fitting:
        nothing_found(text("people.find_none"))
    elif len(fitting) > AT_ONCE:
        counts = {"shown": counted(AT_ONCE), "count": counted(len(fitting))}
        st.caption(text("people_add.first_units", **counts))
    return {unit.key: unit for unit in fitting[:AT_ONCE]}


def _is_named(unit: Unit, units: Mapping[str, Unit], words: Iterable[str]) -> bool:
    """Whether all words stand in its name, key or path, one of them at least in its own."""
    own = f"{unit.name} {unit.key}".casefold()
    path = " ".join(units[one].name for one in above(unit.key, units)).casefold()
    return all(word in own or word in path for word in words) and any(w in own for w in words)
