"""A personal link that cannot be used, said kindly."""

import streamlit as st

from pages.ui.session import has_link
from survey.errors import AlreadySent, LinkRefused, LinkUnknown, WaveNotOpen
from survey.text import text


def explain(refusal: LinkRefused) -> None:
    """Draw the page for a link that was used, is unknown, or whose wave is not open."""
    match refusal:
        case AlreadySent():
            st.title(text("link.sent"), anchor=False)
            st.write(text("link.sent_hint"))
        case WaveNotOpen():
            st.title(text("link.not_open"), anchor=False)
            st.write(str(refusal), text("link.not_open_hint"))
        case LinkUnknown() if not has_link():
            st.title(text("link.none"), anchor=False)
            st.write(str(refusal))
        case _:
            st.title(text("link.unknown"), anchor=False)
            st.write(str(refusal), text("link.unknown_hint"))
