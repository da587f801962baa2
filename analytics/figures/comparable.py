"""Since which earlier wave can a figure be said to have changed, and by how much?"""

from collections.abc import Sequence
from typing import NamedTuple

from analytics.figures.timeline import Step, last_shown, step
from analytics.figures.wave_cells import Measure, WaveCells, compare
from analytics.statistics.change import changes


class Asked(NamedTuple):
    """A measure of the last of some waves, which are oldest first."""

    waves: Sequence[WaveCells]
    measure: Measure


def last_comparable(asked: Asked) -> WaveCells | None:
    """The latest earlier wave with which the last can be compared; if none can, the last shown.

    None where the last wave, or every earlier one, shows no figure.
    """
    *earlier, now = asked.waves
    if now.score(asked.measure.id) is None:
        return None
    found = (wave for wave in reversed(earlier) if compare(wave, now, asked.measure))
    return next(found, None) or last_shown(earlier, asked.measure.id)


def changes_since(family: Sequence[Asked]) -> list[Step | None]:
    """How each figure stands to its last comparable wave; all are one family of tests."""
    befores = [last_comparable(asked) for asked in family]
    compared = [
        compare(before, asked.waves[-1], asked.measure) if before else None
        for before, asked in zip(befores, family, strict=True)
    ]
    said = changes([(c.before, c.after) if c else None for c in compared])
    return [
        step(before, asked.waves[-1], c, change) if before else None
        for before, asked, c, change in zip(befores, family, compared, said, strict=True)
    ]
