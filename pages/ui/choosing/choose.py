"""Choosing a unit and a wave: the same list and words on every page, and in the address."""

from collections.abc import Collection, Mapping

import streamlit as st

from survey.errors import NotFound
from survey.organisation.permissions import Viewer, units_seen
from survey.organisation.structure import Unit, in_tree_order
from survey.store import Store
from survey.text import text

_CHOICE, _WAVE = "unit", "wave"
_CHANGED = "unit_was_changed"
NOWHERE, NO_WAVE = "There is no such unit.", "There is no such wave."


def choose_unit(
    store: Store, viewer: Viewer, *, among: Collection[str] | None = None
) -> str | None:
    """The key of the unit to look at: from the address, else the viewer's own.

    `among` are those to choose from, None for all that the viewer may see.
    Errors: NotFound for a unit in the address that is not there, or not for this viewer.
    """
    units = store.units()
    seen = set(units_seen(viewer, units) if among is None else among)
    ordered = [unit for unit in in_tree_order(units) if unit.key in seen]
    if not ordered:
        return None
    keys = [unit.key for unit in ordered]
    asked = st.query_params.get(_CHOICE) or _own(viewer, keys)
    if asked not in keys:
        raise NotFound(NOWHERE)
    names = {unit.key: _indented(unit, units) for unit in ordered}
    # The address decides and the choice follows it: a default that changed would be a new widget,
    # and what was just chosen in the old one would be lost.
    st.session_state[_CHOICE] = asked
    chosen: str = st.selectbox(
        text("choose.unit"),
        keys,
        key=_CHOICE,
        format_func=names.__getitem__,
        on_change=_into_the_address,
        args=(_CHOICE,),
    )
    return chosen


def choose_wave(names: Mapping[str, str]) -> str:
    """The key of the wave to look at: from the address, else the first of `names` (key, name).

    Errors: NotFound for a wave in the address that is not among them.
    """
    asked = st.query_params.get(_WAVE) or next(iter(names))
    if asked not in names and st.session_state.get(_CHANGED):
        # The unit was changed here, and the new one was not in that wave.
        asked = st.query_params[_WAVE] = next(iter(names))
    if asked not in names:
        raise NotFound(NO_WAVE)
    st.session_state[_WAVE] = asked
    chosen: str = st.selectbox(
        text("choose.wave"),
        list(names),
        key=_WAVE,
        format_func=names.__getitem__,
        on_change=_into_the_address,
        args=(_WAVE,),
    )
    return chosen


def _into_the_address(choice: str) -> None:
    st.query_params[choice] = st.session_state[choice]
    st.session_state[_CHANGED] = choice == _CHOICE


def _own(viewer: Viewer, keys: list[str]) -> str:
    own = viewer.leads or viewer.unit
    return own if own in keys else keys[0]


def _indented(unit: Unit, units: Mapping[str, Unit]) -> str:
    depth = 0
    at = unit.parent
    while at is not None:
        depth, at = depth + 1, units[at].parent
    return " " * 2 * depth + unit.name
