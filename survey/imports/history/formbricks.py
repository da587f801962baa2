"""Formbricks: numbered questions among the tool's own columns, each answer again as a code."""

from survey.imports.history.habits import Cells, Habits, Skip, Tool, Why

_NO = {"false", "no", "0"}


def _skip(cells: Cells) -> Skip | None:
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
    skip=_skip,
)
