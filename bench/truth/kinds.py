"""Which organisations is truth measured in?"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from analytics.arrays import Floats
from bench.truth.organisations import Kind
from bench.truth.path import plain
from bench.truth.trees import Shape
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT

TURNS = ("full-a", "short", "full-b", "standard")
MIXED = (5, 6, 8, 12, 20, 30, 6, 8, 10, 12, 20, 30, 5, 15)
"""Teams of an organisation of fourteen."""


@cache
def asked(*keys: str) -> tuple[Instrument, ...]:
    """Shipped instruments, their statements only."""
    bank = load_instruments(CONTENT / "instruments")
    return tuple(plain(bank[key]) for key in keys)


def standard() -> tuple[Instrument, ...]:
    """The same short instrument every time."""
    return asked("standard")


def by_turns() -> tuple[Instrument, ...]:
    """Four instruments, one after the other."""
    return asked(*TURNS)


def teams(count: int) -> tuple[int, ...]:
    """So many teams of 5 to 30 people."""
    return tuple(MIXED[at % len(MIXED)] for at in range(count))


def moved(shape: Shape, waves: int, changes: Floats, who: Sequence[int]) -> Floats:
    """The same changes, a wave each, for some teams (by number) and nobody else."""
    found = np.zeros((waves, len(shape.units)))
    for at in who:
        found[:, [key for key, _, _ in shape.units].index(f"t{at}")] = changes
    return found


STILL: dict[str, object] = {"mood": 0.0, "team_mood": 0.0}
NOBODY_LEAVES: dict[str, object] = {"turnover": (0.0, 0.0)}


def steady(count: int, waves: int, asks: Sequence[Instrument], **other: object) -> Kind:
    """Organisations of so many teams in which nothing changes."""
    return Kind(Shape(teams(count)), waves, asks, **other)  # type: ignore[arg-type]
