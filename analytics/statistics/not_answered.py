"""What would a figure be if those who did not answer were less content?"""

from analytics.statistics.intervals import Number

LOWER = 10.0
"""How much lower, in points, those who did not answer are taken to be."""

WHERE_FEWER_ANSWERED = 0.75
"""It is said where fewer than this share answered."""


def if_not_answered(score: Number, answered: Number) -> Number:
    """The score of everybody, in points, if those who did not answer were 10 points lower.

    `answered` is the share, 0 to 1, of those invited who did; nobody is taken to be below 0.
    """
    lower = score - LOWER
    at_least_0 = (lower + abs(lower)) / 2
    return answered * score + (1 - answered) * at_least_0
