"""Which language a tab reads: settled on its first run, so that no answer is lost to a switch."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from pages.ui.frame import session
from pages.ui.frame.brand import brand
from pages.ui.frame.kept_links import FORM
from pages.ui.frame.session import ASKED_FOR
from survey.languages import choose, languages, name_of
from survey.text import text

_SETTLED = "pulse_language"


def language(offered: Sequence[str] | None = None) -> str:
    """The language of this tab: asked for in the address, the person's own, or the browser's.

    `offered` is what can be read here, else every language we speak.
    """
    spoken = [tag for tag in offered or languages() if tag in languages()]
    if _SETTLED not in st.session_state:
        st.session_state[_SETTLED] = choose(_wishes(), spoken)
    return choose((st.session_state[_SETTLED],), spoken)


def _wishes() -> Sequence[str | None]:
    asked_for = st.query_params.get(ASKED_FOR)
    return asked_for, session.own_language(), session.browsers_language()


def others(offered: Sequence[str], *, chosen: str) -> str:
    """Links to the same page in its other languages; the stylesheet hides them after an answer."""
    found = [tag for tag in offered if tag in languages() and tag != chosen]
    if not found:
        return ""
    label = escape(text("language.switch", chosen), quote=True)
    links = " ".join(map(_link, found))
    return f'<nav class="languages" aria-label="{label}">{links}</nav>'


def _link(tag: str) -> str:
    mark = session.mark()
    asked_for = {ASKED_FOR: tag} if mark is None else {FORM: mark, ASKED_FOR: tag}
    name, address = escape(name_of(tag)), escape(f"?{urlencode(asked_for)}")
    return f'<a href="{address}" target="_self" lang="{tag}" hreflang="{tag}">{name}</a>'


def to_light(language: str) -> str:
    """A link to the light page, which answers for the same personal link."""
    if (mark := session.mark()) is None:
        return ""
    words = escape(text("light.lighter", language))
    address = escape(f"/light?{urlencode({FORM: mark, ASKED_FOR: language})}")
    return f'<p class="lighter"><a href="{address}" target="_self">{words}</a></p>'


def tab_title(key: str, language: str) -> None:
    """Name the browser's tab in the language of its page."""
    title = text("router.tab", language, page=text(key, language), name=brand().name)
    st.set_page_config(page_title=title)
