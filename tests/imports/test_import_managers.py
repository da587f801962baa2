"""Promises of managers as a tree: everybody in exactly one team, below whoever is above them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.imports.managers import team_key
from survey.imports.people import Mode, PeoplePlan, plan, read_people
from survey.organisation.structure import Organisation, Person, Unit, above, home

NOBODY = Organisation({}, {})
Lines = dict[str, str]


def planned(
    lines: Lines, *, now: Organisation = NOBODY, mode: Mode = Mode.FULL, gone: str = ""
) -> PeoplePlan:
    """The plan for who reports to whom; those in `gone` have left."""
    rows = [
        f"{'INACTIVE' if who in gone.split() else 'ACTIVE'},{who},,{who},{who}@x.org,{manager}"
        for who, manager in lines.items()
    ]
    header = "Status,First Name,Last Name,Employee ID,Email,Manager ID"
    wanted = read_people("\n".join([header, *rows]).encode(), None, today=date(2026, 3, 2))
    return plan(wanted, now, mode=mode)


def told(found: PeoplePlan) -> list[str]:
    """What is not as a chart should be."""
    return list(found.told[2:])


CREW = {"ada": "", "bo": "ada", "cleo": "bo", "dan": "bo", "eve": "ada", "fay": "eve"}


def test_managers_are_a_tree_of_teams() -> None:
    """Each leads one, is in the team of their own manager, and counts there."""
    result = planned(CREW).result
    people, units = result.people, result.units
    bo, eve = team_key("bo"), team_key("eve")

    assert {u.key: (u.name, u.parent) for u in units.values()} == {
        "organisation": ("Organisation", None),
        bo: ("Team of bo", "organisation"),
        eve: ("Team of eve", "organisation"),
    }
    assert {p.key: (p.unit, p.leads) for p in people.values()} == {
        "ada": ("organisation", "organisation"),
        "bo": ("organisation", bo),
        "cleo": (bo, None),
        "dan": (bo, None),
        "eve": ("organisation", eve),
        "fay": (eve, None),
    }
    assert home(people["bo"], units) == "organisation"


def test_one_report_is_allowed_and_warned_about() -> None:
    """A team of one has no figures of its own."""
    assert "Leading a team of one: eve (eve)." in planned(CREW).warnings


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"ada": "bo", "bo": "ada"}, "“ada” reports to “bo” reports to “ada”"),
        ({"x": "", "ada": "bo", "bo": "cleo", "cleo": "ada", "d": "ada"}, "“ada” reports to “bo”"),
    ],
)
def test_managers_in_a_circle_are_refused(lines: Lines, said: str) -> None:
    """Once, with the whole circle."""
    with pytest.raises(BadInput) as refusal:
        planned(lines)

    (problem,) = map(str, refusal.value.problems)
    assert "Manager ID: Managers go round in a circle: " in problem
    assert said in problem


def test_whoever_manages_themselves_has_nobody_above_them() -> None:
    """As many systems say it of whoever leads it all."""
    found = planned(CREW | {"ada": "ada"})

    assert found.result == planned(CREW).result
    assert told(found) == ["They are named as their own manager, so taken to have none: ada (ada)."]


def test_a_manager_nobody_knows_puts_their_team_at_the_top() -> None:
    """It is said, and nobody is lost."""
    found = planned(CREW | {"bo": "zed"})

    assert told(found) == [
        "Their manager is not known here, so they are put directly into “Organisation”: bo (bo)."
    ]
    assert found.result.units[team_key("bo")].parent == "organisation"


def test_two_at_the_top_stand_side_by_side() -> None:
    """Nobody then leads the whole."""
    found = planned(CREW | {"bo": ""})

    assert told(found) == [
        "They lead a team and have no manager; their teams stand directly below “Organisation”: "
        "ada (ada), bo (bo)."
    ]
    assert {u.parent for u in found.result.units.values()} == {
        *(None, "organisation", team_key("ada"))
    }


def test_whoever_has_neither_manager_nor_team_is_put_at_the_top() -> None:
    """And said."""
    found = planned(CREW | {"gil": ""})

    assert found.result.people["gil"].unit == "organisation"
    assert found.result.people["ada"].leads == "organisation"
    assert told(found) == [
        "They have neither a manager nor a team, and are put directly into “Organisation”: "
        "gil (gil)."
    ]


def test_a_team_whose_manager_has_left_stays_without_a_leader() -> None:
    """Its place in the tree stays too."""
    found = planned(CREW, now=planned(CREW).result, gone="bo")

    assert found.result.units == planned(CREW).result.units
    assert found.result.people["cleo"].unit == team_key("bo")
    assert found.result.people["bo"].leads is None
    assert told(found) == [
        "They have left, and people still report to them, in a team without a leader: bo (bo)."
    ]


def test_a_team_keeps_its_key_and_follows_its_managers_name() -> None:
    """Until somebody gives it a name of its own, which stays."""
    first = planned(CREW).result
    bo = team_key("bo")
    married = replace(first.people["bo"], name="Bo Old")
    automatic = Organisation(
        {**first.units, bo: Unit(bo, "Team of Bo Old", "organisation")},
        {**first.people, "bo": married},
    )
    named = Organisation({**first.units, bo: Unit(bo, "Hulls", "organisation")}, first.people)

    assert planned(CREW, now=automatic).result.units[bo].name == "Team of bo"
    assert planned(CREW, now=named).result.units[bo].name == "Hulls"


def test_a_manager_keeps_the_unit_they_lead_already() -> None:
    """A tree made by hand is filled, not doubled."""
    units = {"all": Unit("all", "All", None), "hulls": Unit("hulls", "Hulls", "all")}
    now = Organisation(units, {"bo": Person("bo", "bo", "bo@x.org", "en", "all", leads="hulls")})
    result = planned(CREW, now=now).result

    assert set(result.units) == {"all", "hulls", team_key("eve")}
    assert result.people["cleo"].unit == "hulls"
    assert result.people["ada"].leads == "all"


def test_a_partial_file_names_managers_who_are_not_in_it() -> None:
    """Nobody else changes, and whoever led the whole still does."""
    now = planned(CREW).result
    found = planned({"gil": "bo", "hal": "cleo"}, now=now, mode=Mode.PARTIAL)
    result = found.result

    assert result.people["gil"].unit == team_key("bo")
    assert result.people["cleo"].leads == result.people["hal"].unit == team_key("cleo")
    assert result.units[team_key("cleo")].parent == team_key("bo")
    assert {p.key for p in found.new_people} == {"gil", "hal"}
    assert {change.after.key for change in found.changed_people} == {"cleo"}


def test_a_partial_file_of_one_team_does_not_take_over_the_whole() -> None:
    """Even when its manager has nobody above them in the file."""
    found = planned({"bo": "", "cleo": "bo"}, now=planned(CREW).result, mode=Mode.PARTIAL)

    assert found.result.people["ada"].leads == "organisation"
    assert found.result.people["bo"].leads == team_key("bo")


# Any lines at all

NAMES = [f"p{number}" for number in range(12)]


@st.composite
def lines(draw: st.DrawFn) -> Lines:
    """Anybody reports to anybody, themselves, nobody, or somebody nobody knows."""
    who = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    return {name: draw(st.sampled_from([*NAMES, "", ""])) for name in who}


def unless_a_circle(make: Callable[[], PeoplePlan]) -> PeoplePlan | None:
    """The plan, or None when it is refused for a circle; for anything else it may not be."""
    try:
        return make()
    except BadInput as refusal:
        others = [p for p in map(str, refusal.problems) if "in a circle" not in p]
        if others:
            raise
        return None


def check_tree(found: PeoplePlan) -> None:
    """One root, no circles, and everybody active in one open unit that is in it."""
    units, people = found.result.units, found.result.people
    (root,) = (unit.key for unit in units.values() if unit.parent is None)

    assert all(above(key, units)[-1] == root for key in units)
    assert all(person.unit in units for person in people.values())
    led = [person.leads for person in people.values() if person.leads]
    assert len(led) == len(set(led))
    assert set(led) <= set(units)


@settings(max_examples=150, deadline=None)
@given(lines(), st.lists(st.sampled_from(NAMES)))
def test_everybody_is_in_exactly_one_unit_of_one_tree(crew: Lines, left: list[str]) -> None:
    """Or the file is refused for a circle."""
    found = unless_a_circle(lambda: planned(crew, gone=" ".join(left)))
    if found is None:
        return

    check_tree(found)
    people, units = found.result.people, found.result.units
    for who, manager in crew.items():
        if manager in people and manager != who and people[who].active and people[manager].active:
            assert people[who].unit == people[manager].leads
        if people[who].leads and people[who].active:
            assert home(people[who], units) in {people[who].unit, people[who].leads}


@settings(max_examples=150, deadline=None)
@given(lines(), lines(), st.sampled_from(Mode))
def test_a_second_file_keeps_it_a_tree(first: Lines, second: Lines, mode: Mode) -> None:
    """Full or partial; and the same file once more changes nothing."""
    found = unless_a_circle(lambda: planned(second, now=planned(first).result, mode=mode))
    if found is None:
        return

    check_tree(found)
    if mode is Mode.PARTIAL:
        assert not found.leaving
    assert planned(second, now=found.result, mode=mode).nothing_to_do
