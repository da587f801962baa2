"""Promises of comparing people: a unit is continued by its people, whatever it is called."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from analytics.closing.same_people import Side, others
from analytics.disclosure.tree import Tree
from analytics.published.cells import Scope
from survey.organisation.structure import Unit
from survey.waves.recognising import Asked
from tests.processor import least_time
from tests.reference.slow_people import Wave, slow_others

TREE = {"all": None, "north": "all", "south": "all", "ant": "north", "bee": "north", "cat": "south"}
Above = Mapping[str, str | None]


def side(
    above: Above, homes: Mapping[str, str], *, from_file: bool = False, **said: Mapping[str, object]
) -> Side:
    """A wave of these units in which these people were asked."""
    tree = Tree.of({key: Unit(key, key, parent) for key, parent in above.items()})
    return Side(tree, Asked(homes, from_file=from_file, **said))  # type: ignore[arg-type]


def people(**units: range) -> dict[str, str]:
    """Everybody's unit: ant=range(8) are the people p0 to p7."""
    return {f"p{number}": unit for unit, numbers in units.items() for number in numbers}


def told(now: Side, then: Side) -> dict[str, str | None]:
    """What is told of teams, and of areas with a star."""
    found = others(now, then)
    assert found is not None
    return {unit + "*" * (scope is Scope.AREA): was for (unit, scope), was in found.items()}


STEADY = people(ant=range(8), bee=range(10, 18), cat=range(20, 28))


def test_where_nothing_changed_nothing_is_told() -> None:
    """Teams and areas are continued by themselves."""
    assert told(side(TREE, STEADY), side(TREE, STEADY)) == {}


def test_a_team_with_a_new_key_and_the_same_people_is_the_team_it_was() -> None:
    """Renamed: its past stands under the old key."""
    renamed = {"fox" if key == "ant" else key: above for key, above in TREE.items()}
    now = people(fox=range(8), bee=range(10, 18), cat=range(20, 28))

    assert told(side(renamed, now), side(TREE, STEADY)) == {"fox": "ant"}


def test_two_teams_that_swap_all_their_people_are_each_the_other() -> None:
    """And the area they are both in is what it was."""
    now = people(bee=range(8), ant=range(10, 18), cat=range(20, 28))

    assert told(side(TREE, now), side(TREE, STEADY)) == {"ant": "bee", "bee": "ant"}


def test_a_team_that_moved_is_unchanged_and_areas_go_by_their_people() -> None:
    """The area that lost half keeps its line, the one that doubled too; a third would not."""
    moved = TREE | {"bee": "south"}
    wide = {"east": "all", "dog": "east"}
    small = people(ant=range(8), bee=range(10, 18), cat=range(20, 23), dog=range(30, 60))

    assert told(side(moved, STEADY), side(TREE, STEADY)) == {}
    assert told(side(moved | wide, small), side(TREE | wide, small)) == {"south*": None}


def test_a_merge_continues_the_larger_part_and_two_halves_nobody() -> None:
    """12 and 4 are the 12; 6 and 6 are neither, unless one of them gave its key."""
    merged = {key: above for key, above in TREE.items() if key not in {"ant", "bee"}}
    both = {"fox": range(16), "cat": range(20, 28)}
    halves = {"fox": range(12), "cat": range(20, 28)}
    unequal = side(TREE, people(ant=range(12), bee=range(12, 16), cat=range(20, 28)))
    equal = side(TREE, people(ant=range(6), bee=range(6, 12), cat=range(20, 28)))

    assert told(side(merged | {"fox": "north"}, people(**both)), unequal) == {"fox": "ant"}
    assert told(side(merged | {"fox": "north"}, people(**halves)), equal) == {"fox": None}
    kept = people(bee=range(12), cat=range(20, 28))
    assert told(side(merged | {"bee": "north"}, kept), equal) == {}


def test_of_a_split_the_larger_part_is_the_team_that_was() -> None:
    """The smaller one is new."""
    whole = side(TREE, people(ant=range(12), bee=range(20, 28), cat=range(30, 38)))
    parted = people(ant=range(8), fox=range(8, 12), bee=range(20, 28), cat=range(30, 38))

    assert told(side(TREE | {"fox": "north"}, parted), whole) == {"fox": None}


