"""Beginning with the questions of a file: the statements of an export of another tool."""

import streamlit as st

from pages.ui.frame.pieces import refused
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text, told
from pages.ui.frame.uploaded import ask_for_file
from pages.ui.questions import draft as session
from survey.errors import BadInput
from survey.imports.history.export import read_export
from survey.imports.history.statements import draft_of_export
from survey.questionnaire.draft import Draft
from survey.questionnaire.shipped import bank

FILE = "compose_file"
KINDS = ["csv", "tsv", "txt", "xlsx"]


def begin_from_file() -> None:
    """Ask for an export, say what it asks, and begin with that in one step."""
    with st.expander(text("questions.file_title"), icon=":material/upload_file:"):
        st.markdown(text("questions.file_how"))
        file = ask_for_file(text("history.file"), key=FILE, kinds=KINDS)
        if file is None:
            return
        try:
            found = draft_of_export(read_export(file.getvalue()), bank())
        except BadInput as refusal:
            refused(plain(told(refusal)))
            return
        if not found.chosen:
            st.info(text("questions.file_none"), icon=":material/help:")
            return
        own = sum(not isinstance(choice, str) for choice in found.chosen)
        st.markdown(text("questions.file_found", count=len(found.chosen), own=own))
        st.button(text("questions.file_take"), key="compose_take", on_click=_take, args=(found,))


def _take(found: Draft) -> None:
    """Run before the page is drawn anew, so that the fields show what was taken."""
    session.put_away(found, version=0)
    st.session_state[session.KEY], st.session_state[session.NAME] = found.key, found.name
