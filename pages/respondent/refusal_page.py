"""A personal link that cannot be used, on a page of Streamlit's."""

import streamlit as st

from pages.respondent.refusal import explained
from pages.ui.frame.session import link
from survey.errors import LinkRefused


def explain(refusal: LinkRefused, language: str) -> None:
    """Draw the page for a link that was used, is unknown, or whose wave is not open."""
    title, words = explained(refusal, language, no_link=link() is None)
    st.title(title, anchor=False)
    st.write(words)
