"""Promises of who may see what, as a truth table; the unknown and the forbidden look the same."""

from dataclasses import replace

import pytest

from survey.actions.organisation import grant, grant_by, revoke, revoke_by
from survey.actions.sign_in import CONSOLE, enter, make_link, person_in
from survey.errors import NotAllowed, NotFound, Refused
from survey.organisation.permissions import (
    ADMINISTRATOR,
    Viewer,
    allowed,
    check_is_hr,
    check_may_see,
    check_may_watch,
    units_seen,
)
from survey.organisation.structure import Role, Unit
from survey.store import Store
from survey.store.viewers import nobody_in_charge, viewer
from tests.make import grant_operator, keep_people, person, populate, published

#                 all
#         north         south
#       ant    bee        cow
UNITS = {
    key: Unit(key, key.title(), parent)
    for key, parent in {
        "all": None,
        "north": "all",
        "south": "all",
        "ant": "north",
        "bee": "north",
        "cow": "south",
    }.items()
}

MEMBER = Viewer("m", "M", "ant", None, frozenset())
MEMBER_ABOVE = Viewer("a", "A", "north", None, frozenset())
LEADER = Viewer("l", "L", "ant", "ant", frozenset())
LEADER_OF_LEADERS = Viewer("n", "N", "north", "north", frozenset())
LEADS_ELSEWHERE = Viewer("e", "E", "ant", "cow", frozenset())
HEAD = Viewer("h", "H", "all", "all", frozenset())
HR = Viewer("r", "R", "cow", None, frozenset({Role.HR}))
MEMBER_ELSEWHERE = Viewer("o", "O", "cow", None, frozenset())
OF_A_UNIT_NO_LONGER_THERE = Viewer("x", "X", "gone", "gone", frozenset())

#                     all    north  south  ant    bee    cow
TABLE = {
    MEMBER:            (True,  True,  False, True,  False, False),
    MEMBER_ABOVE:      (True,  True,  False, False, False, False),
    LEADER:            (True,  True,  False, True,  False, False),
    LEADER_OF_LEADERS: (True,  True,  False, True,  True,  False),
    LEADS_ELSEWHERE:   (True,  True,  False, True,  False, True),
    HEAD:              (True,  True,  True,  True,  True,  True),
    HR:                (True,  True,  True,  True,  True,  True),
    MEMBER_ELSEWHERE:          (True,  False, True,  False, False, True),
    OF_A_UNIT_NO_LONGER_THERE: (False,) * 6,
}  # fmt: skip


@pytest.mark.parametrize(
    ("who", "unit", "may"),
    [(who, unit, may) for who, row in TABLE.items() for unit, may in zip(UNITS, row, strict=True)],
)
def test_a_unit_is_seen_by_its_people_its_leader_those_above_and_hr(
    who: Viewer, unit: str, may: bool
) -> None:
    """And by nobody else; to them it does not exist."""
    assert allowed(check_may_see, who, unit, UNITS) is may


@pytest.mark.parametrize("who", TABLE)
def test_the_units_somebody_sees_are_those_they_may_see(who: Viewer) -> None:
    """What a page offers is what the rule allows."""
    assert units_seen(who, UNITS) == [
        unit for unit, may in zip(UNITS, TABLE[who], strict=True) if may
    ]


def test_whoever_was_in_a_unit_that_was_merged_still_reads_its_past() -> None:
    """Not the present of one they have left, nor does anybody else see more than before."""
    merged = {**UNITS, "cow": replace(UNITS["cow"], closed=True)}
    came_over = replace(MEMBER, was=frozenset({"cow", "bee"}))

    assert allowed(check_may_see, came_over, "cow", merged)
    assert units_seen(came_over, merged) == ["all", "north", "ant", "cow"]
    assert not allowed(check_may_see, came_over, "bee", merged)
    assert not allowed(check_may_see, MEMBER, "cow", merged)
    assert not allowed(check_may_see, came_over, "cow", UNITS)


def test_which_closed_units_somebody_was_in_is_known_from_what_was_frozen(store: Store) -> None:
    populate(store)
    published(store, "w1")
    before = viewer(store, "ant-1")
    keep_people(store, [person("ant-1", "bee")], units=[replace(store.units()["ant"], closed=True)])
    after, other = viewer(store, "ant-1"), viewer(store, "bee-1")

    assert before is not None
    assert after is not None
    assert other is not None
    assert [before.was, after.was, other.was] == [set(), {"ant"}, set()]


def refusal_of(who: Viewer, unit: str) -> tuple[type, str]:
    """The kind and the words of a refusal."""
    with pytest.raises(NotFound) as refusal:
        check_may_see(who, unit, UNITS)
    return type(refusal.value), str(refusal.value)


@pytest.mark.parametrize("unit", ["", "nowhere", "ANT", "ant ", "'; DROP TABLE unit", "all/ant"])
def test_an_unknown_unit_and_a_forbidden_one_are_refused_alike(unit: str) -> None:
    """So nobody learns which units there are; not even HR sees one that is not there."""
    assert refusal_of(MEMBER, unit) == refusal_of(MEMBER, "cow") == refusal_of(HR, unit)


