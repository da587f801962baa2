"""Which areas may somebody look at, and which units does the map of an area show?"""

from collections.abc import Mapping
from enum import StrEnum

from survey.errors import NotAllowed
from survey.organisation.permissions import Viewer, allowed, check_is_hr, units_seen
from survey.organisation.structure import Unit, below
from survey.text import sentence

AT_ONCE = 30
"""The most units on one map."""


class Reach(StrEnum):
    """How far down a map goes: the units directly below an area, or every team in it."""

    DIRECT = "direct"
    TEAMS = "teams"


def check_looks_after_leaders(viewer: Viewer, units: Mapping[str, Unit]) -> None:
    """Areas are for whoever leads a unit with units below it, and for HR."""
    leads = viewer.leads in units and any(one.parent == viewer.leads for one in units.values())
    if not leads and not allowed(check_is_hr, viewer):
        raise NotAllowed(sentence("refused.role.leader"))


def areas_of(viewer: Viewer, units: Mapping[str, Unit]) -> list[str]:
    """The keys of the areas somebody looks after: the one they lead and those in it; HR, all."""
    if not allowed(check_looks_after_leaders, viewer, units):
        return []
    with_units_below = {unit.parent for unit in units.values()}
    within = set(units)
    if not allowed(check_is_hr, viewer):
        within = {unit.key for unit in below(viewer.leads, units)}
    seen = units_seen(viewer, units)
    return [unit for unit in seen if unit in within and unit in with_units_below]


def reaches(area: str, units: Mapping[str, Unit]) -> tuple[Reach, ...]:
    """The maps of an area there are to choose from; the one to begin with comes first.

    Every team is offered where there are areas below, and comes first where one map holds them.
    """
    direct, teams = (units_shown(area, units, reach) for reach in Reach)
    if direct == teams:
        return (Reach.DIRECT,)
    few = len(teams) <= AT_ONCE
    return (Reach.TEAMS, Reach.DIRECT) if few else (Reach.DIRECT, Reach.TEAMS)


def units_shown(area: str, units: Mapping[str, Unit], reach: Reach) -> list[Unit]:
    """The units of a map, in the order of the tree; a team is a unit with none below it."""
    if reach is Reach.DIRECT:
        return sorted((one for one in units.values() if one.parent == area), key=lambda u: u.key)
    with_units_below = {unit.parent for unit in units.values()}
    return [unit for unit in below(area, units) if unit.key not in with_units_below]
