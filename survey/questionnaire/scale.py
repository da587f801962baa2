"""On which scale is a statement answered? The one place that knows how many points it has."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Answers from 1, disagreeing most, to `top`, agreeing most; one of them is the middle."""

    top: int

    @property
    def points(self) -> range:
        """Every answer there is, in order."""
        return range(1, self.top + 1)

    def turned(self, point: int) -> int:
        """An answer where agreeing is the less good side."""
        return self.top + 1 - point

    def score(self, mean: float) -> float:
        """An answer, or a mean of some, on 0 to 100."""
        return 100 * (mean - 1) / (self.top - 1)


AGREEING = Scale(5)
"""The scale of every statement (Kind.AGREE5)."""


def sides(parts: Sequence[int]) -> tuple[Sequence[int], int, Sequence[int]]:
    """What stands below the middle of a scale, in it, and above it, of an odd number of parts."""
    middle = len(parts) // 2
    return parts[:middle], parts[middle], parts[middle + 1 :]
