"""How often is "rose" said of an experiment that did nothing, however its team was chosen?"""

from collections.abc import Iterable

import numpy as np

from analytics.arrays import Bools, Floats
from analytics.figures.noise_lines import piece_lines
from analytics.statistics.forecast import Outcome, effect, forecast
from analytics.statistics.noise import Lines
from bench.truth.path import Seen
from bench.truth.shares import Share

CLEAR_FALL = -1.96


def false_effects(
    found: Iterable[Seen], *, before: int, after: int, each: bool = False
) -> dict[str, Share]:
    """By how the team was chosen after so many waves: "rose" with the mean of those after.

    With `each`, "rose" as a page may say it: after the first of them, or with more.
    """
    shares: dict[str, Share] = {}
    for seen in found:
        read = seen.read.until(seen.read.cells[before + after - 1].wave.key)
        for one in piece_lines(read, seen.teams, seen.shape.above[seen.shape.is_team]):
            past = _until(one.lines, before)
            stood = forecast(past, noise=seen.noise[before - 1])
            came = one.lines.scores[before:], one.lines.variances[before:]
            looks = range(1 if each else after, after + 1)
            outcomes = [effect(stood, *(part[:look] for part in came)).outcome for look in looks]
            rose = np.any([outcome == Outcome.ROSE for outcome in outcomes], axis=0)
            for name, chosen in selections(past).items():
                share = shares.setdefault(name, Share())
                share.add(rose, chosen & (outcomes[-1] != Outcome.NOT_SHOWN))
    return shares


def _until(lines: Lines, waves: int) -> Lines:
    upto = slice(waves)
    return Lines(lines.scores[upto], lines.variances[upto], lines.mu, lines.begins()[upto])


def selections(past: Lines) -> dict[str, Bools]:
    """The ways in which people choose where to try something: which teams."""
    last, previous = past.scores[-1], past.scores[-2]
    fallen = (last - previous) / np.sqrt(past.variances[-1] + past.variances[-2])
    return {
        "any": ~np.isnan(last),
        "after a clear fall": fallen < CLEAR_FALL,
        "most fallen": _lowest(fallen),
        "lowest": _lowest(last),
        "lowest of those that fell": _lowest(np.where(fallen < 0, last, np.nan)),
    }


def _lowest(values: Floats) -> Bools:
    found = np.zeros(len(values), dtype=np.bool_)
    if not np.isnan(values).all():
        found[int(np.nanargmin(values))] = True
    return found
