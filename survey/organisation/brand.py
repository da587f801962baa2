"""How does the organisation show itself? By its name, its mark and one colour that can be read.

The colour is used as it is on light grounds; on dark ones it is made lighter until it can be read
there too. Contrast: WCAG 2.2, 1.4.3 (4.5 to 1 for words) and 1.4.11 (3 to 1 for shapes).
"""

import re
from base64 import b64decode
from dataclasses import dataclass
from functools import lru_cache

from survey.errors import BadInput, Problem
from survey.text import sentence

OUR_NAME = "Same Boat"
LONGEST_NAME = 60
WHITE, BLACK = "#ffffff", "#000000"
LIGHT_GROUNDS, DARK_GROUNDS = ("#ffffff", "#f1f6f7"), ("#0f1a1e", "#17262b")
"""The grounds of pages, as in .streamlit/config.toml."""
WORDS, SHAPES, AT_EASE = 4.5, 3.0, 7.0
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Shades:
    """One colour as it is shown: on light grounds, as a shape and as words on dark ones."""

    light: str
    dark: str
    dark_words: str


OURS = Shades("#0f5c69", "#1a7685", "#7fd0dc")


@dataclass(frozen=True, slots=True)
class Brand:
    """What the organisation is called and looks like; `mark` is a small PNG, b"" for ours."""

    name: str
    shades: Shades
    mark: bytes


def brand_of(*, name: str = "", colour: str = "", mark: str = "") -> Brand:
    """What an organisation chose, the mark in base64; ours where it chose nothing ("")."""
    return Brand(name or OUR_NAME, shades(colour) if colour else OURS, _decoded(mark))


@lru_cache(maxsize=4)
def _decoded(mark: str) -> bytes:
    return b64decode(mark)


def check_name(name: str) -> str:
    """A name on one line, "" for none. Errors: BadInput."""
    found = " ".join(name.split())
    if len(found) > LONGEST_NAME or not found.isprintable():
        said = sentence("refused.brand.name", most=LONGEST_NAME)
        raise BadInput(sentence("refused.brand.unchanged"), [Problem(said, column="name")])
    return found


def check_colour(colour: str) -> str:
    """A colour as #rrggbb that can be read on light grounds, "" for none. Errors: BadInput."""
    if not colour.strip():
        return ""
    found = _COLOUR.fullmatch(colour.strip())
    if found is None:
        said = sentence("refused.brand.colour", colour=colour.strip()[:20])
        raise BadInput(sentence("refused.brand.unchanged"), [Problem(said, column="colour")])
    written = _six(found[1])
    reached = min(contrast(written, ground) for ground in LIGHT_GROUNDS)
    if reached < WORDS:
        said = sentence(
            "refused.brand.contrast",
            colour=written,
            reached=f"{reached:.1f}",
            needed=f"{WORDS}",
            instead=_until(written, BLACK, LIGHT_GROUNDS, WORDS),
        )
        raise BadInput(sentence("refused.brand.unchanged"), [Problem(said, column="colour")])
    return written


@lru_cache(maxsize=16)
def shades(colour: str) -> Shades:
    """How a colour that can be read on light grounds is shown on each.

    The shape on dark grounds carries white words, so it is no lighter than it must be.
    """
    dark = _until(colour, WHITE, DARK_GROUNDS[:1], SHAPES)
    return Shades(colour, dark, _until(colour, WHITE, DARK_GROUNDS, AT_EASE))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _until(colour: str, towards: str, grounds: tuple[str, ...], enough: float) -> str:
    """A colour mixed with black or white, as little as it takes to stand out on all grounds."""
    mixed = (_mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(one for one in mixed if min(contrast(one, ground) for ground in grounds) >= enough)


def _six(digits: str) -> str:
    whole = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    return f"#{whole.lower()}"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: str, towards: str, part: float) -> str:
    pairs = zip(_channels(colour), _channels(towards), strict=True)
    return "#" + "".join(f"{round(one + part * (other - one)):02x}" for one, other in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
