"""Promises of what a closing says of people: kept once, sealed, and nothing is invented."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from analytics.jobs.past_waves import PastWave, bring
from analytics.promise.seals import as_sealed
from analytics.published.diagnostics import COMPARED
from survey.actions.units import close_unit
from survey.imports.wave import read_wave
from survey.organisation.structure import Person, Unit
from survey.store import OtherPeople, Store
from survey.waves.wave import RULES
from tests.make import ACTOR, TINY, Clock, Universe, keep_people, person, populate, published
from tests.make_hr import HR
from tests.tamper import tamper

pytestmark = pytest.mark.slow

FEW = Universe(
    {"all": 0, "ant": 6, "bee": 6, "cat": 5},
    {"all": None, "north": "all", "ant": "north", "bee": "north", "cat": "all"},
    (),
)
FOUR_WEEKS = 28


def here(units: Mapping[str, Iterable[str]]) -> list[Person]:
    """People of these keys in these units."""
    return [person(key, unit) for unit, keys in units.items() for key in keys]


def named(unit: str, many: int) -> list[str]:
    """The people FEW has in a unit."""
    return [f"{unit}-{number}" for number in range(1, many + 1)]


def told(store: Store, key: str) -> dict[tuple[str, str], str | None]:
    """What the last wave says of its sets and one other wave."""
    last, other = store.waves()[-1].id, store.wave(key).id
    return {
        (row.unit, row.scope): row.was for row in store.other_people([last]) if row.other == other
    }


def compared(store: Store, key: str) -> set[str]:
    """The waves with which a wave was compared, by their keys."""
    figures = store.diagnostics(store.wave(key).id)
    return {name.removeprefix(COMPARED) for name in figures if name.startswith(COMPARED)}


def test_where_people_went_is_told_and_sealed(store: Store, clock: Clock) -> None:
    """A team renamed and one replaced; a changed or a missing row breaks the seal."""
    populate(store, FEW)
    published(store, "w1")
    clock.move(days=FOUR_WEEKS)
    others = here({"fox": named("ant", 6), "bee": [f"new-{n}" for n in range(6)]})
    gone = [person(key, "bee", active=False) for key in named("bee", 6)]
    keep_people(store, [*others, *gone], units=[Unit("fox", "Fox", "north")])
    wave = published(store, "w2")

    assert compared(store, "w2") == {"w1"}
    assert told(store, "w1") == {
        ("fox", "team"): "ant", ("bee", "team"): None,
        ("north", "area"): None, ("all", "area"): None,
    }  # fmt: skip
    assert wave.rules == RULES
    assert all(as_sealed(store, one) for one in store.waves())
    tamper(store, "UPDATE other_people SET was = NULL WHERE was IS NOT NULL")
    assert not as_sealed(store, wave)


def test_a_row_beside_a_seal_that_knows_of_none_breaks_it(store: Store) -> None:
    """Nobody can write afterwards that a team is another one."""
    populate(store, FEW)
    wave = published(store, "w1")
    assert as_sealed(store, wave)

    tamper(store, "INSERT INTO other_people VALUES (1, 9, 2, FALSE, NULL)")

    assert not as_sealed(store, wave)


def test_six_waves_before_are_compared_and_no_more(duckdb_store: Store, clock: Clock) -> None:
    """By the day they closed."""
    populate(duckdb_store, FEW)
    for number in range(8):
        published(duckdb_store, f"w{number}")
        clock.move(days=FOUR_WEEKS)

    assert compared(duckdb_store, "w0") == set()
    assert compared(duckdb_store, "w7") == {f"w{number}" for number in range(1, 7)}
    assert duckdb_store.other_people() == []


def test_new_ids_with_addresses_that_are_kept_are_the_same_people(
    duckdb_store: Store, clock: Clock
) -> None:
    """Another way of writing an address is the same address."""
    populate(duckdb_store, FEW)
    published(duckdb_store, "w1")
    clock.move(days=FOUR_WEEKS)
    old = FEW.people.values()
    new = [
        Person(f"id-{one.key}", one.name, one.email.upper(), "en", one.unit, None, True)
        for one in old
    ]
    gone = [person(one.key, one.unit, active=False) for one in old]
    keep_people(duckdb_store, [*new, *gone])
    published(duckdb_store, "w2")

    assert set(duckdb_store.roster(2)) == {one.key for one in new}
    assert (compared(duckdb_store, "w2"), told(duckdb_store, "w1")) == ({"w1"}, {})


def past(key: str, opened: date, rows: Mapping[str, Iterable[str]], **options: str) -> PastWave:
    """A past wave in which these people, or with an empty key unnamed ones, answered."""
    lines = [f"{unit},{who},4,2,1,5,1" for unit, people in rows.items() for who in people]
    text = "\n".join(["unit,person_id,B1,B2,A1,A2,S1", *lines, ""])
    invited = options.get("invited")
    file = read_wave(text.encode(), TINY, invited.encode() if invited else None)
    return PastWave(key, key.title(), opened, opened.replace(day=9), 5, TINY, file)


def test_a_past_wave_between_two_is_compared_with_both(duckdb_store: Store, clock: Clock) -> None:
    """The one after it too, where its teams have other names."""
    populate(duckdb_store, FEW)
    first = {"ant": named("ant", 6), "bee": named("bee", 6), "cat": named("cat", 5)}
    bring(duckdb_store, past("old", date(2025, 5, 1), first), actor=ACTOR)
    swapped = first | {"ant": first["bee"], "bee": first["ant"]}
    published(duckdb_store, "w1")
    bring(duckdb_store, past("mid", date(2025, 8, 1), swapped), actor=ACTOR)

    numbers = {wave.key: wave.id for wave in duckdb_store.waves()}
    assert compared(duckdb_store, "mid") == {"old", "w1"}
    assert sorted(duckdb_store.other_people([numbers["mid"]])) == sorted(
        OtherPeople(numbers["mid"], numbers[other], unit, "team", was)
        for other in ("old", "w1")
        for unit, was in (("ant", "bee"), ("bee", "ant"))
    )


def test_of_people_whom_nobody_can_recognise_nothing_is_said(duckdb_store: Store) -> None:
    """Neither that they are the same nor that they are not."""
    populate(duckdb_store, FEW)
    bring(
        duckdb_store, past("old", date(2025, 5, 1), {"ant": [""] * 6, "bee": [""] * 6}), actor=ACTOR
    )

    published(duckdb_store, "w1")

    assert compared(duckdb_store, "w1") == set()
    assert duckdb_store.other_people() == []


def test_a_file_brought_in_again_four_weeks_later_is_about_the_same_people(
    duckdb_store: Store,
) -> None:
    """Those who were invited and did not answer are the same ones; others answered."""
    invited = "unit,invited\nant,12\nbee,10\n"
    answered = {"ant": [f"a{n}" for n in range(8)], "bee": [f"b{n}" for n in range(7)]}
    later = {"ant": [f"a{n}" for n in range(3, 11)], "bee": [f"b{n}" for n in range(2, 9)]}
    for key, month, rows in (("one", 5, answered), ("two", 6, later)):
        wave = past(key, date(2025, month, 1), rows, invited=invited)
        bring(duckdb_store, wave, actor=ACTOR)

    assert compared(duckdb_store, "two") == {"one"}
    assert duckdb_store.other_people() == []


def test_a_unit_that_was_closed_is_still_named(duckdb_store: Store, clock: Clock) -> None:
    """Its people are read where they were, whatever became of the unit."""
    populate(duckdb_store, FEW)
    published(duckdb_store, "w1")
    clock.move(days=FOUR_WEEKS)
    units = [Unit("south", "South", "all"), Unit("fox", "F", "south"), Unit("owl", "O", "south")]
    moved = here({"fox": named("ant", 6), "owl": named("bee", 6)})
    keep_people(duckdb_store, moved, units=units)
    for unit in ("ant", "bee", "north"):
        close_unit(duckdb_store, unit=unit, viewer=HR)
    published(duckdb_store, "w2")

    assert told(duckdb_store, "w1") == {
        ("fox", "team"): "ant", ("owl", "team"): "bee", ("south", "area"): "north"
    }  # fmt: skip
