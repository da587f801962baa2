"""Choosing a unit: the same list, order and words on every page, and in the address."""

from collections.abc import Mapping

import streamlit as st

from survey.errors import NotFound
from survey.organisation import Unit, in_tree_order
from survey.permissions import Viewer, units_seen
from survey.store import Store
from survey.text import text

NOWHERE = "There is no such unit."


def choose_unit(store: Store, viewer: Viewer) -> str | None:
    """The key of the unit to look at: from the address, else the viewer's own.

    Errors: NotFound for a unit in the address that is not there, or not for this viewer.
    """
    units = store.units()
    seen = set(units_seen(viewer, units))
    ordered = [unit for unit in in_tree_order(units) if unit.key in seen]
    if not ordered:
        return None
    keys = [unit.key for unit in ordered]
    asked = st.query_params.get("unit") or _own(viewer, keys)
    if asked not in keys:
        raise NotFound(NOWHERE)
    names = {unit.key: _indented(unit, units) for unit in ordered}
    chosen = st.selectbox(
        text("choose.unit"), keys, index=keys.index(asked), format_func=names.__getitem__
    )
    if chosen != asked:
        st.query_params["unit"] = chosen
    return chosen


def _own(viewer: Viewer, keys: list[str]) -> str:
    own = viewer.leads or viewer.unit
    return own if own in keys else keys[0]


def _indented(unit: Unit, units: Mapping[str, Unit]) -> str:
    depth = 0
    at = unit.parent
    while at is not None:
        depth, at = depth + 1, units[at].parent
    return " " * 2 * depth + unit.name
