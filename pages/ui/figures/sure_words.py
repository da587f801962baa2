"""How is it said what a figure would be, had everybody answered?"""

from analytics.statistics.not_answered import WHERE_FEWER_ANSWERED, if_not_answered
from survey.text import text


def if_not_answered_said(score: float, answered: float) -> str:
    """The sentence for a score in points and a share, 0 to 1, that answered; "" from .75 on."""
    if answered >= WHERE_FEWER_ANSWERED:
        return ""
    return text("sure.if_not_answered", score=f"{if_not_answered(score, answered):.0f}")
