"""A receipt on the promise page: whoever has a code reads whether its answers came in."""

import streamlit as st

from pages.ui.frame.plain import plain
from survey.answering.receipts import counted_in
from survey.store import Store
from survey.text import text


def ask_for_receipt(store: Store, language: str) -> None:
    """Ask for a code, and say whether it is known."""
    st.markdown(text("promise.receipt_said", language))
    code = st.text_input(text("promise.receipt_code", language), max_chars=40)
    if not code.strip():
        return
    wave = counted_in(store, code)
    if wave is None:
        st.warning(text("promise.receipt_unknown", language), icon=":material/help:")
    else:
        said = text("promise.receipt_counted", language, wave=plain(wave.name))
        st.success(said, icon=":material/check_circle:")
