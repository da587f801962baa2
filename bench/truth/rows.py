"""Where does a share that was measured stand beside its goal, and beside what is written of it?"""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.truth.shares import Share

MISSED: Mapping[str, float] = {
    "false sentence about a team in a year, N 6 to 30: turnover 10 to 30 % a year": 0.181,
    "false sentence about a team in a year, N 6 to 30: turnover, and each wave has a mood": 0.292,
    "false sentence about a team in a year, N 6 to 30: turnover, moods, silence": 0.282,
    "now holds, N 8 and more: turnover, moods, silence": 0.89,
    "lasting fall of 12.5 found within three waves, N 8: turnover 10 to 30 % a year": 0.675,
    "now holds 0 waves after a jump of -20, N 6 to 20": 0.847,
}
"""What misses its goal, and where it stands: docs/truth.md says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """A share that was measured, and the goal it is held to; None where it is only told."""

    what: str
    share: Share
    at_most: float | None = None
    at_least: float | None = None

    @property
    def goal(self) -> str:
        """The goal in words; "" for none."""
        if self.at_most is not None:
            return f"at most {self.at_most:.3g}"
        return "" if self.at_least is None else f"at least {self.at_least:.3g}"

    @property
    def missed(self) -> bool:
        """Whether it lies on the wrong side of its goal, as the table shows them."""
        return self._beyond(self.at_most, self.at_least, reach=0.0)

    @property
    def surely_worse(self) -> bool:
        """Whether it is worse by three standard errors than its goal, and than it stood."""
        stood = MISSED.get(self.what)
        at_most, at_least = self.at_most, self.at_least
        if stood is not None:
            at_most = None if at_most is None else max(at_most, stood)
            at_least = None if at_least is None else min(at_least, stood)
        return self._beyond(at_most, at_least, reach=3 * self.share.error)

    def _beyond(self, at_most: float | None, at_least: float | None, *, reach: float) -> bool:
        found = round(self.share.value, 3)
        too_many = at_most is not None and found - reach > at_most
        return too_many or (at_least is not None and found + reach < at_least)
