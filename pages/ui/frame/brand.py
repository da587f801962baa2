"""What does the organisation look like on this page? Its name, mark and colour, or ours."""

from base64 import b64encode
from functools import lru_cache
from html import escape
from pathlib import Path

from streamlit import config

from pages.ui.frame.session import store
from survey.errors import SameBoatError
from survey.organisation.brand import OURS, Brand, Shades, brand_of

PAINTED = tuple(
    f"theme.{mode}.{of}" for mode in ("light", "dark") for of in ("primaryColor", "linkColor")
)
"""The settings of Streamlit that have the organisation's colours."""
_OUR_MARK = Path(__file__).parents[1] / "boat.png"


def brand() -> Brand:
    """The organisation's own; ours while nobody can be asked, for such pages say so too."""
    try:
        return store().brand()
    except SameBoatError:
        return brand_of()


def picture(of: Brand) -> bytes:
    """The mark as a PNG."""
    return of.mark or _our_mark()


@lru_cache(maxsize=1)
def _our_mark() -> bytes:
    return _OUR_MARK.read_bytes()


@lru_cache(maxsize=4)
def inside(mark: bytes) -> str:
    """A picture as an address that holds all of it."""
    return f"data:image/png;base64,{b64encode(mark).decode()}"


def banner(of: Brand) -> str:
    """Mark and name as HTML, for pages that are not Streamlit's and come in one request."""
    return f"<b class='brand'><img src='{inside(picture(of))}' alt=''>{escape(of.name)}</b>"


def colours(of: Shades) -> str:
    """The rule of a stylesheet that names the accent and the colour of links."""
    return (
        f":root {{ --accent: light-dark({of.light}, {of.dark});"
        f" --link: light-dark({of.light}, {of.dark_words}) }}"
    )


def own_colours(of: Brand) -> str:
    """The same as a stylesheet, or nothing where a page's own has these colours already."""
    return "" if of.shades == OURS else f"<style>{colours(of.shades)}</style>"


def paint(of: Shades) -> None:
    """Have Streamlit draw its own pieces in these colours, from the next run of any page on."""
    wanted = (of.light, of.light, of.dark, of.dark_words)
    for option, colour in zip(PAINTED, wanted, strict=True):
        if config.get_option(option) != colour:
            config.set_option(option, colour)
