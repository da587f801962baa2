"""Who is looking, and at which store: the one place pages ask."""

import streamlit as st

from survey.actions.sign_in import person_in
from survey.permissions import Viewer
from survey.permissions import viewer as as_viewer
from survey.store import Store

SEAT = "same_boat_seat"
LINK = "same_boat_link"

_here: dict[str, Store] = {}


def use_store(opened: Store) -> None:
    """Tell the pages of this process which store they look at."""
    _here["store"] = opened


def store() -> Store:
    """The store of this process."""
    return _here["store"]


def cookie(name: str) -> str | None:
    """A cookie of whoever is looking; tests put their own in its place."""
    return st.context.cookies.get(name)


def viewer() -> Viewer | None:
    """Whoever is signed in, asked anew on every run so that a sign-out holds everywhere."""
    token = cookie(SEAT)
    person = person_in(store(), token) if token else None
    return as_viewer(store(), person) if person else None


def signed_in() -> Viewer:
    """Whoever is signed in, on a page that only they are shown."""
    found = viewer()
    if found is None:
        st.switch_page("everyone/home.py")
    return found


def is_dark() -> bool:
    """Whether the reader's theme is dark."""
    return st.context.theme.type == "dark"
