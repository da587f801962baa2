"""Which waves of one line can be compared, and over which statements? (statistics.md, Pieces)

A piece is waves about the same people, over a common set of statements that is at least half of
what each of them asked. Of all such sets the one that keeps the most waves is taken, then the
largest; a wave that does not show them all stands beside the piece and does not cut it. Each wave
looks back for itself, so what is said of it never depends on a later one.

Statements are bits of a whole number throughout, in an order that the caller keeps.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from analytics.arrays import NOWHERE

MOST_SETS = 256
"""The most common sets that are looked at on the way; with more, those that keep fewest go."""


class Basis(NamedTuple):
    """What a line rests on, wave by wave: the statements asked and shown, and whose run it is.

    `shown` is 0 where a wave has no figure. What was made coarse as a `whole` (held teams, as rules
    up to 3 had it) shows none of its own: it counts as all that were asked, and as nothing less.
    """

    asked: tuple[int, ...]
    shown: tuple[int, ...]
    run: tuple[int, ...]
    whole: tuple[bool, ...]


class Piece(NamedTuple):
    """Waves that can be compared, oldest first, over the statements all of them show."""

    items: int
    waves: tuple[int, ...]


@lru_cache(maxsize=1 << 14)
def pieces_at(basis: Basis) -> tuple[Piece | None, ...]:
    """For each wave the piece that ends there, looking back; None where it shows nothing."""
    return tuple(_piece(basis, range(at + 1)) for at in range(len(basis.shown)))


@lru_cache(maxsize=1 << 14)
def all_pieces(basis: Basis) -> tuple[Piece, ...]:
    """Every wave that shows something in one piece, put together from the latest back."""
    left, found = [at for at, shown in enumerate(basis.shown) if shown], list[Piece]()
    while left:
        piece = _piece(basis, left)
        assert piece is not None, "the last of these waves shows something"
        found.append(piece)
        left = [at for at in left if at not in piece.waves]
    return tuple(found)


class Growing(NamedTuple):
    """A piece as it grows: the waves at whose end it is looked at, with so many measures."""

    piece: Piece
    measures: int
    ends: tuple[int, ...]

    def goes_on(self, piece: Piece, measures: int) -> bool:
        """Whether a later piece is this one with more waves."""
        mine, theirs = self.piece.waves, piece.waves[: len(self.piece.waves)]
        return (self.piece.items, self.measures, mine) == (piece.items, measures, theirs)


def growing(basis: Basis, measures: Sequence[int]) -> list[Growing]:
    """The pieces that end at any wave, those that begin alike as one; `measures` wave by wave."""
    found: list[Growing] = []
    for at, (piece, many) in enumerate(zip(pieces_at(basis), measures, strict=True)):
        if piece is None:
            continue
        shorter = (n for n, one in enumerate(found) if one.goes_on(piece, many))
        place = next(shorter, len(found))
        ends = (*found[place].ends, at) if place < len(found) else (at,)
        found[place : place + 1] = [Growing(piece, many, ends)]
    return found


class _Group(NamedTuple):
    """Waves that show the same, and how many statements they must share with the last one."""

    shown: int
    least: int
    whole: bool
    waves: tuple[int, ...]

    def bears(self, items: int) -> bool:
        """Whether these waves can be given over so many statements."""
        there = items == self.shown if self.whole else not items & ~self.shown
        return there and items.bit_count() >= self.least


def _piece(basis: Basis, waves: Sequence[int]) -> Piece | None:
    """The best piece that ends with the last of these waves."""
    mine = basis.shown[waves[-1]]
    if not mine:
        return None
    groups = _groups(basis, waves)
    if all(group.bears(mine) for group in groups):
        best = mine
    else:
        best = max(_sets(basis.whole[waves[-1]], mine, groups), key=lambda s: _worth(s, groups))
    kept = [group for group in groups if group.bears(best)]
    common = mine
    for group in kept:
        common &= group.shown
    return Piece(common, tuple(sorted(at for group in kept for at in group.waves)))


def _groups(basis: Basis, waves: Sequence[int]) -> list[_Group]:
    """The waves about the same people as the last one; that is always in its own piece, however
    little of what was asked it shows.
    """
    *before, last = waves
    found = {(basis.shown[last], 1, basis.whole[last]): [last]}
    asked = basis.asked[last].bit_count()
    for at in before:
        if basis.shown[at] and basis.run[at] == basis.run[last] != NOWHERE:
            least = -(-max(basis.asked[at].bit_count(), asked) // 2)
            found.setdefault((basis.shown[at], least, basis.whole[at]), []).append(at)
    return [_Group(*named, tuple(those)) for named, those in found.items()]


def _sets(whole: bool, mine: int, groups: Sequence[_Group]) -> set[int]:
    """The sets of statements that the last wave shares with some of the others."""
    found = {mine}
    if whole:
        return found
    least = min((group.least for group in groups[1:]), default=1)
    for group in groups:
        new = {items & group.shown for items in found}
        found |= {items for items in new if items.bit_count() >= least}
        if len(found) > MOST_SETS:
            ranked = sorted(found, key=lambda items: _worth(items, groups), reverse=True)
            found = {mine, *ranked[:MOST_SETS]}
    return found


def _worth(items: int, groups: Sequence[_Group]) -> tuple[int, int, int]:
    """How many waves a set keeps, how large it is; then any fixed order."""
    kept = sum(len(group.waves) for group in groups if group.bears(items))
    return kept, items.bit_count(), -items
