"""A personal link that cannot be used, said kindly."""

import streamlit as st

from pages.ui.frame.session import link
from survey.errors import AlreadySent, LinkRefused, LinkUnknown, WaveNotOpen
from survey.text import in_language, text


def explain(refusal: LinkRefused, language: str) -> None:
    """Draw the page for a link that was used, is unknown, or whose wave is not open."""
    match refusal:
        case AlreadySent():
            st.title(text("link.sent", language), anchor=False)
            st.write(text("link.sent_hint", language))
        case WaveNotOpen():
            st.title(text("link.not_open", language), anchor=False)
            st.write(in_language(refusal, language), text("link.not_open_hint", language))
        case LinkUnknown() if link() is None:
            st.title(text("link.none", language), anchor=False)
            st.write(in_language(refusal, language))
        case _:
            st.title(text("link.unknown", language), anchor=False)
            st.write(in_language(refusal, language), text("link.unknown_hint", language))
