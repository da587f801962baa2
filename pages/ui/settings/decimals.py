"""How figures in files are written, chosen once for the organisation."""

from functools import partial

import streamlit as st

from pages.ui.frame.refused import do
from pages.ui.frame.session import text
from survey.actions.preferences import choose_decimal_sign
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.store.decimals import DecimalSign, decimal_sign
from survey.waves.calendar import Preference


def decimals_form(store: Store, viewer: Viewer) -> None:
    """Ask how figures in files are written, and keep it."""
    st.header(text("decimals.title"), anchor=False)
    st.markdown(text("decimals.lead"))
    signs = list(map(str, DecimalSign))
    sign = st.radio(
        text("decimals.ask"),
        signs,
        index=signs.index(decimal_sign(store)),
        format_func=lambda sign: text(f"decimals.{sign}"),
        horizontal=True,
        key="decimals",
    )
    if Preference.DECIMAL_SIGN not in store.preferences():
        st.caption(text("decimals.usual"))
    if st.button(text("decimals.keep"), key="decimals_keep"):
        action = partial(choose_decimal_sign, store, DecimalSign(sign), viewer=viewer)
        do(action, text("decimals.kept"), section="decimals")
