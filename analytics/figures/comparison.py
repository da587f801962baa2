"""What changed since when, how surely, and if nothing can be said, why? The one comparison.

Every page, paper and file says of a change what stands here (statistics.md, second version): the
waves of a line that can be compared (analytics.figures.pieces) are told as levels
(analytics.statistics.levels), and the verdict is the step between the last two.
"""

from collections.abc import Sequence
from math import erf, sqrt
from typing import NamedTuple

import numpy as np

from analytics.arrays import NOWHERE, Bools, Floats, Ints
from analytics.figures.cells import Cells
from analytics.figures.followed import Followed
from analytics.figures.lines import Lines
from analytics.figures.pieces import Basis, Piece, pieces_at
from analytics.figures.verdicts import (
    FELL,
    FIRST_WAVE,
    NONE,
    NOT_COMPARABLE,
    OTHER_PEOPLE,
    OTHER_STATEMENTS,
    ROSE,
    TOO_EARLY,
    WITHHELD,
)
from analytics.statistics.intervals import LEVEL, quantile
from analytics.statistics.levels import Said, said, verdict_of

POWER = 0.80
CLEAR = 0.6
"""How near to 0, in points, a range comes that leaves it out, so that it does when rounded."""
AT_ONCE = 1 << 12
"""How many lines are worked on together, so that memory does not grow with the organisation."""


class Compared(NamedTuple):
    """What is said of one measure at each wave, waves x lines; NaN, NOWHERE and 0 where nothing.

    `since` is the first wave of the newest level, which stands at `now` after one `before`. A
    `difference` is between those two where a change is said, else of the newest wave against its
    level, with an interval of `confidence` per cent that holds 0; `smallest` is the change that
    would be told apart four times in five. `over` counts the statements behind it where the waves
    share fewer than the published figures rest on.
    """

    difference: Floats
    low: Floats
    high: Floats
    confidence: Floats
    smallest: Floats
    before: Floats
    now: Floats
    since: Ints
    over: Ints
    verdict: Ints
    reason: Ints

    def at(self, line: Ints) -> "Compared":
        """The same of other lines: `line` is waves x places."""
        if (line == np.arange(self.since.shape[1])[: line.shape[1]]).all():
            return Compared._make(part[:, : line.shape[1]] for part in self)
        wave = np.arange(len(line))[:, np.newaxis]
        return Compared._make(part[wave, line] for part in self)


def compared(cells: Sequence[Cells], lines: Lines, measure: str) -> Compared:
    """What is said of a measure at each wave along all lines."""
    count = lines.place.shape[1]
    parts = [
        follow(Followed(cells, lines, measure, np.arange(at, min(at + AT_ONCE, count))))
        for at in range(0, max(count, 1), AT_ONCE)
    ]
    return Compared._make(np.hstack(column) for column in zip(*parts, strict=True))


def follow(followed: Followed) -> Compared:
    """What is said of a measure at each wave along the lines it is followed on."""
    told, columns = _nothing(followed), _columns(followed)
    families = np.array([followed.family(at) for at in range(len(followed.measures))])
    for family in sorted(set(families[columns.ends.any(axis=1)].tolist())):
        looked_at = columns.ends & (families == family)[:, np.newaxis]
        _tell(told, followed, columns, looked_at, family)
    return told


class _Job(NamedTuple):
    """A piece as it grows: the waves at whose end it is looked at, each ending a part of it."""

    piece: Piece
    ends: tuple[int, ...]


class _Columns(NamedTuple):
    """Pieces along lines, a column each: over which `items`, and for each wave (waves x columns)
    whether it is `inside`, whether it `ends` what is looked at, how many statements are behind it
    where they are fewer than are shown, and what is said of it if it stands alone.
    """

    lines: Ints
    items: Ints
    inside: Bools
    ends: Bools
    fewer: Ints
    verdict: Ints
    reason: Ints


def _columns(followed: Followed) -> _Columns:
    each = [
        (job, basis, lines) for basis, lines in followed.bases() for job in _jobs(pieces_at(basis))
    ]
    waves = len(followed.measures)
    counts = [len(lines) for *_, lines in each]
    said = [_said_of(job, basis, waves) for job, basis, _ in each]
    table = np.array(said, dtype=np.int64).reshape(len(each), waves, len(_NEVER))
    inside, ends, fewer, verdict, reason = np.repeat(table, counts, axis=0).transpose(2, 1, 0)
    return _Columns(
        np.concatenate([np.zeros(0, dtype=np.int64), *(lines for *_, lines in each)]),
        np.repeat(np.array([job.piece.items for job, *_ in each], dtype=np.int64), counts),
        inside.astype(np.bool_),
        ends.astype(np.bool_),
        fewer,
        verdict,
        reason,
    )


_NEVER: tuple[int, ...] = (False, False, 0, NONE, NONE)


def _said_of(job: _Job, basis: Basis, waves: int) -> list[tuple[int, ...]]:
    """The columns of a job from `inside` on, wave by wave."""
    rows, fewer = [_NEVER] * waves, 0
    first, ends = job.piece.waves[0], {*job.ends}
    for at in job.piece.waves:
        if basis.shown[at] != job.piece.items:
            fewer = job.piece.items.bit_count()
        alone = _alone(basis, at) if at == first and at in ends else (NONE, NONE)
        rows[at] = (True, at in ends, fewer, *alone)
    return rows


