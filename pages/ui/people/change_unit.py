"""One unit changed by hand: its name, its place in the tree, merged into another, or closed."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from survey.actions.units import (
    close_unit,
    merge_units,
    move_unit,
    open_unit_again,
    rename_unit,
)
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Organisation, in_tree_order, names_apart
from survey.store import Store

DEEDS = ("rename", "move", "merge", "close")


def change_unit(store: Store, viewer: Viewer, organisation: Organisation) -> None:
    """Choose a unit, choose what happens to it, and do it."""
    units = organisation.units
    names = names_apart(units.values(), units)
    keys = [unit.key for unit in in_tree_order(units)]
    key = st.selectbox(text("people.unit"), keys, format_func=names.__getitem__, key="unit_chosen")
    if units[key].closed:
        st.markdown(text("people_change.is_closed", name=plain(units[key].name)))
        _button("open", partial(open_unit_again, store, unit=key, viewer=viewer))
        return
    said = {deed: text(f"people_change.{deed}") for deed in DEEDS}
    label, named = text("people_change.deed"), said.__getitem__
    deed = st.radio(label, DEEDS, format_func=named, key="unit_deed", horizontal=True)
    others = [k for k in keys if k != key and not units[k].closed]
    st.caption(text(f"people_change.{deed}_how"))
    match deed:
        case "rename":
            name = st.text_input(text("people_change.name"), units[key].name, key=f"name-{key}")
            _button(deed, partial(rename_unit, store, unit=key, name=name, viewer=viewer))
        case "move":
            if (below := _other("below", organisation, others)) is not None:
                _button(deed, partial(move_unit, store, unit=key, below=below, viewer=viewer))
        case "merge":
            if (into := _other("into", organisation, others)) is not None:
                moving = sum(p.unit == key and p.active for p in organisation.people.values())
                target = plain(organisation.units[into].name)
                st.markdown(text("people_change.merge_sure", people=moving, into=target))
                _button("merge", partial(merge_units, store, unit=key, into=into, viewer=viewer))
        case _:
            _button(deed, partial(close_unit, store, unit=key, viewer=viewer))


def _other(which: str, organisation: Organisation, others: list[str]) -> str | None:
    found: str | None = st.selectbox(
        text(f"people_change.{which}"),
        others,
        index=None,
        format_func=names_apart(organisation.units.values(), organisation.units).__getitem__,
        key=f"unit_{which}",
    )
    return found


def _button(deed: str, action: Callable[[], object]) -> None:
    if st.button(text(f"people_change.{deed}_do"), key="unit_do"):
        do(action, text("people_change.done"), section="people_change.field")
