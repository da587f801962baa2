"""The way from one of HR's pages to another; the menu has the first of them, and calls it HR."""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from survey.text import text

FROM_ELSEWHERE = {"preview"}
"""Pages that are about one wave, which its card leads to."""


def hr_bar(pages: Sequence[StreamlitPage], here: StreamlitPage) -> None:
    """A link to each of HR's pages, on HR's pages only."""
    if here not in pages:
        return
    with st.container(horizontal=True, gap="small", key="hr_bar"):
        for page in (page for page in pages if page.url_path not in FROM_ELSEWHERE):
            label = text("menu.waves") if page is pages[0] else page.title
            st.page_link(page, label=f"**{label}**" if page is here else label, icon=page.icon)
