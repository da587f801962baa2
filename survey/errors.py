"""Every error a person may read.

SameBoatError                 a sentence: what happened, what to do
├── NotAllowed                this person may not do or see this
├── NotFound                  there is no such thing, or none for this person: the two look the same
├── Refused                   a rule says no in the present state
│   └── LinkRefused           a personal link cannot be used
│       ├── LinkUnknown       nobody was given this link
│       └── WaveNotOpen       the wave has not opened yet, is over, or was cancelled
│           └── TakesNoneNow  the wave is open, and answers cannot be taken just now
├── BadInput                  what was given cannot be read; carries every problem found
└── Trouble                   the machine's side: files, keys, database
    ├── DatabaseBusy          another process holds the database file
    ├── DatabaseUnfit         the file is of another version or damaged
    ├── DatabaseMissing       files of waves are there, the database they belong to is not
    ├── MailTrouble           the mail server cannot be reached, or will not have us
    ├── BoxTrouble            a wave's ballot box is missing, or another's is there
    ├── KeyTrouble            a wave's key file is missing or wrong, or another's is there
    └── UnsafeFigure          closing would have shown too much; nothing was published or destroyed
"""

from collections.abc import Sequence
from dataclasses import dataclass


class SameBoatError(Exception):
    """A sentence for whoever reads it: what happened and what to do."""


class NotAllowed(SameBoatError):
    """This person may not do or see this."""


class NotFound(SameBoatError):
    """There is no such thing, or none for this person."""


class Refused(SameBoatError):
    """A rule says no in the present state."""


class LinkRefused(Refused):
    """A personal link cannot be used."""


class LinkUnknown(LinkRefused):
    """Nobody was given this link."""


class WaveNotOpen(LinkRefused):
    """The wave has not opened yet, is over, or was cancelled."""


class TakesNoneNow(WaveNotOpen):
    """The wave is open, and the machine cannot take answers just now: later they are welcome."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in what was given; row counts the header as row 1, None is the whole file."""

    message: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        places = [f"row {self.row}" if self.row is not None else "", self.column or ""]
        place = ", ".join(p for p in places if p)
        return f"{place}: {self.message}" if place else self.message


class BadInput(SameBoatError):
    """What was given cannot be read; `problems` names every place."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class Trouble(SameBoatError):
    """The machine's side: files, keys, database."""


class DatabaseBusy(Trouble):
    """Another process holds the database file."""


class DatabaseUnfit(Trouble):
    """The database is of another version or damaged."""


class DatabaseMissing(Trouble):
    """Files of waves are there, the database they belong to is not; nothing was made anew."""


class MailTrouble(Trouble):
    """The mail server cannot be reached, or will not have us; nothing was handed over."""


class BoxTrouble(Trouble):
    """A wave's ballot box is missing, or another's is there; nothing was destroyed."""


class KeyTrouble(Trouble):
    """A wave's key file is missing or wrong, or another's is there; nothing was destroyed."""


class UnsafeFigure(Trouble):
    """Closing would have shown something about too few people; nothing was published."""
