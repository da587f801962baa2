"""Mails and links: how mails stand, whose address fails, and cards for people without mail."""

import streamlit as st

from pages.ui.frame.session import signed_in, store, text
from pages.ui.waves.bounces import show_bounces
from pages.ui.waves.link_cards import show_cards, show_mails

viewer = signed_in()
st.title(text("links.title"), anchor=False)
show_mails(store(), viewer)
st.header(text("links.bounces"), anchor=False)
show_bounces(store(), viewer)
st.header(text("links.cards"), anchor=False)
show_cards(store(), viewer)
