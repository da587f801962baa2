"""Does a column say who somebody is? Its name or what stands in it gives that away."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from survey.imports.history.habits import Why
from survey.imports.words import words

MOST_WORDS = 4

_JOINT = re.compile(r"[-_ ]+")
_ADDRESS = re.compile(
    r"\be-?mail|\bphone\b|\btelefon|\bmobile number\b|\bhandynummer\b|\bcorreo electr|\bcourriel\b"
    r"|\badresse de messagerie|\bposta elettronica|\bteléfono|\btéléphone|\btelefoon"
)
_DEVICE = re.compile(r"\bip\b|\bipaddr|\bip[-_ ]?ad|user[-_ ]?agent|\bbrowser\b|\bdevice\b")
_MAIL = re.compile(r"[^\s@]++@[^\s@.]++(?:\.[^\s@.]++)++")
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){4,7}", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+")


@cache
def _by_name() -> Mapping[str, Why]:
    kinds = (Why.NAME, Why.TOKEN, Why.PLACE, Why.DATE)
    return {_JOINT.sub(" ", name): why for why in kinds for name in words("identity", why)}


def named_identity(name: str) -> Why | None:
    """Why a column of this folded name is dropped, or None; a question is longer than a name."""
    if why := _by_name().get(_JOINT.sub(" ", name)):
        return why
    if len(name.split()) > MOST_WORDS:
        return None
    if _ADDRESS.search(name):
        return Why.ADDRESS
    return Why.DEVICE if _DEVICE.search(name) else None


def identity_within(cells: Iterable[str]) -> Why | None:
    """Why a column is dropped for its cells: at least half are addresses of people or machines."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    for why, shape in ((Why.ADDRESS, _MAIL), (Why.DEVICE, _IP), (Why.DEVICE, _LINK)):
        if filled and 2 * sum(1 for cell in filled if shape.fullmatch(cell)) >= len(filled):
            return why
    return None