def test_people_with_new_ids_and_their_old_addresses_are_the_same() -> None:
    """An address that is theirs alone; one that everybody shares says nothing."""
    then_at = {who: f"{who}@boat.example" for who in STEADY}
    now, now_at = {f"n{who}": unit for who, unit in STEADY.items()}, {}
    now_at = {f"n{who}": at for who, at in then_at.items()}
    shared = dict.fromkeys(now, "crew@boat.example")

    then = side(TREE, STEADY, addresses=then_at)
    assert told(side(TREE, now, addresses=now_at), then) == {}
    then = side(TREE, STEADY, addresses=dict.fromkeys(STEADY, "crew@boat.example"))
    assert set(told(side(TREE, now, addresses=shared), then)) == {
        *("ant", "bee", "cat", "all*", "north*", "south*")
    }


def test_where_everybody_was_replaced_nobody_is_continued() -> None:
    """Neither the team nor, here, what is above it."""
    now = STEADY | people(ant=range(100, 108))
    now = {who: unit for who, unit in now.items() if who not in {f"p{n}" for n in range(8)}}

    assert told(side(TREE, now), side(TREE, STEADY)) == {"ant": None, "north*": None}


def test_whom_a_file_does_not_name_is_taken_for_the_same_people_again() -> None:
    """Brought in twice, others answered; nobody came or went."""
    first = people(ant=range(5), bee=range(10, 18), cat=range(20, 28))
    second = people(ant=range(3, 7), bee=range(10, 18), cat=range(20, 28))
    one = side(TREE, first, unknown={"ant": 3}, from_file=True)
    two = side(TREE, second, unknown={"ant": 4}, from_file=True)

    assert told(two, one) == {}
    assert told(one, two) == {}


def test_a_wave_of_which_a_file_names_nobody_is_not_known() -> None:
    """Nor one that names people by ids that nobody else has."""
    unnamed = side(TREE, {}, unknown={"ant": 8, "bee": 8}, from_file=True)
    foreign = side(TREE, {f"x{who}": unit for who, unit in STEADY.items()}, from_file=True)
    now = side(TREE, STEADY)

    for strange in (unnamed, foreign):
        assert others(now, strange) is None
        assert others(strange, now) is None


UNITS = ("a", "b", "c", "d", "e")
KEYS = st.sampled_from([f"p{n}" for n in range(9)])
ADDRESSES = st.dictionaries(KEYS, st.sampled_from(["m1", "m2", "m3", "m4", "m5"]))


@st.composite
def waves(draw: st.DrawFn) -> Wave:
    """A small tree under "a" and whoever was asked in it."""
    units = UNITS[: draw(st.integers(1, len(UNITS)))]
    above: dict[str, str | None] = {"a": None}
    for unit in units[1:]:
        above[unit] = draw(st.sampled_from(sorted(above)))
    homes = draw(st.dictionaries(KEYS, st.sampled_from(units)))
    at = {who: address for who, address in draw(ADDRESSES).items() if who in homes}
    unknown = draw(st.just({}) | st.dictionaries(st.sampled_from(units), st.integers(1, 3)))
    return Wave(above, homes, at, unknown)


@given(now=waves(), then=waves(), from_file=st.booleans())
def test_it_is_told_as_sets_of_people_tell_it(now: Wave, then: Wave, *, from_file: bool) -> None:
    """Whatever the two trees, ids, addresses and unnamed people are."""
    sides = [
        side(w.above, w.homes, addresses=w.addresses, unknown=w.unknown, from_file=from_file)
        for w in (now, then)
    ]
    slow = slow_others(now, then, from_file=from_file)
    event(f"{'not known' if slow is None else sorted({str(was is None) for was in slow.values()})}")

    assert others(*sides) == slow


def large(seed: int, *, units: int = 2_000, size: int = 10, moved: float = 0.2) -> Side:
    """Units in five levels with everybody in one of the lowest; some people and teams move."""
    random = np.random.default_rng(seed)
    above: dict[str, str | None] = {"u0": None}
    above |= {f"u{n}": f"u{(n - 1) // 6}" for n in range(1, units)}
    homes = np.arange(units * size) // size
    moves = random.random(len(homes)) < moved
    homes[moves] = random.integers(0, units, moves.sum())
    return side(above, {f"p{n}": f"u{home}" for n, home in enumerate(homes.tolist())})


@pytest.mark.parametrize("moved", [0.2])
def test_a_large_organisation_is_compared_in_no_time(moved: float) -> None:
    """2,000 units and 20,000 people; bench-sized it is 10,000 and 100,000."""
    now, then = large(1, moved=moved), large(2, moved=moved)

    assert others(now, then) is not None
    assert least_time(lambda: others(now, then)) < 1
