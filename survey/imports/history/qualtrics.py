"""Qualtrics: three header rows, and rows of previews, tests and people who did not finish."""

from survey.imports.history.habits import Cells, Habits, Skip, Tool, Why

IMPORT_ID = '"ImportId"'
_NO = {"false", "0"}
_TESTS = {"1", "2", "8", "survey preview", "survey test", "spam"}


def _skip(cells: Cells) -> Skip | None:
    if cells.get("status") in _TESTS:
        return Skip.TEST
    return Skip.UNFINISHED if cells.get("finished") in _NO else None


QUALTRICS = Habits(
    tool=Tool.QUALTRICS,
    marks=(
        frozenset({"startdate", "enddate", "responseid"}),
        frozenset({"startdate", "recordeddate"}),
        frozenset({"participant name", "participant email", "responseid"}),
    ),
    dropped={
        "startdate": Why.DATE,
        "enddate": Why.DATE,
        "recordeddate": Why.DATE,
        "status": Why.MACHINERY,
        "ipaddress": Why.DEVICE,
        "progress": Why.MACHINERY,
        "duration (in seconds)": Why.MACHINERY,
        "finished": Why.MACHINERY,
        "responseid": Why.TOKEN,
        "recipientlastname": Why.NAME,
        "recipientfirstname": Why.NAME,
        "recipientemail": Why.ADDRESS,
        "externalreference": Why.TOKEN,
        "externaldatareference": Why.TOKEN,
        "locationlatitude": Why.PLACE,
        "locationlongitude": Why.PLACE,
        "distributionchannel": Why.MACHINERY,
        "userlanguage": Why.MACHINERY,
        "participant name": Why.NAME,
        "participant email": Why.ADDRESS,
        "participant external reference": Why.TOKEN,
        "participant unique identifier": Why.TOKEN,
    },
    begun=("startdate",),
    ended=("enddate", "recordeddate"),
    skip=_skip,
)
