"""How the organisation shows itself: name, mark and colour, chosen once for every page."""

import streamlit as st

from pages.ui.frame.brand import brand, picture
from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from pages.ui.frame.uploaded import ask_for_file, let_go
from survey.actions.brand import choose_brand
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.calendar import Preference

FILE = "brand_mark"


def brand_form(store: Store, viewer: Viewer) -> None:
    """Ask for name, mark and colour, and show them at once; what was typed stays when refused."""
    chosen = store.preferences()
    st.header(text("brand.title"), anchor=False)
    st.markdown(text("brand.lead"))
    name = st.text_input(text("brand.name"), chosen.get(Preference.NAME, ""), key="brand_name")
    colour = st.text_input(
        text("brand.colour"),
        chosen.get(Preference.COLOUR, ""),
        help=text("brand.colour_help"),
        key="brand_colour",
    )
    file = ask_for_file(text("brand.mark"), key=FILE, kinds=["png"], hint=text("brand.mark_help"))
    away = False
    if chosen.get(Preference.MARK):
        st.image(picture(brand()), caption=text("brand.mark_kept"), width="content")
        away = st.checkbox(text("brand.mark_away"), key="brand_mark_away")
    if st.button(text("brand.keep"), key="brand_keep"):
        mark = b"" if away else file.getvalue() if file else None
        _keep(store, viewer, name, colour, mark)


def _keep(store: Store, viewer: Viewer, name: str, colour: str, mark: bytes | None) -> None:
    def keep() -> None:
        choose_brand(store, name=name, colour=colour, mark=mark, viewer=viewer)
        let_go(FILE)

    do(keep, text("brand.kept"), section="brand")
