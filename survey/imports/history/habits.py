"""What does one survey tool put into its exports beside the answers?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from survey.organisation.values import normal


class Tool(StrEnum):
    """Which tool wrote an export; a plain table was written by none that we know."""

    QUALTRICS = "qualtrics"
    LIMESURVEY = "limesurvey"
    GOOGLE = "google"
    FORMBRICKS = "formbricks"
    MICROSOFT = "microsoft"
    PLAIN = "plain"


class Why(StrEnum):
    """Why a column is dropped before anything of it is kept or shown."""

    NAME = "name"
    ADDRESS = "address"
    PLACE = "place"
    DEVICE = "device"
    TOKEN = "token"  # noqa: S105
    DATE = "date"
    MACHINERY = "machinery"


class Skip(StrEnum):
    """Why a row is not taken."""

    UNFINISHED = "unfinished"
    TEST = "test"
    BROKEN = "broken"
    NO_UNIT = "no_unit"
    LEFT_OUT = "left_out"
    NO_ANSWER = "no_answer"
    NOTHING = "nothing"
    REPEATED = "repeated"


Cells = Mapping[str, str]


def always_counts(_: Cells) -> Skip | None:
    """The rule of a tool that exports finished answers only."""
    return None


@dataclass(frozen=True, slots=True)
class Habits:
    """One tool's header: `marks` are sets of names of which one whole set tells the tool.

    All names are folded. `dropped` are the columns that are no answers; `begun` and `ended` hold
    dates; `skip` says from the cells of those columns why a row is not taken, if so.
    """

    tool: Tool
    marks: tuple[frozenset[str], ...]
    dropped: Mapping[str, Why]
    begun: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    drops: Callable[[str], Why | None] = field(default=lambda _: None)
    skip: Callable[[Cells], Skip | None] = always_counts

    def why_dropped(self, name: str) -> Why | None:
        """Why the column of this folded name is no answer, or None where it may be one."""
        return self.dropped.get(name) or self.drops(name)


def fold(said: str) -> str:
    """A name or value as it is compared: one way of writing, one space, small letters."""
    return " ".join(normal("NFKC", said).casefold().split())
