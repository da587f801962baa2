"""What may be said of a figure against the waves before it, and why may it not? Closed words."""

from enum import StrEnum


class Verdict(StrEnum):
    """What became of a figure; a rise of a warning sign is `rose` too.

    What is slowly rising or falling shows that over many waves, and no single step.
    """

    ROSE = "rose"
    FELL = "fell"
    STEADY = "no clear change"
    TOO_EARLY = "too early to say"
    NOT_COMPARABLE = "not comparable"
    RISING = "slowly rising"
    FALLING = "slowly falling"


class Reason(StrEnum):
    """Why a figure is not compared with one before it."""

    WITHHELD = "withheld"
    OTHER_STATEMENTS = "other statements"
    OTHER_PEOPLE = "other people"
    FIRST_WAVE = "first wave"


VERDICTS = (None, *Verdict)
REASONS = (None, *Reason)
NONE, ROSE, FELL, STEADY, TOO_EARLY, NOT_COMPARABLE, RISING, FALLING = range(len(VERDICTS))
_, WITHHELD, OTHER_STATEMENTS, OTHER_PEOPLE, FIRST_WAVE = range(len(REASONS))
