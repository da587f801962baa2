"""How every page looks: the design, one stylesheet, and charts that keep their own look."""

from base64 import b64encode
from json import dumps
from pathlib import Path

import streamlit as st

from pages.ui.frame.design import design
from pages.ui.frame.session import text

_STYLE = Path(__file__).with_name("look.css").read_text("utf-8")

_BOAT = Path(__file__).parents[1] / "boat.png"
ICON = f"data:image/png;base64,{b64encode(_BOAT.read_bytes()).decode()}"
"""Of every tab; where a page names a file, Streamlit reads and hashes it anew in every run."""


def look() -> None:
    """Put the stylesheet on the page."""
    # Letters as they are: a stylesheet reads other escapes than JSON.
    words = f":root {{ --menu: {dumps(text('menu.open'), ensure_ascii=False)} }}"
    st.html(f"<style>{words}\n{design()}\n{_STYLE}</style>")


def show_chart(chart: object, *, key: str, alt: str) -> None:
    """A chart of ours, with its words for those who do not see it."""
    st.plotly_chart(chart, key=key, theme=None, config={"displayModeBar": False}, alt=alt)
