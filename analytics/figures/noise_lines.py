"""Which published lines say how restless an organisation is, and where its units stand now?

Belonging and alignment of teams, over the statements that waves have in common: what each wave
asked decides which waves go together, so that turns of instruments do not pass for restlessness.
What people say of the pulse itself moves with what is done, and says nothing of that.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats, Ints
from analytics.figures.cells import Cells
from analytics.figures.pieces import Basis, Piece, all_pieces
from analytics.figures.reading import Read
from analytics.statistics.moods import mood
from analytics.statistics.noise import Lines, Noise, area_mean, estimated

USUAL = 60.0
"""The middle of an area that shows nothing."""


class PieceLines(NamedTuple):
    """The lines of some places over the waves of one piece of a measure."""

    measure: str
    piece: Piece
    lines: Lines


def noise_of(read: Read, places: Ints, area: Ints) -> Noise:
    """The noise of an organisation from its lines; `area` says which units stand together."""
    return estimated(_all_of(read, places, area))


def mood_of(read: Read, areas: Ints) -> float:
    """By how much the lines of areas go up and down beside chance; `areas` are their places."""
    return mood(_all_of(read, areas, np.zeros_like(areas)))


def _all_of(read: Read, places: Ints, area: Ints) -> Lines:
    """The lines of all pieces beside each other; none where no composite was asked."""
    found = [one.lines for one in piece_lines(read, places, area)]
    if not found:
        nothing = np.empty((len(read.cells), 0))
        return Lines(nothing, nothing, np.empty(0))
    parts = [(one.scores, one.variances, one.area(), one.begins()) for one in found]
    scores, variances, mu, begins = (np.hstack(part) for part in zip(*parts, strict=True))
    return Lines(scores, variances, mu, begins)


def piece_lines(read: Read, places: Ints, area: Ints) -> Iterator[PieceLines]:
    """The lines of each composite, the newest piece of each first."""
    names = dict.fromkeys(m.id for of in reversed(read.cells) for m in of.wave.composites)
    for name in names:
        asked = [of.wave.measures.get(name) for of in read.cells]
        items = list(dict.fromkeys(i for one in asked if one for i in one.items))
        bits = tuple(sum(1 << items.index(i) for i in one.items) if one else 0 for one in asked)
        nothing = (0,) * len(bits)
        for piece in all_pieces(Basis(bits, bits, nothing, (False,) * len(bits))):
            common = [one for at, one in enumerate(items) if piece.items >> at & 1]
            yield PieceLines(name, piece, _lines(read, name, common, piece.waves, places, area))


def _lines(  # noqa: PLR0913, PLR0917
    read: Read, name: str, items: Sequence[str], waves: Sequence[int], places: Ints, area: Ints
) -> Lines:
    line = read.lines.of[len(read.cells) - 1, places]
    place, run = read.lines.place[:, line], read.lines.run[:, line]
    scores = np.full(place.shape, np.nan)
    variances = scores.copy()
    for at in waves:
        scores[at], variances[at] = figures_over(read.cells[at], name, items, place[at])
    begins = np.zeros(place.shape, dtype=np.bool_)
    begins[1:] = run[1:] != run[:-1]
    return Lines(scores, variances, _area_means(scores, variances, area), begins)


def figures_over(of: Cells, name: str, items: Sequence[str], places: Ints) -> tuple[Floats, Floats]:
    """Scores and V of a measure over those of some statements that each place shows, half at least.

    The published figure where these are all that were asked.
    """
    measure = of.wave.measures[name]
    part = of.of(measure, places)
    if set(items) == set(measure.items):
        found = part.found(measure)
    else:
        found = part.over(items, part.shown(items), needs=-(-len(items) // 2))
    return found.points, part.sampled(measure, found).variance


def _area_means(scores: Floats, variances: Floats, area: Ints) -> Floats:
    found = np.empty(scores.shape[1])
    whole = area_mean(scores, variances)
    for one in np.unique(area):
        mean = area_mean(scores[:, area == one], variances[:, area == one])
        found[area == one] = whole if np.isnan(mean) else mean
    return np.nan_to_num(found, nan=USUAL)
