"""Where does the team in the middle stand, beside the figure over all respondents?

The figure over everybody leans to large teams; the median of the teams does not.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from statistics import median

from analytics.published.cells import MeasureKind, Scope
from analytics.reports.phrasing import Sentence, whole
from survey.languages import counted
from survey.store import Store

FEWEST_TEAMS = 8
"""Of fewer teams the middle one's figure would be a colleague team's own, told to everybody."""


def median_team(scores: Iterable[float]) -> float | None:
    """The median of the published scores of teams; None of fewer than eight."""
    found = list(scores)
    return median(found) if len(found) >= FEWEST_TEAMS else None


@lru_cache(maxsize=64)
def middle_of(store: Store, wave: int) -> Mapping[str, Sentence]:
    """What is said of the team in the middle of a published wave, by composite."""
    found: dict[str, list[float]] = {}
    for row in store.cells(waves=[wave], kinds=[MeasureKind.COMPOSITE.value]):
        if row.scope == Scope.TEAM.value and row.shown and row.tenths is not None:
            found.setdefault(row.measure, []).append(row.tenths / 10)
    return {
        measure: Sentence(
            "trends.median_team", {"score": whole(middle), "teams": counted(len(scores))}
        )
        for measure, scores in found.items()
        if (middle := median_team(scores)) is not None
    }
