"""Where does a unit stand now: its newest figure, with what the waves before it say?

A function of published scores and their variances (analytics/statistics/intervals.py) alone. A
plain local level is right about a steady unit and wrong for waves after a real jump (it covers
.04, .28, .69, .83), so jumps are reckoned with, and where one is likely the wave speaks for itself.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.statistics.intervals import LEVEL, quantile
from analytics.statistics.noise import Lines, Noise

JUMP = 0.10
JUMP_SPREAD = 15.0
LIKELY_JUMP = 0.25
SMALL = 8
FAR = 12.0


class RangeOf(IntEnum):
    """What a range rests on: all waves of the piece, or the wave alone and why."""

    NOT_SHOWN = 0
    ALL_WAVES = 1
    JUMPED = 2
    SMALL_AND_NEW = 3
    FAR_FROM_AREA = 4
    FIGURE_OUTSIDE = 5


class Filtered(NamedTuple):
    """Where each unit stood in each wave, knowing that wave and those before; waves x series.

    `mean` and `sd` in points; `p_jump` is the probability that it jumped in this very wave.
    """

    mean: Floats
    sd: Floats
    p_jump: Floats


class Range(NamedTuple):
    """Where a unit stands, from `low` to `high` in points (NaN: not shown), and a RangeOf code."""

    low: Floats
    high: Floats
    rests_on: Ints


class _Mixture(NamedTuple):
    """One hypothesis per wave of the last jump: hypotheses x series."""

    mean: Floats
    variance: Floats
    weight: Floats

    def moments(self) -> tuple[Floats, Floats]:
        """The mean and the variance of all hypotheses together, per series."""
        mean = (self.weight * self.mean).sum(axis=0)
        spread = self.variance + np.square(self.mean - mean)
        return mean, (self.weight * spread).sum(axis=0)


def filtered(lines: Lines, *, noise: Noise, jump: float = JUMP) -> Filtered:
    """Where each unit stood in each wave; what is withheld only widens.

    A local level whose last jump may have been at any wave: a generalised pseudo-Bayes filter
    (Harrison & Stevens 1976, J. R. Statist. Soc. B 38, 205-247) that keeps every hypothesis. A
    piece starts at N(mu, tau²); each wave adds q² and, with probability `jump`, a jump of SD 15.
    """
    shape, begins, area = lines.scores.shape, lines.begins(), lines.area()
    found = Filtered(np.empty(shape), np.empty(shape), np.empty(shape))
    mixture = _Mixture(*np.zeros((3, 0, shape[1])))
    for wave in range(shape[0]):
        mixture = _one_more(mixture, noise=noise, jump=jump)
        mixture = _begun(mixture, begins[wave], area[wave], noise.tau**2)
        mixture = _learned(mixture, lines.scores[wave], noise.lam * lines.variances[wave])
        found.mean[wave], variance = mixture.moments()
        found.sd[wave] = np.sqrt(variance)
        found.p_jump[wave] = np.where(begins[wave], 0.0, mixture.weight[-1])
    return found


def _one_more(mixture: _Mixture, *, noise: Noise, jump: float) -> _Mixture:
    """A wave later: every hypothesis has drifted, and one says that the unit jumped just now."""
    later = mixture._replace(variance=mixture.variance + noise.q**2)
    mean, variance = later.moments()
    new = (mean, variance + JUMP_SPREAD**2, np.full_like(mean, jump))
    stayed = later._replace(weight=later.weight * (1 - jump))
    return _Mixture(*(np.vstack(pair) for pair in zip(stayed, new, strict=True)))


def _begun(mixture: _Mixture, begins: Bools, area: Floats, between: float) -> _Mixture:
    """Where a piece begins, only the newest hypothesis is left: somewhere about the area."""
    if begins.any():
        mixture.mean[-1] = np.where(begins, area, mixture.mean[-1])
        mixture.variance[-1] = np.where(begins, between, mixture.variance[-1])
        mixture.weight[:-1, begins] = 0.0
        mixture.weight[-1, begins] = 1.0
    return mixture


def _learned(mixture: _Mixture, score: Floats, error: Floats) -> _Mixture:
    """Every hypothesis after a score was seen, weighed by how likely it made that score."""
    shown = ~np.isnan(score)
    total = mixture.variance + np.where(shown, error, 1.0)
    off = np.where(shown, score, 0.0) - mixture.mean
    likely = -0.5 * (np.log(total) + off * off / total)
    likely[mixture.weight == 0] = -np.inf  # what cannot be must not set the scale of what can
    weight = mixture.weight * np.exp(likely - likely.max(axis=0))
    weight = np.where(shown, weight / weight.sum(axis=0), mixture.weight)
    gain = np.where(shown, mixture.variance / total, 0.0)
    return _Mixture(mixture.mean + gain * off, mixture.variance * (1 - gain), weight)


def now_range(lines: Lines, found: Filtered, invited: Ints) -> Range:
    """From where to where each unit stands in each wave, within 0 to 100 and 95 % sure.

    `found` is what `filtered` says of the lines, `invited` N, per series or waves x series. The
    wave's own interval, score ± 1.96 √V, stands instead where a jump just now is likelier than
    .25, where fewer than 8 were asked and nothing was before, where a first wave lies more than 12
    from the area, and where the figure beside it would lie outside.
    """
    reach = quantile((1 + LEVEL) / 2)
    low, high = found.mean - reach * found.sd, found.mean + reach * found.sd
    rests_on = _rests_on(lines, found, np.broadcast_to(invited, lines.scores.shape))
    outside = (lines.scores < np.maximum(low, 0)) | (lines.scores > np.minimum(high, 100))
    rests_on[(rests_on == RangeOf.ALL_WAVES) & outside] = RangeOf.FIGURE_OUTSIDE
    own = rests_on > RangeOf.ALL_WAVES
    half = reach * np.sqrt(lines.variances)
    low, high = np.where(own, lines.scores - half, low), np.where(own, lines.scores + half, high)
    hidden = rests_on == RangeOf.NOT_SHOWN
    low[hidden], high[hidden] = np.nan, np.nan
    return Range(np.clip(low, 0, 100), np.clip(high, 0, 100), rests_on)


def _rests_on(lines: Lines, found: Filtered, invited: Ints) -> Ints:
    """What each range rests on, as far as that can be said before the range is known."""
    first = _first_shown(lines)
    far = np.abs(lines.scores - _area_of_piece(lines)) > FAR
    rules = {
        RangeOf.NOT_SHOWN: np.isnan(lines.scores),
        RangeOf.JUMPED: found.p_jump > LIKELY_JUMP,
        RangeOf.SMALL_AND_NEW: first & (invited < SMALL),
        RangeOf.FAR_FROM_AREA: first & far,
    }
    chosen: Ints = np.select(list(rules.values()), [int(each) for each in rules], RangeOf.ALL_WAVES)
    return chosen


def _first_shown(lines: Lines) -> Bools:
    """Which waves are the first of their piece that is shown."""
    shown, begins = ~np.isnan(lines.scores), lines.begins()
    found = np.zeros(shown.shape, dtype=np.bool_)
    before = np.zeros(shown.shape[1], dtype=np.bool_)
    for wave, seen in enumerate(shown):
        before &= ~begins[wave]
        found[wave] = seen & ~before
        before |= seen
    return found


def _area_of_piece(lines: Lines) -> Floats:
    """The mean of the area where each piece began, waves x series."""
    begins, area = lines.begins(), lines.area()
    last = np.maximum.accumulate(np.where(begins, np.arange(len(begins))[:, None], 0), axis=0)
    return np.take_along_axis(area, last, axis=0)
