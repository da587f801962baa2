"""What was checked of a scale so far, with how many people, and what came out?"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from analytics.statistics.agreement import Agreement
from analytics.statistics.reliability import Reliability

LEAST_OMEGA = 0.70
LEAST_ITEM_REST = 0.30
LEAST_ICC = 0.05


class Check(StrEnum):
    """What a scale is checked for."""

    RELIABILITY = "reliability"
    ITEM_REST = "item-rest"
    TEAMS_DIFFER = "teams differ"


class Outcome(StrEnum):
    """What came out."""

    SHOWN = "shown"
    NOT_YET = "not yet"
    TOO_FEW = "too few"


class Checked(NamedTuple):
    """One check; `people` (at least, as published) and `teams` are 0 where they do not count."""

    check: Check
    outcome: Outcome
    people: int = 0
    teams: int = 0


def trusted(found: Iterable[Checked]) -> Outcome:
    """Whether a scale can be trusted: its statements hang together, each with the others.

    Whether teams differ is about comparing them, and no part of it.
    """
    outcomes = {one.outcome for one in found if one.check is not Check.TEAMS_DIFFER}
    for worse in (Outcome.NOT_YET, Outcome.TOO_FEW):
        if worse in outcomes:
            return worse
    return Outcome.SHOWN


def checked(reliability: Reliability | None, agreement: Agreement | None) -> tuple[Checked, ...]:
    """Every check of one composite, from its published figures, in the order of `Check`.

    Omega (Spearman-Brown for two statements) .70, and not of an improper fit; every item-rest
    correlation .30; ICC(1) above .05. What was not worked out had too few people for it.
    """
    return (*_of_statements(reliability), _of_teams(agreement))


def _of_statements(reliability: Reliability | None) -> tuple[Checked, Checked]:
    if reliability is None:
        few = Outcome.TOO_FEW
        return Checked(Check.RELIABILITY, few), Checked(Check.ITEM_REST, few)
    together = reliability.proper and reliability.usable >= LEAST_OMEGA
    each = all(r >= LEAST_ITEM_REST for r in reliability.item_rest)
    people = reliability.people
    return (
        Checked(Check.RELIABILITY, _outcome(shown=together), people),
        Checked(Check.ITEM_REST, _outcome(shown=each), people),
    )


def _of_teams(agreement: Agreement | None) -> Checked:
    if agreement is None:
        return Checked(Check.TEAMS_DIFFER, Outcome.TOO_FEW)
    outcome = _outcome(shown=agreement.icc.one > LEAST_ICC)
    return Checked(Check.TEAMS_DIFFER, outcome, agreement.people, agreement.teams)


def _outcome(*, shown: bool) -> Outcome:
    return Outcome.SHOWN if shown else Outcome.NOT_YET
