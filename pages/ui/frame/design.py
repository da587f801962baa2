"""How pages look, said once: colours from the charts' own, sizes, and the pieces made of them."""

from dataclasses import asdict
from functools import cache
from pathlib import Path

from analytics.colours import DARK, LIGHT

_PIECES = Path(__file__).with_name("design.css").read_text("utf-8")


@cache
def design() -> str:
    """The colours as variables of CSS, and the stylesheet of the pieces."""
    pairs = zip(asdict(LIGHT).items(), asdict(DARK).values(), strict=True)
    said = (
        f"--{name.replace('_', '-')}: light-dark({light}, {dark});" for (name, light), dark in pairs
    )
    return f":root {{ {' '.join(said)} }}\n{_PIECES}"
