"""The router: who is looking, which pages are theirs, and how a failure reads."""

import logging

import streamlit as st

from pages.ui import session
from pages.ui.menu import menu, sign_out
from survey.errors import SameBoatError
from survey.text import text

log = logging.getLogger("same_boat.pages")

st.set_page_config(page_title="Same Boat", page_icon="pages/ui/boat.png", layout="centered")
viewer = session.viewer()
page = st.navigation(menu(viewer), position="top")
try:
    page.run()
except SameBoatError as refusal:
    st.error(str(refusal), icon=":material/error:")
except Exception as error:
    # No traceback: its values may be what people wrote.
    log.error("A page failed: %s on %s", type(error).__name__, page.url_path)  # noqa: TRY400
    st.error(text("router.failed"), icon=":material/error:")
if viewer is not None:
    sign_out(viewer)
