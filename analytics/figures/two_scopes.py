"""Do people feel more at home in their team than in the organisation, or cannot that be told?"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from analytics.figures.unit import UnitFigures
from analytics.statistics.intervals import LEVEL, quantile
from survey.questionnaire.parts import AT_HOME_IN_ORGANISATION, AT_HOME_IN_TEAM


class Home(StrEnum):
    """Where people feel more at home."""

    TEAM = "team"
    ORGANISATION = "organisation"
    UNCLEAR = "cannot be told apart"


@dataclass(frozen=True, slots=True)
class TwoScopes:
    """Belonging in the team and in the organisation, in points; `low` and `high` enclose the gap,
    which is team minus organisation."""

    team: float
    organisation: float
    low: float
    high: float

    @property
    def gap(self) -> float:
        """Team minus organisation, of the shown scores."""
        return self.team - self.organisation

    @property
    def home(self) -> Home:
        """The verdict: the interval of the gap holds nothing else than it says."""
        if self.low > 0:
            return Home.TEAM
        return Home.ORGANISATION if self.high < 0 else Home.UNCLEAR


def two_scopes(unit: UnitFigures) -> TwoScopes | None:
    """The two scopes in the last wave; None unless both are shown.

    The same people answer both, mostly alike: adding up the variances makes the interval rather
    too wide than too narrow.
    """
    team, organisation = (unit.estimate(at) for at in (AT_HOME_IN_TEAM, AT_HOME_IN_ORGANISATION))
    if team is None or organisation is None:
        return None
    gap = team.score - organisation.score
    reach = quantile((1 + LEVEL) / 2) * sqrt(team.variance + organisation.variance)
    low, high = max(-100.0, gap - reach), min(100.0, gap + reach)
    return TwoScopes(team.score, organisation.score, low, high)
