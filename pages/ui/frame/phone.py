"""A phone's width on any screen, to look at a page as most people will."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

WIDTH = 390
_STYLE = f"<style>{Path(__file__).with_name('phone.css').read_text('utf-8')}</style>"


def phone() -> DeltaGenerator:
    """A frame as wide as a phone; the menu above it stays, unlike on the page it imitates."""
    st.html(_STYLE)
    return st.container(border=True, width=WIDTH, key="phone")
