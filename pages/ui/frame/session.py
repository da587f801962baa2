"""Who is looking, and at which store: the one place pages ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NoReturn

import streamlit as st

from pages.ui.frame.kept_links import FORM, cookie_name
from survey.actions.readers import note_reader
from survey.actions.sign_in import person_in, reader_in
from survey.answering.respondent import language_of
from survey.languages import Readers, choose, languages_for
from survey.organisation.permissions import (
    Viewer,
    allowed,
    as_member,
    check_is_hr,
    check_sits_in_council,
)
from survey.store import Store
from survey.store.viewers import viewer as as_viewer
from survey.text import in_language
from survey.text import text as sentence_in

SEAT, ASKED_FOR = "same_boat_seat", "lang"
"""The cookie of a session, and what an address asks for: a language, by its tag."""
_SPOKEN = "language"

_here: dict[str, Store] = {}
_found: ContextVar[dict[str, Viewer | None] | None] = ContextVar("found", default=None)
"""Who was found in this run, by the token they came with; None outside of a run."""


def use_store(opened: Store) -> None:
    """Tell the pages of this process which store they look at."""
    _here["store"] = opened


def store() -> Store:
    """The store of this process."""
    return _here["store"]


def cookie(name: str) -> str | None:
    """A cookie of whoever is looking; tests put their own in its place."""
    return st.context.cookies.get(name)


@contextmanager
def one_run() -> Iterator[None]:
    """Who is looking is asked once in this block and anew in the next: a sign-out holds at once.

    What runs by itself on a page, as what is made beside it does, stands outside and asks again.
    """
    before = _found.set({})
    try:
        yield
    finally:
        _found.reset(before)


def viewer() -> Viewer | None:
    """Whoever is signed in, asked anew on every run so that a sign-out holds everywhere."""
    token, known = cookie(SEAT), _found.get()
    if token is None:
        return None
    if known is not None and token in known:
        return known[token]
    found = signed_in_with(token) or reading_with(token)
    if found is not None:
        note_reader(store(), found)
    if known is not None:
        known[token] = found
    return found


def signed_in_with(token: str) -> Viewer | None:
    """Whose session a token is, with all they may do."""
    person = person_in(store(), token)
    return as_viewer(store(), person) if person else None


def reading_with(token: str) -> Viewer | None:
    """Whose link to read a token is: a member, whatever else they may do when they sign in."""
    person = reader_in(store(), token)
    found = as_viewer(store(), person) if person else None
    return as_member(found) if found else None


def signed_in() -> Viewer:
    """Whoever is signed in, on a page that only they are shown."""
    found = viewer()
    if found is None:
        st.switch_page("everyone/home.py")
    return found


def text(key: str, /, **values: object) -> str:
    """A sentence of the catalogue in the language of whoever is looking."""
    return sentence_in(key, language(), **values)


def told(words: object) -> str:
    """What came back as words, as a refusal did, in the language of whoever is looking."""
    return in_language(words, language())


def language() -> str:
    """The address's, their own or the browser's, where it has all that is read; settled once."""
    if settled := st.session_state.get(_SPOKEN):
        return str(settled)
    try:
        wishes, offered = (
            (st.query_params.get(ASKED_FOR), own_language(), browsers_language()),
            languages_for(readers(viewer())),
        )
    except Exception:  # What failed is said too, and by then in some language.
        return choose((browsers_language(),), languages_for(Readers.READING))
    st.session_state[_SPOKEN] = choose(wishes, offered)
    return str(st.session_state[_SPOKEN])


def speak(chosen: str) -> None:
    """Speak another language in this tab from now on."""
    st.session_state[_SPOKEN] = chosen


def readers(who: Viewer | None) -> Readers:
    """Which pages somebody can come to: whoever comes to HR's has all of them in one language."""
    looks_after = who and (allowed(check_is_hr, who) or allowed(check_sits_in_council, who))
    return Readers.HR if looks_after else Readers.READING


def own_language() -> str | None:
    """The language of whoever this tab's personal link belongs to or is signed in, if known."""
    who, behind = viewer(), language_behind(link(), None)
    return behind or (_language_of(who.person) if who else None)


def language_behind(link: str | None, seat: str | None) -> str | None:
    """The language of whose personal link this is, else of whoever is signed in, if known."""
    known = language_of(store(), link) if link else None
    return known or (_language_at(seat) if seat else None)


def _language_at(seat: str) -> str | None:
    key = person_in(store(), seat) or reader_in(store(), seat)
    return _language_of(key) if key else None


def _language_of(key: str) -> str | None:
    person = store().person(key)
    return person.language if person else None


def browsers_language() -> str | None:
    """The language a browser asks for; tests put their own in its place."""
    return st.context.locale


def mark() -> str | None:
    """The mark of the personal link that was opened in this tab, as its address has it."""
    return st.query_params.get(FORM)


def link() -> str | None:
    """The personal link that was opened in this tab, whichever this browser opened since."""
    marked = mark()
    return cookie(cookie_name(marked)) if marked else None


def go_on(page: str) -> NoReturn:
    """Go on to a page of the same personal link: what marks this tab stays in its address."""
    st.switch_page(page, query_params=st.query_params.to_dict())


def is_dark() -> bool:
    """Whether the reader's theme is dark."""
    return st.context.theme.type == "dark"