def test_only_hr_passes_the_rule_of_hr() -> None:
    """Leading everything or operating everything is not enough."""
    assert [who for who in TABLE if allowed(check_is_hr, who)] == [HR]
    with pytest.raises(NotAllowed, match="This is for the people in HR"):
        check_is_hr(HEAD)


def test_somebody_signed_in_is_seen_with_what_they_are_now(store: Store) -> None:
    """Where they belong, what they lead, what they were granted."""
    populate(store)
    grant(store, person="ant-lead", role=Role.HR, actor="a test")
    grant(store, person="ant-lead", role=Role.HR, actor="a test")

    assert viewer(store, "ant-lead") == Viewer(
        "ant-lead", "Ant-Lead", "ant", "ant", frozenset({Role.HR})
    )
    assert viewer(store, "ant-1") == Viewer("ant-1", "Ant-1", "ant", None, frozenset())

    grant(store, person="bee-1", role=Role.HR, actor="a test")
    revoke(store, person="ant-lead", role=Role.HR, actor="a test")
    found = viewer(store, "ant-lead")
    assert found is not None
    assert found.roles == frozenset()
    assert [e.verb for e in store.audit()[:2]] == ["revoke hr", "grant hr"]


@pytest.mark.parametrize("role", Role)
def test_every_role_lets_somebody_do_what_a_member_may_not(role: Role) -> None:
    """One that lets do nothing does not exist."""
    assert allowed(check_may_watch, replace(MEMBER, roles=frozenset({role})))
    assert not allowed(check_may_watch, MEMBER)


def test_the_council_watches_and_does_nothing(store: Store) -> None:
    """It is not HR, sees no unit more than before, and does not shut the first door."""
    populate(store)
    grant(store, person="ant-1", role=Role.COUNCIL, actor="a test")
    seat = replace(MEMBER, roles=frozenset({Role.COUNCIL}))

    assert viewer(store, "ant-1") == Viewer(
        "ant-1", "Ant-1", "ant", None, frozenset({Role.COUNCIL})
    )
    assert not allowed(check_is_hr, seat)
    assert units_seen(seat, UNITS) == units_seen(MEMBER, UNITS)
    assert nobody_in_charge(store)
    revoke(store, person="ant-1", role=Role.COUNCIL, actor="a test")
    assert [e.verb for e in store.audit()[:2]] == ["revoke council", "grant council"]


def test_a_role_that_is_taken_away_ends_every_session(store: Store) -> None:
    """So nobody goes on with what they may no longer do; the last in HR keeps it."""
    populate(store)
    for who in ("ant-1", "bee-1"):
        grant(store, person=who, role=Role.HR, actor="a test")
    link = make_link(store, person="ant-1", lasts=CONSOLE, once=False, actor="a test")
    session = enter(store, link)
    assert person_in(store, session) == "ant-1"

    revoke(store, person="ant-1", role=Role.HR, actor="a test")

    assert person_in(store, session) is None
    with pytest.raises(Refused, match="Nobody would be left in HR"):
        revoke(store, person="bee-1", role=Role.HR, actor="a test")


def test_only_hr_gives_and_takes_roles_on_screen(store: Store) -> None:
    """Nobody gives one to themselves, and nobody takes their own away."""
    populate(store)
    for who in ("ant-1", "bee-1"):
        grant(store, person=who, role=Role.HR, actor="a test")
    hr, member = viewer(store, "ant-1"), viewer(store, "ant-2")
    assert hr is not None
    assert member is not None

    for act in (grant_by, revoke_by):
        with pytest.raises(NotAllowed):
            act(store, person="ant-2", role=Role.HR, viewer=member)
    with pytest.raises(Refused, match="your own way in"):
        revoke_by(store, person="ant-1", role=Role.HR, viewer=hr)
    grant_by(store, person="ant-2", role=Role.COUNCIL, viewer=hr)
    assert store.grants("ant-2") == {Role.COUNCIL}


def test_a_role_of_an_earlier_release_lets_do_nothing_and_keeps_the_first_door_shut(
    store: Store,
) -> None:
    """Operators were there to run the machine; nobody becomes administrator since they are gone."""
    populate(store)
    assert nobody_in_charge(store)
    grant_operator(store, "ant-1")

    assert viewer(store, "ant-1") == Viewer("ant-1", "Ant-1", "ant", None, frozenset())
    assert not nobody_in_charge(store)
    assert viewer(store, ADMINISTRATOR) is None


def test_nobody_and_whoever_has_left_are_no_viewers(store: Store) -> None:
    """Whatever they were granted."""
    populate(store)
    for who in ("ant-1", "bee-1"):
        grant(store, person=who, role=Role.HR, actor="a test")
    keep_people(store, [person("ant-1", "ant", active=False)])

    assert viewer(store, "ant-1") is None
    assert viewer(store, "somebody") is None


def test_a_role_is_given_only_to_somebody_who_is_there(duckdb_store: Store) -> None:
    """Otherwise a typing error would wait for whoever gets that id."""
    with pytest.raises(NotFound, match="There is nobody with the id “ghost”"):
        grant(duckdb_store, person="ghost", role=Role.HR, actor="a test")
    assert duckdb_store.people_granted(Role.HR) == []
