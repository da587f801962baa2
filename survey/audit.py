"""What does a line of the record say? Deeds in words, by what they are about; nothing is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from survey.text import FALLBACK, catalogue, text

_DEEDS = "record.deed."


class About(StrEnum):
    """What deeds are about, in the order they are offered to choose from."""

    WAVES = "waves"
    MAILS = "mails"
    PEOPLE = "people"
    QUESTIONS = "questions"
    FILES = "files"
    DELETED = "deleted"
    CHOICES = "choices"
    SIGN_IN = "sign_in"
    MACHINE = "machine"


OF_PEOPLE = frozenset({About.PEOPLE, About.SIGN_IN})
"""Where the subject of a line is somebody."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines are looked for; what is empty or None holds for all.

    `who` is part of a name or id, `subject` part of what it was done to; `since` and `until` are
    aware moments, the second one not included.
    """

    who: str = ""
    about: About | None = None
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def verbs(self) -> frozenset[str] | None:
        """The verbs that are looked for, None for all."""
        if self.about is None:
            return None
        return frozenset(verb for verb in deeds() if about(verb) is self.about)


@cache
def deeds() -> Mapping[str, str]:
    """The key of the sentence of every verb we write on the record."""
    keys = (key for key in catalogue(FALLBACK) if key.startswith(_DEEDS))
    return MappingProxyType({key.rpartition(".")[2].replace("_", " "): key for key in keys})


def about(verb: str) -> About | None:
    """What a verb is about; None for one of another release."""
    key = deeds().get(verb)
    return About(key.removeprefix(_DEEDS).partition(".")[0]) if key else None


def deed(verb: str, subject: str, names: Mapping[str, str]) -> str:
    """What was done, in words, such as “planned the wave 2026-06”; people by name where known."""
    key = deeds().get(verb)
    named = names.get(subject, subject) if about(verb) in OF_PEOPLE else subject
    return text(key, subject=named) if key else f"{verb}: {named}"


def doer(actor: str, names: Mapping[str, str]) -> str:
    """Who did it: somebody by name, or the part of Same Boat that did it by itself."""
    parts = catalogue(FALLBACK)
    return names.get(actor) or parts.get(f"record.actor.{actor}") or actor
