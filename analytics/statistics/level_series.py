"""How is a line read for its levels: shown waves first, and the price of a cut after each?"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.statistics.level_cuts import Prices

ONE_WAVE = 2.0
"""What a last level of a single wave costs beside its cut."""

CELLS = 2**19
"""Levels looked at in one go: what bounds the memory."""


class Chunk(NamedTuple):
    """Some series, their shown waves first: `order` is the row of each, `shown` whether it is."""

    where: slice
    order: Ints
    shown: Bools
    scores: Floats
    weights: Floats
    middle: Floats
    beta: Floats
    noise: Floats

    @property
    def prices(self) -> Prices:
        return Prices(self.noise * self.beta, self.noise * ONE_WAVE)


def beta(waves: Floats, measures: Floats) -> Floats:
    """The price of a cut: 4 + 2 ln T + 1.5 ln(max(C, 2)/2), T waves so far, C measures on a page.

    From the study in which steady lines are cut in 3 % and falls found soon (simulated_lines.py).
    """
    return 4 + 2 * np.log(waves) + 1.5 * np.log(np.maximum(measures, 2) / 2)


def chunks(
    scores: Floats, variances: Floats, measures: Floats | float, noise: Floats | float
) -> Iterator[Chunk]:
    waves, series = scores.shape
    families = np.broadcast_to(np.asarray(measures, dtype=np.float64), series)
    per_wave = np.broadcast_to(np.asarray(noise, dtype=np.float64), waves)
    assert bool((per_wave >= 1).all()), "noise never makes a wave surer than it is"
    so_far = np.arange(1.0, waves + 1)[:, None]
    size = max(1, CELLS // max(1, waves * waves))
    for at in range(0, series, size):
        where = slice(at, at + size)
        absent = np.isnan(scores[:, where])
        order = np.argsort(absent, axis=0, kind="stable")
        shown = ~np.take_along_axis(absent, order, axis=0)
        y = np.where(shown, np.take_along_axis(scores[:, where], order, axis=0), 0.0)
        v = np.where(shown, np.take_along_axis(variances[:, where], order, axis=0), 1.0)
        assert bool((v > 0).all()), "a published score is never certain"
        middle = y.sum(axis=0) / np.maximum(shown.sum(axis=0), 1)
        yield Chunk(
            where=where,
            order=order,
            shown=shown,
            scores=np.where(shown, y - middle, 0.0),
            weights=1 / v,
            middle=middle,
            beta=beta(so_far, families[where]),
            noise=per_wave[order],
        )
