"""What may somebody write? Any text stays text; what cannot be kept or read is taken out.

Errors of all: Refused.
"""

from unicodedata import category

from survey.errors import Refused
from survey.languages import counted
from survey.organisation.values import normal
from survey.text import sentence

LONGEST_TITLE = 120
LONGEST_TEXT = 2000
LONGEST_LINE = 160


def written(said: str, *, most: int = LONGEST_TEXT, required: bool = True) -> str:
    """A text as it is kept: accents in the usual way, without control characters."""
    kept = "".join(c for c in said if c == "\n" or category(c) not in {"Cc", "Cs"})
    kept = normal("NFC", kept).strip()
    if required and not kept:
        raise Refused(sentence("refused.experiment.empty"))
    if len(kept) > most:
        raise Refused(
            sentence("refused.experiment.too_long", letters=counted(len(kept)), most=most)
        )
    return kept


def title(said: str) -> str:
    """A short text on one line."""
    return " ".join(written(said, most=LONGEST_TITLE).split())


def in_brief(said: str) -> str:
    """A text on one line, and not longer than a line of a mail or two."""
    line = " ".join(said.split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1].rstrip()}…"
