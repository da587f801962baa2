"""Undoing an import of people: which one, what would change, and then that."""

from collections.abc import Iterator
from functools import partial

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do, tell
from pages.ui.frame.session import language, text
from survey.actions.undoing import undo_people, undo_plan
from survey.errors import SameBoatError
from survey.imports.phrasing import first_named
from survey.imports.undoing import Undoing
from survey.languages import counted, day
from survey.organisation.permissions import Viewer
from survey.store import Store


def undo_import(store: Store, viewer: Viewer) -> None:
    """Offer the imports of the last 30 days; nothing where there is none."""
    imports = {one.number: one for one in store.imports_of_people()}
    if not imports:
        return
    st.markdown(text("undo_people.how"))

    def named(number: int) -> str:
        one = imports[number]
        said = day(store.day_of(one.moment), language())
        return text("undo_people.one", day=said, people=counted(one.people))

    number: int | None = st.selectbox(
        text("undo_people.which"), list(imports), index=None, format_func=named, key="undo_import"
    )
    if number is None:
        return
    try:
        wanted = undo_plan(store, number=number)
    except SameBoatError as refusal:
        tell(refusal, section="people_change.field")
        return
    st.markdown("\n".join(f"- {plain(line)}" for line in undo_lines(wanted)))
    if st.button(text("undo_people.button"), icon=":material/undo:"):
        undo = partial(undo_people, store, number=number, viewer=viewer)
        do(undo, text("undo_people.done"), section="people_change.field")


def undo_lines(wanted: Undoing) -> Iterator[str]:
    """What would change, in sentences."""
    yield text("undo_people.back", people=len(wanted.people), units=len(wanted.units))
    if wanted.removed_people or wanted.removed_units:
        many = {"people": len(wanted.removed_people), "units": len(wanted.removed_units)}
        yield text("undo_people.removed", **many)
    if wanted.leaving:
        names = first_named([person.name for person in wanted.leaving])
        yield text("undo_people.leaving", names=names)
    if wanted.staying:
        yield text("undo_people.staying", names=first_named(list(wanted.staying)))
