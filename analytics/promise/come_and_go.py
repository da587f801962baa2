"""How well can somebody be guessed who comes or goes: the recorded figures of attack 12.

They are measured, not derived: tests/attacks/test_come_and_go.py works them out again and compares.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from survey.settings import CONTENT

RECORD = CONTENT / "promise" / "come_and_go.toml"


@dataclass(frozen=True, slots=True)
class Right:
    """How often, of 100, a guess is right: in teams of all sizes, and of the smallest."""

    all: int
    smallest: int


@dataclass(frozen=True, slots=True)
class ComeAndGo:
    """The record: whoever compares waves guesses whether one person, who came or left, answered
    above or below the others in their team. 50 is chance; `before_they_came` is what is known of
    the team alone, before any answer of a newcomer is in a figure.
    """

    organisations: int
    team_sizes: tuple[int, ...]
    before_they_came: Right
    newcomer_after_one_wave: Right
    newcomer_after_eight_waves: Right
    leaver_after_one_wave: Right
    leaver_after_four_waves: Right
    nobody_else_changes: Right

    @property
    def usual(self) -> tuple[Right, ...]:
        """After somebody came or left, but for the worst case."""
        return (
            self.newcomer_after_one_wave,
            self.newcomer_after_eight_waves,
            self.leaver_after_one_wave,
            self.leaver_after_four_waves,
        )


@cache
def come_and_go() -> ComeAndGo:
    """The recorded figures."""
    return TypeAdapter(ComeAndGo).validate_python(tomllib.loads(RECORD.read_text("utf-8")))
