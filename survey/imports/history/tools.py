"""Which tool wrote this file, as its header says, and what does it write beside the answers?"""

from collections.abc import Iterable

from survey.imports.history.habits import Cells, Habits, Skip, Tool, Why, fold
from survey.imports.history.qualtrics import QUALTRICS

_DAY = ("survey date", "date", "datum")
PLAIN = Habits(
    tool=Tool.PLAIN,
    marks=(),
    dropped={},
    begun=("start date", *_DAY),
    ended=("end date", *_DAY),
)

GOOGLE = Habits(
    tool=Tool.GOOGLE,
    marks=(frozenset({"timestamp"}), frozenset({"zeitstempel"})),
    dropped={
        "timestamp": Why.DATE,
        "zeitstempel": Why.DATE,
        "email address": Why.ADDRESS,
        "username": Why.ADDRESS,
        "e-mail-adresse": Why.ADDRESS,
        "nutzername": Why.ADDRESS,
        "score": Why.MACHINERY,
    },
    begun=("timestamp", "zeitstempel"),
    ended=("timestamp", "zeitstempel"),
)
"""A time stamp, perhaps an address, and then only questions."""


MICROSOFT = Habits(
    tool=Tool.MICROSOFT,
    marks=(
        frozenset({"id", "start time", "completion time"}),
        frozenset({"id", "startzeit", "fertigstellungszeit"}),
    ),
    dropped={
        "id": Why.TOKEN,
        "start time": Why.DATE,
        "startzeit": Why.DATE,
        "completion time": Why.DATE,
        "fertigstellungszeit": Why.DATE,
        "last modified time": Why.DATE,
        "email": Why.ADDRESS,
        "e-mail": Why.ADDRESS,
        "name": Why.NAME,
        "language": Why.MACHINERY,
    },
    begun=("start time", "startzeit"),
    ended=("completion time", "fertigstellungszeit"),
)
"""Numbered rows with times, address and name before the questions."""


_NO = {"false", "no", "0"}


def _unfinished(cells: Cells) -> Skip | None:
    return Skip.UNFINISHED if cells.get("finished") in _NO else None


def _drops(name: str) -> Why | None:
    if name.startswith("useragent"):
        return Why.DEVICE
    return Why.MACHINERY if name.endswith(" - option id") else None


FORMBRICKS = Habits(
    tool=Tool.FORMBRICKS,
    marks=(
        frozenset({"response id", "finished", "survey id"}),
        frozenset({"no.", "response id", "timestamp", "finished"}),
    ),
    dropped={
        "no.": Why.MACHINERY,
        "response id": Why.TOKEN,
        "timestamp": Why.DATE,
        "finished": Why.MACHINERY,
        "survey id": Why.MACHINERY,
        "formbricks id (internal)": Why.TOKEN,
        "user id": Why.TOKEN,
        "userid": Why.TOKEN,
        "notes": Why.MACHINERY,
        "tags": Why.MACHINERY,
        "source": Why.DEVICE,
        "url": Why.DEVICE,
        "country": Why.PLACE,
        "language": Why.MACHINERY,
    },
    begun=("timestamp",),
    ended=("timestamp",),
    drops=_drops,
    skip=_unfinished,
)


_NONE = {"", "n/a"}
_SENT = ("submitdate", "date submitted", "datum abgeschickt")


def _unsent(cells: Cells) -> Skip | None:
    """Whoever did not finish has no submit date."""
    sent = next((cells[name] for name in _SENT if name in cells), None)
    return Skip.UNFINISHED if sent in _NONE else None


LIMESURVEY = Habits(
    tool=Tool.LIMESURVEY,
    marks=(
        frozenset({"submitdate", "lastpage"}),
        frozenset({"submitdate", "startlanguage"}),
        frozenset({"id", "submitdate"}),
        frozenset({"response id", "date submitted"}),
        frozenset({"antwort id", "datum abgeschickt"}),
    ),
    dropped={
        "id": Why.TOKEN,
        "submitdate": Why.DATE,
        "lastpage": Why.MACHINERY,
        "startlanguage": Why.MACHINERY,
        "seed": Why.MACHINERY,
        "token": Why.TOKEN,
        "startdate": Why.DATE,
        "datestamp": Why.DATE,
        "ipaddr": Why.DEVICE,
        "refurl": Why.DEVICE,
        "firstname": Why.NAME,
        "lastname": Why.NAME,
        "email": Why.ADDRESS,
        "response id": Why.TOKEN,
        "date submitted": Why.DATE,
        "last page": Why.MACHINERY,
        "start language": Why.MACHINERY,
        "access code": Why.TOKEN,
        "date started": Why.DATE,
        "date last action": Why.DATE,
        "ip address": Why.DEVICE,
        "referrer url": Why.DEVICE,
        "antwort id": Why.TOKEN,
        "datum abgeschickt": Why.DATE,
        "letzte seite": Why.MACHINERY,
        "start-sprache": Why.MACHINERY,
        "zufallsstartwert": Why.MACHINERY,
        "zugangscode": Why.TOKEN,
        "datum gestartet": Why.DATE,
        "datum letzte aktivität": Why.DATE,
        "ip-adresse": Why.DEVICE,
    },
    begun=("startdate", "date started", "datum gestartet"),
    ended=_SENT,
    skip=_unsent,
)


KNOWN = (QUALTRICS, LIMESURVEY, FORMBRICKS, MICROSOFT, GOOGLE)


def recognise(columns: Iterable[str]) -> Habits:
    """The habits of the tool whose header this is; those of a plain table when it is nobody's."""
    names = frozenset(map(fold, columns))
    return next((tool for tool in KNOWN if any(marks <= names for marks in tool.marks)), PLAIN)
