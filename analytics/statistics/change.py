"""Whether a figure changed between two waves, or cannot be told apart from no change."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, sqrt

from analytics.statistics.intervals import LEVEL, Estimate, Interval, quantile

FALSE_DISCOVERIES = 0.10
"""Among the changes that are told apart, the share that may be chance (Benjamini-Hochberg q)."""

POWER = 0.80


class Verdict(StrEnum):
    """What may be said of a change; a rise of a warning sign is `rose` too."""

    ROSE = "rose"
    FELL = "fell"
    UNCLEAR = "cannot be told apart"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in points with its interval, one of a `family` displayed together."""

    before: Estimate
    after: Estimate
    low: float
    high: float
    verdict: Verdict
    family: int

    @property
    def difference(self) -> float:
        """After minus before, of the shown values and not yet rounded."""
        return self.after.score - self.before.score

    @property
    def detectable(self) -> float:
        """The smallest change that so many answers would tell apart four times in five."""
        return smallest_change(self.before, self.after, family=self.family)


def standard_error(before: Estimate, after: Estimate) -> float:
    """The standard error of the difference of two estimates, in points."""
    return sqrt(before.variance + after.variance)


def p_value(before: Estimate, after: Estimate) -> float:
    """Two-sided p of t = (m2 - m1)/√(V1 + V2) against the normal."""
    return erfc(abs(after.score - before.score) / standard_error(before, after) / sqrt(2))


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """The smallest q at which each test would be told apart, in the order given.

    Benjamini & Hochberg (1995), J. R. Statist. Soc. B 57, 289-300; equals R's p.adjust(p, "BH").
    """
    count, least = len(p_values), 1.0
    adjusted = [1.0] * count
    largest_first = sorted(range(count), key=p_values.__getitem__, reverse=True)
    for rank, index in zip(range(count, 0, -1), largest_first, strict=True):
        least = min(least, p_values[index] * count / rank)
        adjusted[index] = least
    return adjusted


def changes(pairs: Sequence[tuple[Estimate, Estimate] | None]) -> list[Change | None]:
    """What may be said of a family of (before, after) pairs that are displayed together.

    None, in and out, is a measure that has nothing to be compared with; it is not in the family.
    """
    tested = [pair for pair in pairs if pair is not None]
    adjusted = benjamini_hochberg([p_value(*pair) for pair in tested])
    apart = [q <= FALSE_DISCOVERIES for q in adjusted]
    family, found = len(tested), sum(apart)
    said = iter(
        _change(*pair, told_apart=one, level=_level(one, found, family), family=family)
        for pair, one in zip(tested, apart, strict=True)
    )
    return [None if pair is None else next(said) for pair in pairs]


def _level(told_apart: bool, found: int, family: int) -> float:
    """The level at which an interval holds 0 exactly when the verdict says it may be 0.

    Benjamini & Yekutieli (2005), J. Am. Statist. Ass. 100, 71-81: found changes at 1 - R q/m.
    """
    if told_apart:
        return 1 - found * FALSE_DISCOVERIES / family
    return max(LEVEL, 1 - (found + 1) * FALSE_DISCOVERIES / family)


def _change(
    before: Estimate, after: Estimate, *, told_apart: bool, level: float, family: int
) -> Change:
    difference = after.score - before.score
    reach = quantile((1 + level) / 2) * standard_error(before, after)
    ends = Interval(max(-100.0, difference - reach), min(100.0, difference + reach))
    verdict = Verdict.UNCLEAR
    if told_apart:
        verdict = Verdict.ROSE if difference > 0 else Verdict.FELL
    return Change(before, after, *ends, verdict, family)


def smallest_change(before: Estimate, after: Estimate, *, family: int = 2) -> float:
    """The smallest true change, in points, that would be told apart with 80 % power.

    Against the strictest threshold of the family, q/m; for the usual two composites p = .05.
    """
    threshold = quantile(1 - FALSE_DISCOVERIES / family / 2)
    return (threshold + quantile(POWER)) * standard_error(before, after)
