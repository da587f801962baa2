"""Finding people: all of a small organisation, and of a large one those that are looked for."""

from collections.abc import Iterable, Mapping

import streamlit as st

from pages.ui.frame.session import text
from survey.languages import counted
from survey.organisation.structure import Person, Unit

AT_ONCE = 1000
"""The most people on one page; a browser becomes slow with more."""


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
        st.info(text("people.find_none"), icon=":material/search_off:")
    elif len(fitting) > AT_ONCE:
        counts = {"shown": counted(AT_ONCE), "count": counted(len(fitting))}
        st.caption(text("people.find_more", **counts))
    return {person.key: person for person in fitting[:AT_ONCE]}


def _fits(person: Person, units: Mapping[str, Unit], words: Iterable[str]) -> bool:
    known = f"{person.name} {person.key} {person.email} {units[person.unit].name}".casefold()
    return all(word in known for word in words)
