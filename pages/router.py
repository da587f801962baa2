"""The router: who is looking, which pages are theirs, and how a failure reads."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.ui.frame import session
from pages.ui.frame.brand import brand
from pages.ui.frame.look import ICON, look, room
from pages.ui.frame.menu import beside_menu, is_about_figures, menu
from pages.ui.frame.person_menu import person_menu
from pages.ui.frame.pieces import refused
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from survey.errors import SameBoatError

log = logging.getLogger("same_boat.pages")


@contextmanager
def failures_in_words() -> Iterator[None]:
    """A failure is a sentence; no traceback: its values may be what people wrote."""
    try:
        yield
    except SameBoatError as refusal:
        refused(plain(refusal))
    except Exception as error:
        log.error("A page failed: %s", type(error).__name__)  # noqa: TRY400
        refused(text("router.failed"))


with session.one_run():
    st.set_page_config(page_title=brand().name, page_icon=ICON, layout="wide")
    look()
    with failures_in_words():
        viewer = session.viewer()
        pages, hr = menu(viewer)
        page = st.navigation(pages, position="top")
        st.set_page_config(page_title=text("router.tab", page=page.title, name=brand().name))
        room(wide=page in hr or is_about_figures(page))
        # Nothing can be said after a page that ends early (st.stop): the way out is said before it.
        if viewer is not None:
            person_menu(viewer)
        with beside_menu(hr, page), failures_in_words():
            page.run()
