"""What does one measure show along some lines, wave by wave, and over which statements?"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from analytics.arrays import NOWHERE, Bools, Floats, Ints
from analytics.figures.cells import Cells, Found
from analytics.figures.lines import Lines
from analytics.figures.measures import Measure
from analytics.figures.pieces import Basis, Growing, Piece, growing
from analytics.figures.verdicts import (
    FIRST_WAVE,
    NONE,
    NOT_COMPARABLE,
    OTHER_PEOPLE,
    OTHER_STATEMENTS,
    TOO_EARLY,
)

WHOLE = 1 << 62
"""Marks, among bits of statements, what was made coarse as a whole."""
FEW = 4
"""So many different columns are looked for one by one; sorting them takes longer."""


class Series(NamedTuple):
    """Scores that can be compared, waves x series, each along one of the `lines`; NaN elsewhere.

    `variances` are with the mood of a wave, `noise` is one per wave, `measures` one per series. It
    is looked at where it `ends`; there `verdict` and `reason` say why a wave stands alone, and
    `fewer` counts the statements where they are fewer than are shown. `withheld` is waves x lines.
    """

    lines: Ints
    measures: Floats
    scores: Floats
    variances: Floats
    noise: Floats
    ends: Bools
    fewer: Ints
    verdict: Ints
    reason: Ints
    withheld: Bools


class Followed:
    """One measure along some lines: what each wave shows of it, and over which statements."""

    def __init__(self, cells: Sequence[Cells], lines: Lines, measure: str, chosen: Ints) -> None:
        self.measures = [of.wave.measures.get(measure) for of in cells]
        asked = (items for one in self.measures if one for items in one.items)
        self._items = {item: at for at, item in enumerate(dict.fromkeys(asked))}
        assert len(self._items) < WHOLE.bit_length() - 1, "statements are bits of one number"
        self.places = lines.place[:, chosen]
        self._run = lines.run[:, chosen]
        self.noise = np.array([of.wave.noise for of in cells])
        inside = [of.held_inside[there] for of, there in zip(cells, self.places, strict=True)]
        self._held = np.array(inside) & (self.places != NOWHERE)
        self._parts = [
            of.of(one, places) if one else None
            for of, one, places in zip(cells, self.measures, self.places, strict=True)
        ]

    @cached_property
    def found(self) -> list[Found | None]:
        """The published figures."""
        pairs = zip(self._parts, self.measures, strict=True)
        return [part.found(one) if part and one else None for part, one in pairs]

    @cached_property
    def published(self) -> tuple[Floats, Floats]:
        """The published scores and their variances, waves x lines; NaN where there is none."""
        scores, variances = np.full((2, *self.places.shape), np.nan)
        for at, (part, one, found) in enumerate(
            zip(self._parts, self.measures, self.found, strict=True)
        ):
            if part and one and found:
                scores[at], variances[at] = found.points, part.sampled(one, found).variance
        return scores, variances

    @cached_property
    def shown(self) -> Ints:
        """The statements behind each figure, waves x lines; 0 where none is shown.

        What was made coarse as a WHOLE shows none of its own: then all that was asked counts.
        """
        table = np.zeros(self.places.shape, dtype=np.int64)
        for at, (part, one, found) in enumerate(
            zip(self._parts, self.measures, self.found, strict=True)
        ):
            if part and one and found:
                bits = self._bits(one)
                behind = (part.shown(one.items) * bits[:, np.newaxis]).sum(axis=0)
                whole = np.where(behind == 0, bits.sum() | WHOLE, behind)
                table[at] = np.where(np.isnan(found.points), 0, whole)
        return table

    @cached_property
    def run(self) -> Ints:
        """Whose run each wave is, waves x lines; an area that left out held teams has its own."""
        own = NOWHERE - 1 - np.arange(len(self._held))[:, np.newaxis]
        return np.where(self._held, own, self._run)

    def basis(self, line: int) -> Basis:
        """What one line rests on."""
        return self._basis(np.concatenate([self.shown[:, line], self.run[:, line]]).tolist())

    def _bases(self) -> Iterator[tuple[Basis, Ints]]:
        """Each different basis, with the lines that rest on it."""
        for column, lines in _alike(np.vstack([self.shown, self.run])):
            yield self._basis(column), lines

    def _basis(self, column: Sequence[int]) -> Basis:
        """The statements a line shows in each wave, then whose runs they are."""
        asked = tuple(
            sum(1 << self._items[item] for item in one.items) if one else 0 for one in self.measures
        )
        behind, run = column[: len(asked)], tuple(column[len(asked) :])
        shown, whole = zip(*((bits & ~WHOLE, bool(bits & WHOLE)) for bits in behind), strict=True)
        return Basis(asked, shown, run, whole)

    def series(self) -> Series:
        """What is looked at to say what changed: each piece as it grows, along each line."""
        measures = [self.family(at) for at in range(len(self.measures))]
        each = [
            (one, basis, lines)
            for basis, lines in self._bases()
            for one in growing(basis, measures)
        ]
        counts = [len(lines) for *_, lines in each]
        lines = np.concatenate([np.zeros(0, dtype=np.int64), *(lines for *_, lines in each)])
        items = np.array([one.piece.items for one, *_ in each], dtype=np.int64)
        many = np.array([one.measures for one, *_ in each], dtype=np.float64)
        table = np.array([_rows(one, basis) for one, basis, _ in each], dtype=np.int64)
        table = table.reshape(len(each), len(measures), len(_NEVER))
        inside, ends, fewer, verdict, reason = np.repeat(table, counts, axis=0).transpose(2, 1, 0)
        scores, variances = self._over(np.repeat(items, counts), inside.astype(np.bool_), lines)
        there = np.vstack([one is not None for one in self.measures]) & (self.places != NOWHERE)
        return Series(
            lines,
            np.repeat(many, counts),
            scores,
            variances + self._moods(lines),
            self.noise,
            ends.astype(np.bool_),
            *(fewer, verdict, reason),
            withheld=there & (self.shown == 0),
        )

    def named(self, items: int) -> tuple[str, ...]:
        """The statements of a set."""
        return tuple(item for item, at in self._items.items() if items >> at & 1)

    def over(self, piece: Piece, line: int) -> tuple[Floats, Floats, Floats]:
        """Scores, variances and moods of a piece along one line, waves x 1; NaN outside it."""
        inside = np.zeros((len(self.measures), 1), dtype=np.bool_)
        inside[list(piece.waves)] = True
        lines = np.array([line])
        return *self._over(np.array([piece.items]), inside, lines), self._moods(lines)

    def _over(self, items: Ints, inside: Bools, lines: Ints) -> tuple[Floats, Floats]:
        """Scores and variances, waves x columns: each a line, over some `items`, where `inside`.

        The published figure where it rests on these very statements, else their mean.
        """
        scores, variances = (np.where(inside, of[:, lines], np.nan) for of in self.published)
        other = inside & (self.shown[:, lines] & ~WHOLE != items)
        for at in np.flatnonzero(other.any(axis=1)).tolist():
            here = other[at]
            scores[at, here], variances[at, here] = self._mean(at, items[here], lines[here])
        return scores, variances

    def _mean(self, at: int, items: Ints, lines: Ints) -> tuple[Floats, Floats]:
        one, part = self.measures[at], self._parts[at]
        assert one is not None, "a wave of a piece asked the measure"
        assert part is not None, "and has cells"
        some, use = part.of(one, lines), items & self._bits(one)[:, np.newaxis] != 0
        of = some.over(one.items, use)
        return of.points, some.sampled(one, of).variance

    def _bits(self, measure: Measure) -> Ints:
        return np.array([1 << self._items[item] for item in measure.items], dtype=np.int64)

    def _moods(self, lines: Ints) -> Floats:
        """What the mood of a wave adds to V where changes are told, waves x lines: in areas only.

        Of many people chance leaves so little that the mood of a wave would pass for news.
        """
        found = np.zeros((len(self.measures), len(lines)))
        for at, part in enumerate(self._parts):
            if part:
                found[at] = part.areas[lines] * part.wave.mood**2
        return found

    def family(self, at: int) -> int:
        """With how many measures it is looked at in a wave."""
        one = self.measures[at]
        return one.family if one else 1


_NEVER: tuple[int, ...] = (False, False, 0, NONE, NONE)


def _rows(one: Growing, basis: Basis) -> list[tuple[int, ...]]:
    """Of a growing piece wave by wave: inside, ends, fewer, verdict, reason."""
    rows, fewer = [_NEVER] * len(basis.shown), 0
    for at in one.piece.waves:
        if basis.shown[at] != one.piece.items:
            fewer = one.piece.items.bit_count()
        ends = at in one.ends
        alone = _alone(basis, at) if ends and at == one.piece.waves[0] else (NONE, NONE)
        rows[at] = (True, ends, fewer, *alone)
    return rows


def _alone(basis: Basis, at: int) -> tuple[int, int]:
    """Why a wave has nothing before it to be compared with."""
    earlier = [before for before in range(at) if basis.shown[before]]
    if not earlier:
        return TOO_EARLY, FIRST_WAVE
    same = basis.run[earlier[-1]] == basis.run[at]
    return NOT_COMPARABLE, OTHER_STATEMENTS if same else OTHER_PEOPLE


def _alike(table: Ints) -> Iterator[tuple[list[int], Ints]]:
    """Each different column of a table, with where it stands; mostly there are few."""
    left = np.arange(table.shape[1])
    if not len(left):
        return
    for _ in range(FEW):
        first = table[:, left[:1]]
        same = (table[:, left] == first).all(axis=0)
        yield first[:, 0].tolist(), left[same]
        left = left[~same]
        if not len(left):
            return
    different, which = np.unique(table[:, left], axis=1, return_inverse=True)
    order = np.argsort(which, kind="stable")
    ends = np.cumsum(np.bincount(which, minlength=different.shape[1]))
    for at, lines in enumerate(np.split(order, ends[:-1])):
        yield different[:, at].tolist(), left[lines]
