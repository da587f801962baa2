"""Carriers: what takes mails away, and what becomes of each mail."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from survey.mail.letter import Mail


class Outcome(StrEnum):
    """What became of a mail that was handed over."""

    TAKEN = "taken"
    LATER = "later"
    NO_SUCH_ADDRESS = "no such address"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"


class Carrier(Protocol):
    """Takes mails away, `at_once` of them at a time.

    It is `certain` when handing a mail over twice leaves one.
    """

    @property
    def at_once(self) -> int:
        """How many mails are marked as under way together."""

    @property
    def certain(self) -> bool:
        """Whether handing a mail over twice leaves one."""

    def carry(self, mails: Sequence[Mail]) -> list[Outcome]:
        """Hand mails over, and say what became of each. Errors: MailTrouble before the first."""

    def close(self) -> None:
        """Let go of the line."""
