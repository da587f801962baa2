"""Do people ask how they can help, or whose job it is? Two statements, followed over the waves."""

from analytics.figures.line import Point
from analytics.reports.trend import Trend, line_of, trend_of_lines
from analytics.reports.unit_view import UnitView
from survey.questionnaire.derived import RESPONSIBILITY_FOCUS


def focus_trend(view: UnitView, *, name: str) -> Trend | None:
    """Responsibility against authority focus up to the last wave; None where it is never shown."""
    if not any(RESPONSIBILITY_FOCUS in wave.measures for wave in view.figures.waves):
        return None
    line = line_of(view, RESPONSIBILITY_FOCUS, name=name)
    if not any(isinstance(point, Point) for point in line.points):
        return None
    return trend_of_lines(view.figures, [line])
