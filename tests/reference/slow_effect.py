"""What came of an experiment, slowly: one figure of one unit, from the published rows alone.

Nothing of analytics.figures or of the fast forecast is used: waves are looked at one after another,
both filters are the slow one, and the errors are counted step by step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from analytics.statistics.noise import Noise
from tests.reference.slow_filter import Wave, stands

SURE = 1.959964


@dataclass(frozen=True)
class Row:
    """One published wave of a measure: when it opened and closed, its score and variance V."""

    opened: date
    closed: date
    score: float | None
    variance: float = 0.0


@dataclass(frozen=True)
class SlowEffect:
    """What came of it: the word, before and after, and from where to where it might have gone."""

    came: str
    before: float | None = None
    after: float | None = None
    least: float = 0.0
    most: float = 100.0
    low: float = 0.0
    high: float = 100.0


def slow_effect(
    rows: Sequence[Row], *, started: date, pays: date, mu: float, noise: Noise
) -> SlowEffect:
    """Of one line of one piece, whose area stood at `mu` when it began."""
    after = [at for at, row in enumerate(rows) if row.opened >= pays and row.score is not None][:2]
    if not after:
        return SlowEffect("too early")
    last = max(at for at, row in enumerate(rows) if row.closed <= started)
    past = [Wave(row.score, row.variance, mu) for row in rows[: last + 1]]
    reached = sum(rows[at].score or 0.0 for at in after) / len(after)
    ends, wide = [], []
    for jump in (0.05, 0.0):
        stood = stands(past, noise, jump=jump)[-1]
        total = stood.sd**2
        for step in range(last + 1, after[-1] + 1):
            # The drift of a wave is in it and in all those after it that count.
            share = sum(at >= step for at in after) / len(after)
            total += (noise.q * share) ** 2
        total += sum(noise.lam * rows[at].variance for at in after) / len(after) ** 2
        ends.append(stood.mean)
        wide.append((stood.mean - SURE * sqrt(total), stood.mean + SURE * sqrt(total)))
    least, most = min(low for low, _ in wide), max(high for _, high in wide)
    came = "cannot be told from what would have come anyway"
    if reached > most:
        came = "rose"
    elif reached < least:
        came = "fell"
    before = [row.score for row in rows[: last + 1] if row.score is not None][-1]
    return SlowEffect(came, before, reached, least, most, min(ends), max(ends))
