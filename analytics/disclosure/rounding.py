"""How much of a figure may be seen: every number is made coarse, as a fixed function of n.

All arithmetic is on whole numbers. A value goes to the nearest multiple of its step, a tie to the
even multiple, and is then kept within its range: the ends are merged, so that a figure at the end
never says that everybody answered alike. A figure about fewer people than it needs is not lifted to
look like one that is not: nothing can be published then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from operator import mul

from analytics.published.cells import Band
from survey.errors import UnsafeFigure
from survey.questionnaire.scale import sides
from survey.text import sentence

FINER_FROM = 8
FINEST_FROM = 30
EXACT_TENS_FROM = 30
TENS_OF_PARTICIPATION_FROM = 20


@dataclass(frozen=True, slots=True)
class Grain:
    """How coarse: the step in points, and how far from 0 and from 100 a value is kept."""

    step: int
    margin: int

    def of(self, numerator: int, denominator: int) -> int:
        """numerator / denominator, a figure on 0-100, made this coarse."""
        value = nearest(numerator, denominator, self.step)
        return min(max(value, self.margin), 100 - self.margin)


COARSE, FINER, FINEST = Grain(10, 10), Grain(5, 5), Grain(2, 2)
# One tick of n is a larger step than one point of one answer: the ends reach further in, so that
# nobody, or everybody, looks like one more, or one fewer, for every n
# (tests/disclosure/test_rounding.py).
SIGN_COARSE, SIGN_FINER, SIGN_FINEST = Grain(10, 20), Grain(5, 10), Grain(2, 4)
THREE_SHARES, FIVE_SHARES = Grain(10, 10), Grain(5, 5)

SMALL_BANDS = (Band(0, 7), Band(8, 9), Band(10, 14), Band(15, 29))
FEW_INVITED = (Band(0, 49), Band(50, 74), Band(75, 100))
MANY_INVITED = (Band(0, 29), *(Band(ten, ten + 9) for ten in range(30, 90, 10)), Band(90, 100))


def nearest(numerator: int, denominator: int, step: int) -> int:
    """The multiple of `step` nearest to numerator / denominator (not negative); ties to even."""
    multiple, rest = divmod(numerator, denominator * step)
    over = 2 * rest - denominator * step
    if over > 0 or (over == 0 and multiple % 2 == 1):
        multiple += 1
    return multiple * step


def score_grain(n: int) -> Grain:
    """How coarse the score of n answers is."""
    return FINEST if n >= FINEST_FROM else FINER if n >= FINER_FROM else COARSE


def sign_grain(n: int) -> Grain:
    """How coarse the share of n people who ticked a sign is."""
    return SIGN_FINEST if n >= FINEST_FROM else SIGN_FINER if n >= FINER_FROM else SIGN_COARSE


def points(counts: Sequence[int]) -> tuple[int, int]:
    """The mean of answers on 0-100, given how many chose each: a numerator and a denominator."""
    return 100 * sum(map(mul, counts, count())), (len(counts) - 1) * sum(counts)


def shares_of_three(counts: Sequence[int]) -> tuple[int, ...]:
    """Per cent of low, middle and high answers, made coarse."""
    low, middle, high = sides(counts)
    parts = (sum(low), middle, sum(high))
    return tuple(THREE_SHARES.of(100 * part, sum(counts)) for part in parts)


def shares_of_five(counts: Sequence[int]) -> tuple[int, ...]:
    """Per cent of each answer, made coarse."""
    return tuple(FIVE_SHARES.of(100 * part, sum(counts)) for part in counts)


def check_enough(n: int, least: int) -> None:
    """Refuse a figure about too few: a plan let through what it must not. Errors: UnsafeFigure."""
    if n < least:
        raise UnsafeFigure(sentence("closing.too_few", least=least))


def people_band(n: int, *, k: int) -> Band:
    """The band in which n is shown; it never starts below k. Errors: UnsafeFigure for n under k.

    From 30 it holds the numbers, 30 or more, whose nearest ten is the same, ties to the even ten:
    30-34, 35-45, 46-54, 55-65 and so on.
    """
    check_enough(n, k)
    band = _tens(n) if n >= EXACT_TENS_FROM else next(b for b in SMALL_BANDS if n <= b.high)
    return Band(max(band.low, k), band.high)


def _tens(n: int) -> Band:
    ten = nearest(n, 1, 10)
    reach = 5 if ten % 20 == 0 else 4
    return Band(max(ten - reach, EXACT_TENS_FROM), ten + reach)


def participation_band(answered: int, invited: int) -> Band:
    """The band, in per cent, in which the share that answered is shown."""
    bands = MANY_INVITED if invited >= TENS_OF_PARTICIPATION_FROM else FEW_INVITED
    return next(band for band in bands if 100 * answered < (band.high + 1) * invited)


def participation_band_from(low: int, invited: int) -> Band:
    """The band of participation that begins at `low` per cent, for so many invited."""
    bands = MANY_INVITED if invited >= TENS_OF_PARTICIPATION_FROM else FEW_INVITED
    return next(band for band in bands if band.low == low)


def sign_mark(share: float, step: int) -> str:
    """How a coarse share of people is read at the merged ends: "≤" at the low one, "≥" at the high.

    Raises StopIteration for a step that no sign is made coarse to.
    """
    grains = (SIGN_COARSE, SIGN_FINER, SIGN_FINEST)
    margin = next(grain.margin for grain in grains if grain.step == step)
    return "≤" if share <= margin else "≥" if share >= 100 - margin else ""
