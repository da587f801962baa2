"""What the columns of a people file mean: guessed by their names, said by somebody, kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from survey.actions.mappings import keep_mapping
from survey.errors import BadInput
from survey.imports.people_mapping import (
    PeopleColumns,
    columns_toml,
    people_columns,
    read_columns,
)
from survey.imports.source_tools import Means
from survey.imports.workbook import WhichSheet
from survey.organisation.permissions import Viewer
from survey.store import Store

KIND = "people"


@dataclass(frozen=True, slots=True)
class Said:
    """Which sheet of a workbook is meant (None: there is one), and what its columns mean."""

    sheet: str | None
    columns: Mapping[Means, str] | None


def said_of(store: Store, viewer: Viewer, file: bytes) -> Said | None:
    """What somebody says of a file; None as long as a sheet has to be chosen."""
    sheet = None
    try:
        people_columns(file)
    except WhichSheet as asked:
        sheet = _sheet(asked, file)
        if sheet is None:
            return None
    except BadInput:
        return Said(None, None)
    return Said(sheet, _columns(store, viewer, file, sheet))


def _sheet(asked: WhichSheet, file: bytes) -> str | None:
    st.info(plain(asked), icon=":material/help:")
    found: str | None = st.selectbox(
        text("people_columns.sheet"),
        asked.sheets,
        index=None,
        placeholder=text("people_columns.choose_sheet"),
        key=f"people-sheet-{sha256(file).hexdigest()[:12]}",
    )
    return found


def _columns(
    store: Store, viewer: Viewer, file: bytes, sheet: str | None
) -> Mapping[Means, str] | None:
    """What the columns mean; None where their names say it as well."""
    try:
        found = people_columns(file, sheet=sheet)
    except BadInput:
        return None
    if found.ours:
        return None
    stamp = sha256(file + (sheet or "").encode()).hexdigest()[:12]
    with st.expander(
        text("people_columns.title"),
        icon=":material/view_column:",
        expanded=not found.meanings,
    ):
        st.markdown(text("people_columns.how"))
        preset = _preset(store, found, stamp)
        said = {means: _asked(means, found, preset, stamp) for means in Means}
        said = {means: column for means, column in said.items() if column}
        _keep(store, viewer, said, stamp)
    return None if said == dict(found.meanings) else said


def _preset(store: Store, found: PeopleColumns, stamp: str) -> Mapping[Means, str]:
    kept = store.mappings(KIND)
    if not kept:
        return found.meanings
    name: str | None = st.selectbox(
        text("people_columns.kept"),
        list(kept),
        index=None,
        placeholder=text("people_columns.by_names"),
        key=f"columns-kept-{stamp}",
    )
    return read_columns(kept[name].encode()) if name else found.meanings


def _asked(means: Means, found: PeopleColumns, preset: Mapping[Means, str], stamp: str) -> str:
    options = ["", *found.names]
    known = preset.get(means, "")
    chosen = sha256(columns_toml(preset).encode()).hexdigest()[:6]
    column: str = st.selectbox(
        text(f"people_columns.means.{means.replace(' ', '_')}"),
        options,
        index=options.index(known) if known in options else 0,
        format_func=lambda name: plain(name) or text("people_columns.none"),
        key=f"columns-{means}-{stamp}-{chosen}",
    )
    return column


def _keep(store: Store, viewer: Viewer, said: Mapping[Means, str], stamp: str) -> None:
    name = st.text_input(
        text("people_columns.name"),
        placeholder=text("people_columns.name_example"),
        key=f"columns-name-{stamp}",
    )
    if st.button(text("people_columns.keep"), icon=":material/save:", disabled=not said):
        toml = columns_toml(said)
        keep = partial(keep_mapping, store, kind=KIND, name=name, toml=toml, viewer=viewer)
        do(keep, text("people_columns.is_kept"), section="people_columns")
