"""Choosing a unit and a wave: the same list and words on every page, and in the address."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.frame.session import text
from survey.errors import NotFound
from survey.organisation.permissions import Viewer, units_seen
from survey.organisation.structure import Unit, above, in_tree_order
from survey.text import sentence
from survey.waves.wave import Wave

_CHOICE, _WAVE = "unit", "wave"
_CHANGED = "unit_was_changed"
UNIT_WIDTH, WAVE_WIDTH = 280, 180
"""Of the lists, in pixels: room for a name on a desk, one below the other on a phone."""


def choose_unit(
    units: Mapping[str, Unit], viewer: Viewer, *, among: Collection[str] | None = None
) -> str | None:
    """The key of the unit to look at: from the address, else the viewer's own.

    `among` are those to choose from, None for all that the viewer may see; one alone is not asked.
    Errors: NotFound for a unit in the address that is not there, or not for this viewer.
    """
    seen = set(units_seen(viewer, units) if among is None else among)
    ordered = [unit for unit in in_tree_order(units) if unit.key in seen]
    keys = [unit.key for unit in ordered]
    own = viewer.leads or viewer.unit
    asked = st.query_params.get(_CHOICE) or (own if own in keys else next(iter(keys), None))
    if asked is not None and asked not in keys:
        raise NotFound(sentence("refused.missing.unit"))
    if asked is None or len(keys) == 1:
        return asked
    depths = {key: len(above(key, units)) - 1 for key in keys}
    names = {unit.key: " " * 2 * depths[unit.key] + unit.name for unit in ordered}
    ask = partial(st.selectbox, label_visibility="collapsed", width=UNIT_WIDTH)
    return as_addressed(ask, text("choose.unit"), names, place=_CHOICE, asked=asked)


def choose_wave(names: Mapping[str, str], *, first: str | None = None) -> str:
    """The key of the wave to look at: from the address, else `first`, else the first of `names`.

    Errors: NotFound for a wave in the address that is not among them (key, name).
    """
    first = first or next(iter(names))
    asked = st.query_params.get(_WAVE) or first
    if asked not in names and st.session_state.get(_CHANGED):
        # The unit was changed here, and the new one was not in that wave.
        asked = st.query_params[_WAVE] = first
    if asked not in names:
        raise NotFound(sentence("refused.missing.wave"))
    ask = partial(st.selectbox, label_visibility="collapsed", width=WAVE_WIDTH)
    return as_addressed(ask, text("choose.wave"), names, place=_WAVE, asked=asked)


def as_addressed(
    ask: Callable[..., Any], label: str, names: Mapping[str, str], *, place: str, asked: str
) -> str:
    """Ask for one of `names` (key, name), `asked` chosen, and keep the answer in the address."""
    # The address decides and the choice follows it: a default that changed would be a new widget,
    # and what was just chosen in the old one would be lost.
    st.session_state[place] = asked
    chosen: str = ask(
        label,
        list(names),
        key=place,
        format_func=names.__getitem__,
        on_change=into_the_address,
        args=(place,),
    )
    return chosen


def into_the_address(choice: str) -> None:
    """Keep what was just chosen in the address, by the name of its place."""
    st.query_params[choice] = st.session_state[choice]
    st.session_state[_CHANGED] = choice == _CHOICE


def which_wave(waves: Sequence[Wave], *, label: str) -> Wave | None:
    """The wave to read about, the first unless another is chosen; None where there is none."""
    if len(waves) < 2:
        return waves[0] if waves else None
    by_key = {wave.key: wave for wave in waves}
    names = {wave.key: wave.name for wave in waves}
    chosen = st.selectbox(label, list(by_key), format_func=names.__getitem__)
    return by_key[chosen]
