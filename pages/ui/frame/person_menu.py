"""The menu of whoever is signed in: their name, their language, and the way out."""

from html import escape

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, readers, speak, store, text
from survey.actions.own_language import choose_language
from survey.languages import languages_for, name_of
from survey.organisation.permissions import Viewer

KEY = "person_menu"


def person_menu(viewer: Viewer) -> None:
    """In the upper corner of every page; what it leads to is a link, so keys reach it."""
    with st.container(key=KEY), st.popover(viewer.name, icon=":material/account_circle:"):
        st.markdown(text("menu.signed_in", name=plain(viewer.name)))
        _language(viewer)
        ways = (("/sessions", "menu.sessions"), ("/sign-out", "menu.sign_out"))
        links = (
            f'<li><a href="{to}" target="_self">{escape(text(key))}</a></li>' for to, key in ways
        )
        st.html(f'<ul class="ways">{"".join(links)}</ul>')


def _language(viewer: Viewer) -> None:
    """Which language the pages speak to them, where there is a choice."""
    offered = languages_for(readers(viewer))
    if len(offered) < 2:
        return
    chosen: str | None = st.segmented_control(
        text("person_menu.language"), offered, default=language(), format_func=name_of
    )
    if chosen is not None and chosen != language():
        choose_language(store(), chosen, viewer=viewer)
        speak(chosen)
        st.rerun()
