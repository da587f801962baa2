"""LimeSurvey: headers of codes or of full texts; whoever did not finish has no submit date."""

from survey.imports.history.habits import Cells, Habits, Skip, Tool, Why

_NONE = {"", "n/a"}
_SENT = ("submitdate", "date submitted", "datum abgeschickt")


def _skip(cells: Cells) -> Skip | None:
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
    skip=_skip,
)
