"""What may stand in a cell? Each rule gives back a sentence when a value breaks it, else None."""

import re
from typing import Literal
from unicodedata import category, normalize

from survey.languages import counted
from survey.text import sentence

LONGEST_ID = 100
LONGEST_NAME = 200
LONGEST_ADDRESS = 254
MOST_INVITED = 9_999_999

_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_BREAKS = frozenset({"Cc", "Zl", "Zp"})
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_PART = r"[^\s@.,;:<>()\[\]\\\"]"
_ADDRESS = re.compile(rf"(?:{_PART}|\.){{1,64}}@(?:{_PART}{{1,63}}\.)+{_PART}{{2,63}}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_MARKED = re.compile(r"''*[=+@\t\r-]")
_WHOLE = re.compile(r"[0-9]{1,7}")
_PIECE = re.compile(r".{1,256}[^\x00-\x7f]{0,64}", re.DOTALL)


def clean(cell: str) -> str:
    """The text of a cell without spaces around it, every accent written in the one usual way."""
    return normal("NFC", cell).strip()


def normal(form: Literal["NFC", "NFKC"], said: str) -> str:
    """A text with every accent written in the one usual way.

    Piece by piece: of a run of accents without end the time would grow with its square.
    """
    if said.isascii():
        return said
    return "".join(normalize(form, piece) for piece in _PIECE.findall(said))


def unmarked(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if _MARKED.match(cell) else cell


def wrong_id(value: str) -> str | None:
    """What is wrong with the id of a person or unit, which nobody may be left to guess at."""
    if not value:
        return sentence("refused.cell.empty")
    if _holds(value, _UNSEEN):
        return sentence("refused.cell.unseen")
    if value.startswith("@"):
        return sentence("refused.cell.at")
    return _too_long(value, LONGEST_ID)


def wrong_name(value: str) -> str | None:
    """What is wrong with the name of a person or unit."""
    if _holds(value, _BREAKS):
        return sentence("refused.cell.break")
    return _too_long(value, LONGEST_NAME)


def wrong_address(value: str) -> str | None:
    """What is wrong with an e-mail address; an empty one is allowed."""
    if not value:
        return None
    if not _ADDRESS.fullmatch(value) or _holds(value, _UNSEEN):
        return sentence("refused.cell.address")
    return _too_long(value, LONGEST_ADDRESS)


def wrong_language(value: str) -> str | None:
    """What is wrong with a language code; an empty one is allowed."""
    if not value or _LANGUAGE.fullmatch(value.replace("_", "-")):
        return None
    return sentence("refused.cell.language")


def language(value: str, *, otherwise: str) -> str:
    """The code as we keep it (en, pt-BR), or `otherwise` for an empty cell."""
    first, *rest = (value or otherwise).replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def wrong_yes_or_no(value: str) -> str | None:
    """What is wrong with a yes or no; an empty cell is a yes."""
    if not value or value.lower() in _YES | _NO:
        return None
    return sentence("refused.cell.yes_or_no")


def yes(value: str) -> bool:
    """Whether a cell says yes; an empty one does."""
    return value.lower() not in _NO


def whole_number(value: str) -> int | None:
    """The number a cell holds, written in digits only and at most MOST_INVITED; else None."""
    return int(value) if _WHOLE.fullmatch(value) else None


def _holds(value: str, categories: frozenset[str]) -> bool:
    return not value.isprintable() and any(category(char) in categories for char in value)


def _too_long(value: str, most: int) -> str | None:
    if len(value) <= most:
        return None
    return sentence("refused.cell.too_long", letters=counted(len(value)), most=most)
