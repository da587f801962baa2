"""Promises of which areas somebody may look at, and which units the map of an area shows."""

import pytest

from analytics.reports.area_units import (
    AT_ONCE,
    Reach,
    areas_of,
    check_looks_after_leaders,
    reaches,
    units_shown,
)
from survey.errors import NotAllowed
from survey.organisation.permissions import Viewer, allowed
from survey.organisation.structure import Unit
from tests.organisation.test_permissions import (
    HEAD,
    HR,
    LEADER,
    LEADER_OF_LEADERS,
    LEADS_ELSEWHERE,
    MEMBER,
    MEMBER_ABOVE,
    MEMBER_ELSEWHERE,
    OF_A_UNIT_NO_LONGER_THERE,
    UNITS,
)

NONE: list[str] = []
TABLE = {
    MEMBER: NONE,
    MEMBER_ABOVE: NONE,
    LEADER: NONE,
    LEADS_ELSEWHERE: NONE,
    MEMBER_ELSEWHERE: NONE,
    OF_A_UNIT_NO_LONGER_THERE: NONE,
    LEADER_OF_LEADERS: ["north"],
    HEAD: ["all", "north", "south"],
    HR: ["all", "north", "south"],
}


@pytest.mark.parametrize("who", TABLE, ids=lambda who: who.person)
def test_an_area_is_for_whoever_leads_it_for_those_above_and_for_hr(who: Viewer) -> None:
    """One looks after the area one leads and those in it; leading a team alone is not enough."""
    assert areas_of(who, UNITS) == TABLE[who]
    assert allowed(check_looks_after_leaders, who, UNITS) is (TABLE[who] != NONE)


def test_hr_has_the_page_before_there_are_areas() -> None:
    """There they read that nothing is there yet."""
    assert allowed(check_looks_after_leaders, HR, {})
    assert areas_of(HR, {}) == NONE
    with pytest.raises(NotAllowed, match="those who lead an area"):
        check_looks_after_leaders(MEMBER, UNITS)


def tree(**parents: str | None) -> dict[str, Unit]:
    """Units by key, each with the unit above it."""
    return {key: Unit(key, key.title(), parent) for key, parent in parents.items()}


FLEET = tree(fleet=None, east="fleet", ketch="east", sloop="east", west="fleet", brig="west")


def test_a_map_shows_the_units_directly_below_or_every_team() -> None:
    """A team has no unit below it, and the tree gives the order."""

    def keys(area: str, reach: Reach) -> list[str]:
        return [unit.key for unit in units_shown(area, FLEET, reach)]

    assert keys("fleet", Reach.DIRECT) == ["east", "west"]
    assert keys("fleet", Reach.TEAMS) == ["ketch", "sloop", "brig"]
    assert keys("east", Reach.DIRECT) == keys("east", Reach.TEAMS) == ["ketch", "sloop"]


def test_every_team_comes_first_where_one_map_holds_them() -> None:
    """Of more teams than that, the units directly below come first; both can be chosen."""
    many = FLEET | {f"t{n}": Unit(f"t{n}", "T", "west") for n in range(AT_ONCE)}

    assert reaches("fleet", FLEET) == (Reach.TEAMS, Reach.DIRECT)
    assert reaches("fleet", many) == (Reach.DIRECT, Reach.TEAMS)


def test_there_is_nothing_to_choose_where_only_teams_are_below() -> None:
    assert reaches("east", FLEET) == (Reach.DIRECT,)
