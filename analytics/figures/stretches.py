"""Which waves does a line join, measure by measure, and on which levels do they lie?"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats
from analytics.figures.followed import Followed
from analytics.figures.line import Level, Stretch
from analytics.figures.pieces import Piece, all_pieces
from analytics.statistics.intervals import Estimate
from analytics.statistics.levels import Picture, picture


class _Joined(NamedTuple):
    """A piece of one measure, and what is drawn of it: waves x 1."""

    of: int
    piece: Piece
    scores: Floats
    variances: Floats
    moods: Floats


def stretches(
    each: Sequence[Followed], line: int, kept: Sequence[int]
) -> list[tuple[Stretch, ...]]:
    """Of each measure along one line, put together from its latest wave back.

    `kept` are the waves that are about the unit; a stretch counts among them.
    """
    joined = [
        _Joined(of, piece, *(part[kept] for part in followed.over(piece, line)))
        for of, followed in enumerate(each)
        for piece in all_pieces(followed.basis(line))
    ]
    found: list[list[Stretch]] = [[] for _ in each]
    pictures = _pictures(joined, each)
    for at, one in enumerate(joined):
        found[one.of].append(_stretch(one, each[one.of], line, kept, pictures[at]))
    return [tuple(some) for some in found]


def _pictures(joined: Sequence[_Joined], each: Sequence[Followed]) -> dict[int, Picture]:
    """The levels of each piece, by its place, with what was known when its last wave closed."""
    found: dict[int, Picture] = {}
    for last in {one.piece.waves[-1] for one in joined}:
        those = [at for at, one in enumerate(joined) if one.piece.waves[-1] == last]
        some = [joined[at] for at in those]
        scores = np.hstack([one.scores for one in some])
        chance = np.hstack([one.variances + one.moods for one in some])
        many = np.array([each[one.of].family(last) for one in some], dtype=np.float64)
        whole = picture(scores, chance, measures=many, noise=float(each[0].noise[last]))
        for column, at in enumerate(those):
            found[at] = Picture._make(part[:, column] for part in whole)
    return found


def _stretch(
    one: _Joined, followed: Followed, line: int, kept: Sequence[int], found: Picture
) -> Stretch:
    basis, piece = followed.basis(line), one.piece
    waves = tuple(map(kept.index, piece.waves))
    alike = all(basis.shown[at] == piece.items for at in piece.waves)
    drawn = zip(one.scores[list(waves), 0], one.variances[list(waves), 0], strict=True)
    return Stretch(
        waves=waves,
        drawn=tuple(Estimate(float(score), float(known)) for score, known in drawn),
        levels=tuple(_levels(waves, found)),
        items=None if alike else followed.named(piece.items),
        run=basis.run[piece.waves[-1]],
    )


def _levels(waves: Sequence[int], found: Picture) -> Iterator[Level]:
    for level in dict.fromkeys(int(found.level_of[at]) for at in waves):
        there = tuple(at for at in waves if found.level_of[at] == level)
        spikes = tuple(at for at in there if found.spike[at])
        yield Level(there, float(found.means[there[0]]), spikes)
