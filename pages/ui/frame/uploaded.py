"""Files chosen on a page: asked for anew after each was used, so that no tab keeps what it read."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile


def ask_for_file(
    label: str, *, key: str, kinds: Sequence[str], hint: str | None = None
) -> UploadedFile | None:
    """Ask for a file of certain kinds; `key` names the place on the page."""
    return st.file_uploader(label, type=list(kinds), key=_now(key), help=hint)


def let_go(*keys: str) -> None:
    """Forget the files of these places; the next run asks for others."""
    for key in keys:
        file = st.session_state.get(_now(key))
        here = get_script_run_ctx()
        # The server keeps the file no longer.
        if file is not None and here is not None:
            kept = here.uploaded_file_mgr
            assert isinstance(kept, MemoryUploadedFileManager), "st.App keeps uploads in memory"
            kept.remove_file(here.session_id, file.file_id)
        st.session_state[_turn(key)] = st.session_state.get(_turn(key), 0) + 1


def _turn(key: str) -> str:
    return f"{key}_turn"


def _now(key: str) -> str:
    """The key of the uploader that is shown now."""
    turn = st.session_state.get(_turn(key), 0)
    return f"{key}_{turn}" if turn else key
