"""What outlives a closing beside figures: comments in their places, and rows kept by agreement."""

from dataclasses import dataclass
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the one place it stands, under a random key; no text once it is withdrawn.

    `scope` is team or area, `prompt` the id of what was asked, `withdrawn` the reason.
    """

    key: str
    unit: str
    scope: str
    prompt: str
    text: str
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """One ballot's answers without person and comments, under its group and a random key.

    `unit` is the unit the group is attached to; `own` says that it is that home's people alone.
    `answers` is JSON: statements by id, points after reverse-keying, and signs, true or false.
    """

    key: str
    unit: str
    own: bool
    answers: str


def random_key() -> str:
    """A key that says nothing; what is kept lies in the order of such keys."""
    return str(uuid4())
