"""What closing counted: nothing but counts, by home, ready for the gate."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.arrays import Ints
from survey.questionnaire.scale import AGREEING


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts of one wave by home; every array has the tree's positions as its first axis.

    `ballots` are those that answered at least half of the statements; `counts` (item -> [unit,
    point], how many chose each after reverse-keying), `ticks` (sign -> [unit]) and `writers` (those
    with a comment) count these ballots only. `answered` is every ballot sent, `invited` everybody
    asked. `composites` names the items of each composite; an item that feeds none is of kind scope.
    Raises ValueError for counts that cannot be: of another length, below 0, or more than asked.
    """

    ballots: Ints
    counts: Mapping[str, Ints]
    ticks: Mapping[str, Ints]
    invited: Ints
    answered: Ints
    composites: Mapping[str, tuple[str, ...]]
    writers: Ints

    def __post_init__(self) -> None:
        _check("answered", self.answered, at_most=self.invited)
        _check("ballots", self.ballots, at_most=self.answered)
        _check("writers", self.writers, at_most=self.ballots)
        for item, counts in self.counts.items():
            if counts.shape != (len(self.invited), AGREEING.top) or (counts < 0).any():
                raise ValueError(f"The counts of {item} must be five numbers from 0 for each unit.")
            _check(item, counts.sum(axis=1), at_most=self.ballots)
        for sign, ticks in self.ticks.items():
            _check(sign, ticks, at_most=self.ballots)
        unknown = {i for items in self.composites.values() for i in items} - set(self.counts)
        if unknown:
            raise ValueError(f"Nothing was counted for {', '.join(sorted(unknown))}.")

    @property
    def scope_items(self) -> frozenset[str]:
        """The items that feed no composite."""
        return frozenset(self.counts).difference(*self.composites.values())


def _check(name: str, numbers: Ints, *, at_most: Ints) -> None:
    """Refuse counts that are fewer than none or more than there can be."""
    if not np.issubdtype(numbers.dtype, np.integer) or numbers.shape != at_most.shape:
        raise ValueError(f"There must be one whole number of {name} for each unit.")
    if (numbers < 0).any() or (numbers > at_most).any():
        raise ValueError(f"The numbers of {name} do not fit the numbers of people.")
