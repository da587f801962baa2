"""How often is "rose" said of an experiment, one that did nothing and one that helped?"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats
from analytics.figures.noise_lines import piece_lines
from analytics.published.cells import Scope
from analytics.statistics.forecast import Outcome, effect, forecast
from analytics.statistics.noise import Lines
from bench.truth.path import Seen
from bench.truth.shares import Share

CLEAR_FALL = -1.96


class Looked(NamedTuple):
    """One piece of the teams of an organisation: before, and what may be said after it.

    `rose` with the mean of the waves after, or at any of the looks that a page takes.
    """

    seen: Seen
    past: Lines
    rose: Bools
    shown: Bools


def looked(
    found: Iterable[Seen], *, before: int, after: int, each: bool = False
) -> Iterator[Looked]:
    """What is said after so many waves; with `each`, after the first of them too."""
    for seen in found:
        read = seen.read.until(seen.read.cells[before + after - 1].wave.key)
        for one in piece_lines(read, seen.teams, seen.shape.above[seen.shape.is_team]):
            past = _until(one.lines, before)
            stood = forecast(past, noise=seen.noise[before - 1])
            came = one.lines.scores[before:], one.lines.variances[before:]
            looks = range(1 if each else after, after + 1)
            outcomes = [effect(stood, *(part[:look] for part in came)).outcome for look in looks]
            rose = np.any([outcome == Outcome.ROSE for outcome in outcomes], axis=0)
            yield Looked(seen, past, rose, outcomes[-1] != Outcome.NOT_SHOWN)


def false_effects(
    found: Iterable[Seen], *, before: int, after: int, each: bool = False
) -> dict[str, Share]:
    """By how the team was chosen after so many waves, where nothing was done: how often "rose"."""
    shares: dict[str, Share] = {}
    for one in looked(found, before=before, after=after, each=each):
        for name, chosen in selections(one.past).items():
            shares.setdefault(name, Share()).add(one.rose, chosen & one.shown)
    return shares


def found_effects(
    found: Iterable[Seen], *, who: Sequence[int], before: int, after: int
) -> dict[int, Share]:
    """By size, of the teams that really rose after so many waves: how often "rose"."""
    shares: dict[int, Share] = {}
    for one in looked(found, before=before, after=after):
        for team in who:
            here = one.seen.teams == one.seen.read.places[f"t{team}", Scope.TEAM]
            share = shares.setdefault(one.seen.shape.teams[team], Share())
            share.add(one.rose, here & one.shown & ~np.isnan(one.past.scores[-1]))
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
