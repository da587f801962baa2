"""Deliveries: which mails there are, how each stands, and when one is tried again.

Nothing about a mail depends on who has answered (decision record 0018).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from survey.mail import Outcome

SIGN_INS = 0
"""The wave of mails that are about no wave: signing in, and looking again."""
TRIES_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""How long a mail waits after each try that did not work; after one more it is given up."""


class Occasion(StrEnum):
    """What a mail is about."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    CLOSES_LATER = "closes-later"
    RESULTS = "results"
    SIGN_IN = "sign-in"
    LOOK_AGAIN = "look-again"


AGAIN = frozenset({Occasion.INVITATION, Occasion.SIGN_IN})
"""What is sent once more when nobody can know whether it went out; decision record 0012."""


class Standing(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"
    UNDER_WAY = "under way"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A mail to one person for an occasion of a wave; `tries` counts those that were begun."""

    wave: int
    occasion: Occasion
    person: str
    tries: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Next:
    """How a delivery stands from now on, and when it is due."""

    standing: Standing
    due: datetime


def after(delivery: Delivery, outcome: Outcome, *, now: datetime) -> Next:
    """What follows from what became of a mail."""
    match outcome:
        case Outcome.TAKEN:
            return Next(Standing.SENT, now)
        case Outcome.NO_SUCH_ADDRESS | Outcome.REFUSED:
            return Next(Standing.FAILED, now)
        case Outcome.DOUBTFUL:
            return after_doubt(delivery, now=now)
        case Outcome.LATER:
            if delivery.tries > len(TRIES_AFTER):
                return Next(Standing.FAILED, now)
            return Next(Standing.WAITING, now + TRIES_AFTER[delivery.tries - 1])


def after_doubt(delivery: Delivery, *, now: datetime) -> Next:
    """What follows when it is not known whether a mail went out: some once more, others never."""
    again = delivery.occasion in AGAIN and delivery.tries == 1
    return Next(Standing.WAITING if again else Standing.SENT, now)
