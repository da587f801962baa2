"""The first two steps of bringing a past wave: the file, and what was found in it."""

from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256

import streamlit as st

from analytics.jobs.past_waves import cut_off, undo_cut_off
from pages.ui.frame.pieces import refused
from pages.ui.frame.plain import plain
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from pages.ui.frame.uploaded import ask_for_file
from survey.errors import BadInput, SameBoatError
from survey.imports.history.export import Export, read_export
from survey.imports.history.mapping import HistoryMapping
from survey.imports.history.mapping_file import read_mapping
from survey.imports.history.reading import Asked, Choose, Reading
from survey.imports.history.summary import dropped, rows_of
from survey.imports.problems import quoted
from survey.organisation.permissions import Viewer
from survey.store import Store

FILE, MAPPING = "history_file", "history_mapping"
DONE = "history_done"
KIND = "answers"
"""The kind of file under which what was said is kept."""
MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """An export and what was said of an earlier one; `stamp` is theirs alone, for their fields."""

    export: Export = field(repr=False)
    mapping: HistoryMapping | None
    stamp: str


def left_behind(store: Store, viewer: Viewer) -> None:
    """What happened before: the wave just published, and imports that were cut off."""
    if done := st.session_state.pop(DONE, None):
        st.success(text("history.published", wave=plain(done)), icon=":material/check_circle:")
    for wave in cut_off(store):
        said = text("history.cut_off", wave=plain(wave.name), key=plain(wave.key))
        st.warning(said, icon=":material/content_cut:")
        if st.button(text("history.undo"), key=f"undo-{wave.id}", icon=":material/undo:"):
            undo = partial(undo_cut_off, store, key=wave.key, viewer=viewer)
            do(undo, text("history.undone"), section="history")


def choose_file(store: Store) -> Chosen | None:
    """Ask for an export, and for what was said of an earlier one; None while there is none."""
    st.header(text("history.step_file"), anchor=False)
    st.markdown(text("history.file_how"))
    file = ask_for_file(text("history.file"), key=FILE, kinds=["csv", "tsv", "txt", "xlsx"])
    said = ask_for_file(
        text("history.mapping_file"),
        key=MAPPING,
        kinds=["toml"],
        hint=text("history.mapping_help"),
    )
    kept = store.mappings(KIND)
    name = _kept(list(kept)) if kept and said is None else None
    if file is None:
        return None
    toml = said.getvalue() if said else kept[name].encode() if name else None
    return _read(file.getvalue(), toml)


def _kept(names: list[str]) -> str | None:
    found: str | None = st.selectbox(
        text("people_columns.kept"),
        names,
        index=None,
        placeholder=text("people_columns.by_names"),
        key="history_kept",
    )
    return found


def _read(file: bytes, said: bytes | None) -> Chosen | None:
    stamp = sha256(file + b"\0" + (said or b"")).hexdigest()[:12]
    try:
        mapping = None if said is None else read_mapping(said)
        reading = mapping.reading if mapping else Reading()
        export = _asked(file, reading, stamp)
    except BadInput as refusal:
        tell(refusal)
        return None
    if export is None:
        return None
    chosen = sha256(repr(export.reading).encode()).hexdigest()[:6]
    return Chosen(export, mapping, f"{stamp}-{chosen}")


def _asked(file: bytes, reading: Reading, stamp: str) -> Export | None:
    """The export once somebody chose its sheet and its wave; None while one has to be chosen."""
    try:
        return read_export(file, reading)
    except Choose as refusal:
        asked = refusal
    st.info(plain(asked), icon=":material/help:")
    found: str | None = st.selectbox(
        text(f"history.choose.{asked.what}", column=plain(quoted(asked.column))),
        asked.options,
        index=None,
        placeholder=text("history.choose_row"),
        key=f"{asked.what}-{asked.column}-{stamp}",
    )
    if found is None:
        return None
    if asked.what is Asked.SHEET:
        return _asked(file, replace(reading, sheet=found), stamp)
    return _asked(file, replace(reading, only={**reading.only, asked.column: found}), stamp)


def say_found(export: Export) -> None:
    """Which tool wrote the file, how many rows it has, and what is dropped and why."""
    st.header(text("history.step_found"), anchor=False)
    st.markdown(f"**{text(f'history.tool.{export.tool}')}**")
    st.markdown(listed(rows_of(export)))
    if not export.dropped:
        st.info(text("history.nothing_dropped"), icon=":material/visibility:")
        return
    st.markdown(f"**{text('history.dropped_columns')}**")
    st.markdown(listed(dropped(export)))
    st.caption(text("history.dropped_how"))


def listed(lines: list[str]) -> str:
    """Sentences as a list."""
    return "\n".join(f"- {plain(line)}" for line in lines)


def tell(refusal: SameBoatError) -> None:
    """Say what is wrong, and the first of the places where."""
    problems = refusal.problems if isinstance(refusal, BadInput) else ()
    lines = [f"- {plain(problem)}" for problem in problems[:MOST_LISTED]]
    if (more := len(problems) - MOST_LISTED) > 0:
        lines.append(f"- {text('history.more_problems', more=more)}")
    refused("\n".join([plain(refusal), "", *lines]))
