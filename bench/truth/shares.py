"""How often did something happen, of how many times that it could have?"""

from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import numpy as np


@dataclass(slots=True)
class Share:
    """Counted hits of so many; `clusters` are what they came in, organisations or teams."""

    hits: float = 0
    of: int = 0
    groups: list[tuple[float, int]] = field(default_factory=list)

    def add(self, hits: Any, where: Any = True) -> None:
        """Count the true ones among those `where` it could be; one call, one organisation."""
        hit, could = np.broadcast_arrays(np.asarray(hits, bool), np.asarray(where, bool))
        one = float((hit & could).sum()), int(could.sum())
        self.hits, self.of = self.hits + one[0], self.of + one[1]
        self.groups.append(one)

    def __add__(self, other: "Share") -> "Share":
        return Share(self.hits + other.hits, self.of + other.of, self.groups + other.groups)

    @property
    def value(self) -> float:
        """The share; NaN of none."""
        return self.hits / self.of if self.of else float("nan")

    @property
    def error(self) -> float:
        """Its standard error: the binomial one, or that between organisations where it is more."""
        if not self.of:
            return float("nan")
        share = self.value
        # One hit more and one less, so that no hits at all do not look certain.
        usual = (self.hits + 1) / (self.of + 2)
        apart = sum((hits - share * of) ** 2 for hits, of in self.groups)
        return max(sqrt(usual * (1 - usual) / self.of), sqrt(apart) / self.of)
