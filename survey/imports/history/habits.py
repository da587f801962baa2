"""What does one survey tool put into its exports beside the answers?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Tool(StrEnum):
    """Which tool wrote an export, in the order they are tried; a plain table is of none we know."""

    QUALTRICS = "qualtrics"
    LIMESURVEY = "limesurvey"
    FORMBRICKS = "formbricks"
    MICROSOFT = "microsoft"
    SURVEYMONKEY = "surveymonkey"
    TYPEFORM = "typeform"
    PEAKON = "peakon"
    CULTUREAMP = "cultureamp"
    GOOGLE = "google"
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
    EACH_ANSWER = "each_answer"
    CHOSEN_BY = "chosen_by"


class Skip(StrEnum):
    """Why a row is not taken."""

    UNFINISHED = "unfinished"
    TEST = "test"
    OTHER_WAVE = "other_wave"
    TOTAL = "total"
    BROKEN = "broken"
    NO_UNIT = "no_unit"
    LEFT_OUT = "left_out"
    NO_ANSWER = "no_answer"
    NOTHING = "nothing"
    REPEATED = "repeated"


Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Rows with one of `values` in the first of `columns` that the file has are not taken."""

    why: Skip
    columns: tuple[str, ...]
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Long:
    """The columns of a file with a row for each answer: whose it is, to what, and what it says."""

    person: tuple[str, ...] = ()
    question: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    comment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Habits:
    """One tool's header: `marks` are sets of names of which one whole set tells the tool.

    All names are folded. `dropped` are the columns that are no answers, `starts` and `ends` how the
    names of more begin or end; `begun` and `ended` hold dates; `unwanted` are rows not taken.
    """

    tool: Tool
    name: str
    sources: tuple[str, ...] = ()
    marks: tuple[frozenset[str], ...] = ()
    dropped: Mapping[str, Why] = field(default_factory=dict)
    starts: Mapping[str, Why] = field(default_factory=dict)
    ends: Mapping[str, Why] = field(default_factory=dict)
    begun: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    unwanted: tuple[Unwanted, ...] = ()
    long: Long = Long()

    def why_dropped(self, name: str) -> Why | None:
        """Why the column of this folded name is no answer, or None where it may be one."""
        beside = (why for start, why in self.starts.items() if name.startswith(start))
        behind = (why for end, why in self.ends.items() if name.endswith(end))
        return self.dropped.get(name) or next(beside, None) or next(behind, None)

    def skip(self, cells: Cells) -> Skip | None:
        """Why the tool says that a row with these folded cells does not count, if so."""
        for one in self.unwanted:
            said = next((cells[name] for name in one.columns if name in cells), None)
            if said in one.values:
                return one.why
        return None
