"""Which tool wrote this file, as its header says, and what does it write beside the answers?

The words of each tool stand in data/imports/answers, with where they come from.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from survey.imports.history.habits import Habits, Long, Skip, Tool, Unwanted, Why
from survey.imports.words import data, fold, words


@cache
def habits_of(tool: Tool) -> Habits:
    """What a tool writes beside the answers, as its file says."""
    if tool is Tool.PLAIN:
        days = words("identity", "date")
        return Habits(tool, "", begun=("start date", *days), ended=("end date", *days))
    said = data(f"answers/{tool}")
    long = said.get("long", {})
    return Habits(
        tool=tool,
        name=said["name"],
        sources=tuple(said["sources"]),
        marks=tuple(frozenset(map(fold, names)) for names in said["known_by"]),
        dropped=_by_name(said["dropped"]),
        starts=_by_name(said.get("starts", {})),
        # An end may begin with a space, which folding would take off.
        ends={name: Why(why) for why, ends in said.get("ends", {}).items() for name in ends},
        begun=_folded(said["begun"]),
        ended=_folded(said["ended"]),
        unwanted=tuple(_unwanted(one) for one in said.get("skipped", ())),
        long=Long(**{part: _folded(names) for part, names in long.items()}),
    )


def recognise(columns: Iterable[str]) -> Habits:
    """The habits of the tool whose header this is; those of a plain table when it is nobody's."""
    names = frozenset(map(fold, columns))
    found = (tool for tool in Tool if any(marks <= names for marks in habits_of(tool).marks))
    return habits_of(next(found, Tool.PLAIN))


def _by_name(said: Mapping[str, Sequence[str]]) -> dict[str, Why]:
    return {fold(name): Why(why) for why, names in said.items() for name in names}


def _folded(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(fold, names))


def _unwanted(said: Mapping[str, Any]) -> Unwanted:
    values = frozenset(map(fold, said["values"]))
    return Unwanted(Skip(said["why"]), _folded(said["columns"]), values)