def _jobs(pieces: Sequence[Piece | None]) -> list[_Job]:
    """Pieces of which one begins with the other are one series, looked at more than once."""
    found: list[_Job] = []
    for at, piece in enumerate(pieces):
        if piece is None:
            continue
        longer = (n for n, job in enumerate(found) if _goes_on(job.piece, piece))
        place = next(longer, None)
        if place is None:
            found.append(_Job(piece, (at,)))
        else:
            found[place] = _Job(piece, (*found[place].ends, at))
    return found


def _goes_on(before: Piece, piece: Piece) -> bool:
    return before.items == piece.items and before.waves == piece.waves[:-1]


def _nothing(followed: Followed) -> Compared:
    """Nothing said yet, but that a figure is withheld."""
    shape = followed.places.shape
    there = np.vstack([one is not None for one in followed.measures]) & (followed.places != NOWHERE)
    withheld = there & (followed.shown == 0)
    numbers = [np.full(shape, np.nan) for _ in range(7)]
    since, over = np.full(shape, NOWHERE), np.zeros(shape, dtype=np.int64)
    said = np.where(withheld, NOT_COMPARABLE, NONE), np.where(withheld, WITHHELD, NONE)
    return Compared._make([*numbers, since, over, *said])


def _tell(
    told: Compared, followed: Followed, columns: _Columns, looked_at: Bools, family: int
) -> None:
    """Fill in what is said at the waves where a measure is looked at with so many others."""
    chosen = looked_at.any(axis=0)
    if not chosen.all():
        columns = _Columns._make(part[..., chosen] for part in columns)
        looked_at = looked_at[:, chosen]
    scores, variances = followed.along(columns.items, columns.inside, columns.lines)
    variances += followed.moods(columns.lines)
    found = said(scores, variances, measures=family, noise=followed.noise)
    verdicts = verdict_of(found)
    for at in range(len(looked_at)):
        here = (at, np.flatnonzero(looked_at[at]))
        where = (at, columns.lines[here[1]])
        newest = scores[here], variances[here] * followed.noise[at]
        alone = columns.verdict[here]
        _write(told, where, Said._make(part[here] for part in found), newest, verdicts[here])
        told.verdict[where] = np.where(alone == NONE, verdicts[here], alone)
        told.reason[where] = columns.reason[here]
        told.over[where] = columns.fewer[here]


def _alone(basis: Basis, at: int) -> tuple[int, int]:
    """Why a wave has nothing before it to be compared with."""
    earlier = [before for before in range(at) if basis.shown[before]]
    if not earlier:
        return TOO_EARLY, FIRST_WAVE
    same = basis.run[earlier[-1]] == basis.run[at]
    return NOT_COMPARABLE, OTHER_STATEMENTS if same else OTHER_PEOPLE


def _write(
    told: Compared,
    where: tuple[int, Ints],
    found: Said,
    newest: tuple[Floats, Floats],
    verdict: Ints,
) -> None:
    """What is said at one wave along some lines; `newest` are its scores and their variances."""
    stepped = (verdict == ROSE) | (verdict == FELL)
    alone = np.isnan(found.rest)
    rested = np.where(alone, found.before, found.rest)
    apart = np.where(alone, found.before_variance, found.rest_variance)
    difference = np.where(stepped, found.level - found.before, newest[0] - rested)
    steps = found.level_variance + found.before_variance
    error = np.sqrt(np.where(stepped, steps, newest[1] + apart))
    usual = quantile((1 + LEVEL) / 2)
    sure = np.where(stepped, usual, found.threshold)
    reach = sure * error
    ends = difference - reach, difference + reach
    low, high = _agreeing(difference, ends, stepped)
    told.difference[where] = difference
    told.low[where] = np.maximum(-100.0, low)
    told.high[where] = np.minimum(100.0, high)
    told.confidence[where] = np.where(np.isnan(difference), np.nan, _in_per_cent(sure))
    smallest = (found.threshold + quantile(POWER)) * error
    # What is not told apart is smaller than what would be.
    told.smallest[where] = np.where(stepped, smallest, np.maximum(smallest, np.abs(difference)))
    told.before[where] = np.where(stepped, found.before, np.nan)
    told.now[where] = found.level
    told.since[where] = found.since


def _agreeing(
    difference: Floats, ends: tuple[Floats, Floats], stepped: Bools
) -> tuple[Floats, Floats]:
    """The ends of a range as they may stand beside a verdict: it never says the contrary."""
    low, high = ends
    clear = np.minimum(CLEAR, np.abs(difference))
    low = np.where(stepped & (low > 0), np.maximum(low, clear), low)
    high = np.where(stepped & (high < 0), np.minimum(high, -clear), high)
    return (
        np.where(stepped, low, np.minimum(0.0, low)),
        np.where(stepped, high, np.maximum(0.0, high)),
    )


def _in_per_cent(z: Floats) -> Floats:
    """How likely so many errors either way hold a difference; few of them are different."""
    found, left = np.full(z.shape, np.nan), ~np.isnan(z)
    while left.any():
        one = float(z[left.argmax()])
        found[z == one] = 100 * erf(one / sqrt(2))
        left &= z != one
    return found
