"""What can a patient leader still guess about a newcomer: the recorded figures of attack 12.

They are measured, not derived: tests/attacks/test_newcomer.py works them out again and compares.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from survey.settings import CONTENT

RECORD = CONTENT / "promise" / "newcomer.toml"


@dataclass(frozen=True, slots=True)
class Guessed:
    """How often, of 100, a reader is right whether a newcomer is above or below their team (50 is
    guessing), and the per cent of how newcomers differ from their teams that they can explain.
    """

    right: int
    explained: int


@dataclass(frozen=True, slots=True)
class Readings:
    """What is read from one wave before and one after, and from four and four.

    Each with the team held in the newcomer's first wave, as the rule has it, and without.
    """

    one_held: Guessed
    one_not_held: Guessed
    eight_held: Guessed
    eight_not_held: Guessed


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The record: for teams whose people answer a little differently every time, as people do, and
    for the worst case, where nobody but the newcomer ever changes an answer.
    """

    organisations: int
    smallest_team: int
    largest_team: int
    ordinary: Readings
    steady: Readings


@cache
def newcomer(file: Path = RECORD) -> Newcomer:
    """The recorded figures."""
    table = tomllib.loads(file.read_text("utf-8"))
    return Newcomer(
        organisations=table["organisations"],
        smallest_team=table["smallest_team"],
        largest_team=table["largest_team"],
        ordinary=_readings(table["ordinary"]),
        steady=_readings(table["steady"]),
    )


def _readings(table: Mapping[str, Mapping[str, int]]) -> Readings:
    return Readings(**{name: Guessed(**figures) for name, figures in table.items()})
