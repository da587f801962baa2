"""What a team cannot change itself: passed up with its chain and nothing else, and answered."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Answer(StrEnum):
    """What may be answered to what was passed up."""

    WE_DO = "we do it"
    WE_TRY = "we try it"
    NOT_NOW = "not now"
    NO = "no"


NEEDS_A_REASON = frozenset({Answer.NOT_NOW, Answer.NO})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, why, by which day, and who gave it when."""

    answer: Answer
    because: str
    day: date | None
    by: str
    given: datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """One question passed up: from which unit to which, the chain of whys, and its reply.

    `added` are what others who may answer said after that.
    """

    key: str
    experiment: str
    why: int
    unit: str
    to: str
    chain: tuple[str, ...]
    by: str
    asked: datetime
    reply: Reply | None = None
    version: int = 1
    added: tuple[Reply, ...] = ()

    @property
    def replies(self) -> tuple[Reply, ...]:
        """All that was answered, the first first."""
        return (self.reply, *self.added) if self.reply else ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What leadership and HR heard in a wave, and what they do; read by everybody."""

    wave: str
    heard: str
    doing: str
    by: str
    changed: datetime
    version: int = 1
