"""What a scale has still to show before its figures may be called more than a draft."""

from enum import StrEnum

from analytics.statistics.agreement import Agreement
from analytics.statistics.reliability import Reliability

FROM_PEOPLE = 200
LEAST_OMEGA = 0.70
LEAST_ITEM_REST = 0.30
LEAST_ICC = 0.05


class Missing(StrEnum):
    """What has not been shown."""

    PEOPLE = "people"
    RELIABILITY = "reliability"
    ITEM_REST = "item-rest"
    TEAMS_DIFFER = "teams differ"


def missing(reliability: Reliability | None, agreement: Agreement | None) -> tuple[Missing, ...]:
    """What one composite lacks, from its published figures; () when it is no draft any more.

    200 people; omega (Spearman-Brown for two statements) .70, and not of an improper fit; every
    item-rest correlation .30; ICC(1) above .05. What was not computed is missing too.
    """
    if reliability is None:
        return tuple(Missing)
    shown = {
        Missing.PEOPLE: reliability.people >= FROM_PEOPLE,
        Missing.RELIABILITY: reliability.proper and reliability.usable >= LEAST_OMEGA,
        Missing.ITEM_REST: all(r >= LEAST_ITEM_REST for r in reliability.item_rest),
        Missing.TEAMS_DIFFER: agreement is not None and agreement.icc.one > LEAST_ICC,
    }
    return tuple(what for what, is_shown in shown.items() if not is_shown)
