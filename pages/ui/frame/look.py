"""How every page looks: one stylesheet, the organisation's mark, and charts with their own look."""

from base64 import b64encode
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui.frame import brand
from pages.ui.frame.design import design
from pages.ui.frame.session import text

if TYPE_CHECKING:
    from analytics.charts.theme import Figure

_SHEETS = (Path(__file__).with_name(name) for name in ("first.css", "look.css"))
_NAMES, _PIECES = design().split("\n", 1)
STYLE = f"{_NAMES}\nhtml {{ {_PIECES}{''.join(sheet.read_text('utf-8') for sheet in _SHEETS)} }}"
"""Stands in the first page (pages.web.first_page): what came later would move what is there. Inside
`html` each rule is stronger than Streamlit's own, which come after it."""

_BOAT = Path(__file__).parents[1] / "boat.png"
ICON = f"data:image/png;base64,{b64encode(_BOAT.read_bytes()).decode()}"
"""Of every tab; where a page names a file, Streamlit reads and hashes it anew in every run."""


def look() -> None:
    """Give the stylesheet the organisation's colour and words, and show its mark."""
    of = brand.brand()
    words = {"menu": text("menu.open"), "organisation": of.name}
    said = "; ".join(
        f"--{name}: {dumps(value, ensure_ascii=False)}" for name, value in words.items()
    )
    st.html(f"<style>:root {{ {said} }}\n{brand.colours(of.shades)}</style>")
    st.logo(brand.inside(brand.picture(of)), size="large")
    brand.paint(of.shades)


def room(*, wide: bool) -> None:
    """How much room a page has: for figures and beside a menu more than for what is read."""
    st.html(f"<style>{room_of(wide=wide)}</style>")


def room_of(*, wide: bool) -> str:
    """The same as a rule of a stylesheet; first.css says what it does."""
    return f":root {{ --room: {'1200px' if wide else '46rem'} }}"


def show_chart(chart: "Figure", *, key: str, alt: str) -> None:
    """A chart of ours in a place of its height, with its words for those who do not see it."""
    with st.container(height=int(chart.layout.height or 0), border=False, key=f"chart_{key}"):
        st.plotly_chart(chart, key=key, theme=None, config={"displayModeBar": False}, alt=alt)
