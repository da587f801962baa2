"""Whose mail address does not work: the list, and noting it by hand or from a file."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

import streamlit as st

from pages.ui.choosing.find_people import find_people
from pages.ui.frame.pieces import refused
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from pages.ui.frame.uploaded import ask_for_file, let_go
from survey.actions.bounces import forget_bounces, note_bounces
from survey.errors import BadInput, SameBoatError
from survey.languages import counted, day
from survey.mailing.bounced import read_bounced
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Person
from survey.store import Store

MOST_LISTED = 50
FILE = "links_file"


def show_bounces(store: Store, viewer: Viewer) -> None:
    """The people whose address fails, and the ways to note and to correct it."""
    people, bounced = store.people(), store.bounces()
    failing = sorted(key for key in bounced if key in people)
    if failing:
        st.dataframe(
            {
                text("links.who"): [people[key].name for key in failing],
                text("links.id"): failing,
                text("links.noted"): [day(bounced[key], language()) for key in failing],
            },
            hide_index=True,
            alt=text("links.bounces"),
        )
        _choose(
            "works_again",
            {key: people[key] for key in failing},
            lambda chosen: forget_bounces(store, chosen, viewer=viewer),
        )
    else:
        st.markdown(text("links.none_failing"))
    others = [one for one in people.values() if one.active and one.email and one.key not in bounced]
    with st.expander(text("links.note"), icon=":material/mail_off:"):
        note = partial(note_bounces, store, viewer=viewer)
        _choose("fails", find_people(others, store.units(), key="links_find"), note)
        _from_file(store, viewer)


def _choose(
    name: str, people: Mapping[str, Person], carry_out: Callable[[list[str]], object]
) -> None:
    """Choose people by name, and do it when the button is pressed."""
    with st.form(f"links_{name}", border=False):
        chosen = st.multiselect(
            text(f"links.{name}"),
            sorted(people, key=lambda key: people[key].name.casefold()),
            format_func=lambda key: f"{people[key].name} ({key})",
            placeholder=text("links.choose"),
            key=f"links_{name}_people",
        )
        if st.form_submit_button(text(f"links.{name}_do")) and chosen:
            _do(lambda: carry_out(chosen))


def _from_file(store: Store, viewer: Viewer) -> None:
    file = ask_for_file(text("links.file"), key=FILE, kinds=["csv", "txt"])
    if file is None:
        return
    try:
        found = read_bounced(file.getvalue(), store.people().values())
    except BadInput as refusal:
        refused(plain(refusal))
        return
    if found.unknown:
        lines = [f"- {plain(line)}" for line in found.unknown[:MOST_LISTED]]
        more = len(found.unknown) - MOST_LISTED
        if more > 0:
            lines.append(f"- {text('people.more_problems', more=counted(more))}")
        st.warning("\n".join([text("links.unknown"), "", *lines]), icon=":material/help:")
    st.markdown(text("links.found", count=counted(len(found.people))))
    if found.people and st.button(text("links.fails_do"), key="links_file_do"):
        _do(partial(_note, store, viewer, found.people))


def _note(store: Store, viewer: Viewer, people: Collection[str]) -> None:
    note_bounces(store, people, viewer=viewer)
    let_go(FILE)


def _do(action: Callable[[], object]) -> None:
    try:
        action()
    except SameBoatError as refusal:
        refused(plain(refusal))
        return
    st.toast(text("links.done"))
    st.rerun()
