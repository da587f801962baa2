"""Do shown ranges hold what is true: the interval of a wave, and where a unit stands now?"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.figures.noise_lines import PieceLines, figures_over, piece_lines
from analytics.published.cells import Scope
from analytics.statistics.intervals import LEVEL, quantile
from analytics.statistics.now import Range, filtered, now_range
from bench.truth.path import Seen, composites_of
from bench.truth.shares import Share


def truth_of(
    seen: Seen, wave: int, items: Sequence[str], places: Ints, *, calm: bool = False
) -> Floats:
    """The true score over those of some statements that each place shows, NaN where none."""
    of = seen.read.cells[wave]
    asked = {item.id: at for at, item in enumerate(of.wave.instrument.statements)}
    table = (seen.calm if calm else seen.truth)[wave][places][:, [asked[item] for item in items]].T
    shown = of.shown(items)[:, places]
    count = shown.sum(axis=0)
    true: Floats = np.where(shown, table, 0).sum(axis=0) / np.where(count > 0, count, np.nan)
    return true


def intervals_hold(found: Iterable[Seen], *, calm: bool = False) -> dict[int, Share]:
    """By size of team, whether the published intervals of composites hold the truth, every wave."""
    shares: dict[int, Share] = {}
    reach = quantile((1 + LEVEL) / 2)
    for seen in found:
        for wave, of in enumerate(seen.read.cells):
            for name in composites_of(seen):
                items = of.wave.measures[name].items
                score, variance = figures_over(of, name, items, seen.teams)
                true = truth_of(seen, wave, items, seen.teams, calm=calm)
                low, high = score - reach * np.sqrt(variance), score + reach * np.sqrt(variance)
                _add(shares, seen.sizes, (low <= true) & (true <= high), ~np.isnan(score))
    return shares


def _add(shares: dict[int, Share], sizes: Ints, hits: Bools, could: Bools) -> None:
    for size in np.unique(sizes).tolist():
        shares.setdefault(size, Share()).add(hits, could & (sizes == size))


@lru_cache(maxsize=8)
def newest(seen: Seen, wave: int) -> list[tuple[PieceLines, Range]]:
    """Where the teams stand now in one wave, over the piece that ends there."""
    found = []
    read = seen.read.until(seen.read.cells[wave].wave.key)
    for one in piece_lines(read, seen.teams, seen.shape.above[seen.shape.is_team]):
        if one.piece.waves[-1] == wave:
            stood = filtered(one.lines, noise=seen.noise[wave])
            found.append((one, now_range(one.lines, stood, seen.sizes)))
    return found


def now_holds(
    found: Iterable[Seen], *, waves: Sequence[int], calm: bool = False
) -> dict[int, Share]:
    """By size of team, whether the ranges of now hold the truth, in some of the waves."""
    shares: dict[int, Share] = {}
    for seen in found:
        for wave in waves:
            for hits, could in _held(seen, wave, calm=calm):
                _add(shares, seen.sizes, hits, could)
    return shares


def _held(seen: Seen, wave: int, *, calm: bool) -> Iterable[tuple[Bools, Bools]]:
    for one, said in newest(seen, wave):
        asked = seen.read.cells[wave].wave.measures[one.measure].items
        items = common_items(seen, one)
        assert set(items) <= set(asked), "a piece is over what its last wave asked"
        true = truth_of(seen, wave, items, seen.teams, calm=calm)
        low, high = said.low[wave], said.high[wave]
        yield (low <= true) & (true <= high), ~np.isnan(low)


def common_items(seen: Seen, one: PieceLines) -> list[str]:
    """The statements that all waves of a piece asked."""
    asked = [seen.read.cells[at].wave.measures[one.measure].items for at in one.piece.waves]
    return [item for item in asked[-1] if all(item in items for items in asked)]


def after_a_jump(found: Iterable[Seen], *, who: int, at: int, after: int) -> list[Share]:
    """For 0 to `after` waves after a team jumped, whether its range of now holds the truth."""
    shares = [Share() for _ in range(after + 1)]
    for seen in found:
        place = int(np.flatnonzero(seen.teams == seen.read.places[f"t{who}", Scope.TEAM])[0])
        for later, share in enumerate(shares):
            for hits, could in _held(seen, at + later, calm=False):
                share.add(hits[place], could[place])
    return shares


def together(shares: dict[int, Share], keep: Callable[[int], bool]) -> Share:
    """The share over some sizes."""
    return sum((one for size, one in shares.items() if keep(size)), Share())
