"""The draft in a browser's session: kept as text, changed by what is pressed."""

from collections.abc import Callable

import streamlit as st

from survey.questionnaire.compose import draft_of
from survey.questionnaire.draft import (
    Draft,
    arranged,
    moved,
    put_in,
    put_in_place_of,
    read,
    taken_out,
    written,
)
from survey.questionnaire.draft import Own as OwnQuestion
from survey.questionnaire.instrument import Instrument, Kind
from survey.questionnaire.shipped import bank

KEY, NAME, WORDING, WHY, ABOUT, OWN_NAME, KIND, TURNED = (
    f"compose_{part}"
    for part in ("key", "name", "wording", "why", "about", "own_name", "kind", "turned")
)
_DRAFT, _AFTER, _CHANGING = "compose_draft", "compose_after", "compose_changing"


def draft() -> Draft:
    """What is being composed in this session."""
    line = st.session_state.get(_DRAFT)
    return read(line) if line else Draft()


def after() -> int:
    """The version this draft was begun from; 0 where its key is to be a new one."""
    return int(st.session_state.get(_AFTER, 0))


def changing() -> int | None:
    """The place of the own question whose wording is being changed."""
    place = st.session_state.get(_CHANGING)
    return place if isinstance(place, int) else None


def put_away(changed: Draft, *, version: int | None = None) -> None:
    """Remember a draft, and from which version it goes on."""
    st.session_state[_DRAFT] = written(changed)
    if version is not None:
        st.session_state[_AFTER] = version


def begin(instrument: Instrument | None, *, composed: bool) -> None:
    """Start from an instrument, as its next version where it was composed here; or from nothing."""
    start = draft_of(instrument, bank()) if instrument else Draft()
    if not composed:
        start = Draft(chosen=start.chosen)
    put_away(start, version=instrument.version if instrument and composed else 0)
    st.session_state[KEY], st.session_state[NAME] = start.key, start.name
    st.session_state.pop(_CHANGING, None)


def toggle(item: str) -> None:
    """Choose a question of the bank, or take it out."""
    now = draft()
    if item in now.chosen:
        put_away(taken_out(now, now.chosen.index(item)))
    else:
        put_away(put_in(now, item, bank()))


def move(place: int, by: int) -> None:
    """Move a question one place up or down."""
    _not_changing(lambda now: moved(now, place, by, bank()))


def take_out(place: int) -> None:
    """Take a question out."""
    _not_changing(lambda now: taken_out(now, place))


def change_wording(place: int) -> None:
    """Bring an own question back into the form it was written in."""
    own = draft().chosen[place]
    if isinstance(own, str):
        return
    known = {construct.id for construct in bank().constructs}
    st.session_state[WORDING], st.session_state[WHY] = own.text, own.why
    st.session_state[KIND], st.session_state[TURNED] = own.kind.value, own.reverse
    st.session_state[ABOUT] = own.construct if own.construct in known else ""
    st.session_state[OWN_NAME] = "" if own.construct in known else own.construct
    st.session_state[_CHANGING] = place


def add(own: OwnQuestion) -> None:
    """Put an own question in, or in the place of the one that was being changed."""
    now, place = draft(), changing()
    if place is None or place >= len(now.chosen):
        put_away(put_in(now, own, bank()))
    else:
        put_away(put_in_place_of(now, place, own, bank()))
    for field in (WORDING, WHY, OWN_NAME):
        st.session_state[field] = ""
    st.session_state[TURNED], st.session_state[KIND] = False, Kind.AGREE5.value
    st.session_state.pop(_CHANGING, None)


def _not_changing(change: Callable[[Draft], Draft]) -> None:
    """Change the order; a question in the form is then not one of a place any more."""
    put_away(arranged(change(draft()), bank()))
    st.session_state.pop(_CHANGING, None)
