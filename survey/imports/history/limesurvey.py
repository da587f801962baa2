"""LimeSurvey: headers of codes or of full texts; whoever did not finish has no submit date."""

from survey.imports.history.habits import Cells, Habits, Skip, Tool, Why

_NONE = {"", "n/a"}


def _skip(cells: Cells) -> Skip | None:
    sent = cells.get("submitdate", cells.get("date submitted"))
    return Skip.UNFINISHED if sent in _NONE else None


LIMESURVEY = Habits(
    tool=Tool.LIMESURVEY,
    marks=(
        frozenset({"submitdate", "lastpage"}),
        frozenset({"submitdate", "startlanguage"}),
        frozenset({"id", "submitdate"}),
        frozenset({"response id", "date submitted"}),
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
    },
    begun=("startdate", "date started"),
    ended=("submitdate", "date submitted"),
    skip=_skip,
)
