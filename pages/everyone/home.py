"""Home: what this is, how to get in, and where to go from here."""

import streamlit as st

from pages.ui.session import store, viewer
from pages.ui.welcome import ask_for_link, next_steps
from survey.text import text

who = viewer()
st.title(text("home.title"))
if st.query_params.get("link") == "spent" and who is None:
    st.warning(text("home.spent"), icon=":material/link_off:")

if who is None:
    st.markdown(text("home.what"))
    st.info(text("home.personal"), icon=":material/mail:")
    ask_for_link(store())
else:
    st.markdown(text("home.hello", name=who.name))
    next_steps(store(), who)
