"""Promises of the check list: who would be asked, where they count, and what stands in the way."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from analytics.promise.counted_in import place_of
from analytics.reports.before_opening import (
    LeaderPlace,
    OffDay,
    Reading,
    SmallUnit,
    group_now,
    off_days,
    readiness,
)
from survey.actions.calendar import Days, choose_days
from survey.actions.opening import open_wave
from survey.errors import NotAllowed
from survey.questionnaire.shipped import shipped
from survey.store import Store
from survey.waves.calendar import Calendar, calendar_of
from survey.waves.wave import State
from tests.make import ACTOR, Universe, keep_people, person, plan, populate, start
from tests.make_hr import BERLIN, HR, MEMBER


def test_small_teams_are_told_where_they_count(store: Store) -> None:
    """Three people of cat, and whoever leads north, count with all; two leaders in no other."""
    populate(store)
    wave = plan(store)

    found = readiness(store, wave, viewer=HR, calendar=BERLIN)

    assert found.asked == 25
    assert found.small == (SmallUnit("Cat", 3, "All", 25), SmallUnit("North", 1, "All", 25))
    assert LeaderPlace("Ant-Lead", "Ant", "North") in found.leaders
    assert LeaderPlace("North-Lead", "North", "All") in found.leaders


@pytest.mark.parametrize("cat", [1, 3, 5])
@pytest.mark.parametrize("dog", [0, 4, 9])
def test_it_says_beforehand_what_people_are_told_when_it_opens(
    duckdb_store: Store, cat: int, dog: int
) -> None:
    """The same plan rule, on the same people."""
    members = {"all": 0, "ant": 8, "bee": 2, "cat": cat, "dog": dog}
    populate(duckdb_store, Universe(members=members))
    before = readiness(duckdb_store, plan(duckdb_store), viewer=HR, calendar=BERLIN)
    open_wave(duckdb_store, key="w1", actor=ACTOR)
    wave = duckdb_store.wave("w1")

    for unit in before.small:
        place = place_of(duckdb_store, wave, unit.name.lower())
        assert (place.name if place else None) == unit.counts_in
        assert (place.invited if place else 0) == unit.together
    small = {unit.name.lower() for unit in before.small}
    homes = {unit.key for unit in duckdb_store.wave_units(wave.id) if unit.invited} - small
    assert all(
        (place := place_of(duckdb_store, wave, home)) and place.name.lower() == home
        for home in homes
    )


def test_an_audience_too_small_for_any_figure_must_be_solved(duckdb_store: Store) -> None:
    """Nobody would be shown anything."""
    populate(duckdb_store)
    wave = plan(duckdb_store, audience=("cat",))

    found = readiness(duckdb_store, wave, viewer=HR, calendar=BERLIN)

    assert (found.asked, found.enough, found.must_be_solved) == (3, False, True)
    assert found.small == (SmallUnit("Cat", 3, None, 0),)


def test_people_without_an_address_are_named(duckdb_store: Store) -> None:
    """Those asked, and nobody else."""
    populate(duckdb_store)
    keep_people(
        duckdb_store,
        [
            replace(person("ant-1", "ant"), email=""),
            replace(person("dog-1", "dog"), email="", active=False),
        ],
    )

    found = readiness(duckdb_store, plan(duckdb_store), viewer=HR, calendar=BERLIN)

    assert found.without_address == ("Ant-1",)
    assert not found.mail_server


def test_waves_that_ask_the_same_people_at_the_same_time_are_named(duckdb_store: Store) -> None:
    """One that is open, for its days; none that is over before."""
    populate(duckdb_store)
    start(duckdb_store, "w1", audience=("ant",))
    wave = plan(duckdb_store, "w2")
    after = plan(duckdb_store, "w3", opens=wave.closes)

    assert readiness(duckdb_store, wave, viewer=HR, calendar=BERLIN).overlaps == (("Wave w1", 8),)
    later = readiness(duckdb_store, after, viewer=HR, calendar=BERLIN)
    assert (later.overlaps, later.must_be_solved) == ((), False)


def test_a_day_off_that_came_after_planning_is_said_and_moves_nothing(
    duckdb_store: Store,
) -> None:
    """The wave stays at its moment until HR changes it."""
    populate(duckdb_store)
    wave = plan(duckdb_store, state=State.SCHEDULED, opens=datetime(2026, 3, 9, 8, tzinfo=UTC))
    assert off_days(wave, Calendar()) == ()

    choose_days(duckdb_store, Days(days_off="2026-03-09 Harbour day"), viewer=HR)

    calendar = calendar_of(duckdb_store.preferences())
    found = readiness(duckdb_store, wave, viewer=HR, calendar=calendar)
    assert found.off_days == (OffDay(True, date(2026, 3, 9), "Harbour day"),)
    assert not found.must_be_solved
    assert duckdb_store.wave("w1") == wave


def test_days_are_those_of_the_organisation(duckdb_store: Store) -> None:
    """Late on Friday in UTC is Saturday in Auckland."""
    populate(duckdb_store)
    wave = plan(duckdb_store, opens=datetime(2026, 3, 6, 20, tzinfo=UTC), days=3)

    assert off_days(wave, Calendar()) == ()
    assert off_days(wave, Calendar("Pacific/Auckland")) == (OffDay(True, date(2026, 3, 7), None),)


def test_a_wave_whose_time_has_passed_must_be_solved(duckdb_store: Store) -> None:
    """It can only be changed."""
    populate(duckdb_store)
    wave = plan(duckdb_store, opens=duckdb_store.now() - timedelta(days=9))

    found = readiness(duckdb_store, wave, viewer=HR, calendar=BERLIN)

    assert (found.late, found.must_be_solved) == (True, True)


def test_only_hr_sees_the_check_list(duckdb_store: Store) -> None:
    """It names people."""
    populate(duckdb_store)
    wave = plan(duckdb_store)

    with pytest.raises(NotAllowed):
        readiness(duckdb_store, wave, viewer=MEMBER, calendar=BERLIN)
    with pytest.raises(NotAllowed):
        group_now(duckdb_store, wave, viewer=MEMBER)


@pytest.mark.parametrize(
    ("audience", "who", "said"),
    [
        ((), "ant-1", ("Ant", 8)),
        ((), "cat-1", ("All", 25)),
        ((), "nobody", ("Ant", 8)),
        (("cat",), "cat-1", ("", 0)),
    ],
)
def test_the_preview_says_where_answers_would_count(
    duckdb_store: Store, audience: tuple[str, ...], who: str, said: tuple[str, int]
) -> None:
    """For whoever looks; for somebody not asked, where most people count."""
    populate(duckdb_store)
    wave = plan(duckdb_store, audience=audience)

    assert group_now(duckdb_store, wave, viewer=replace(HR, person=who)) == said


def test_it_says_in_which_languages_people_are_asked(duckdb_store: Store) -> None:
    """Those that somebody reads, the most read first; English needs no word."""
    populate(duckdb_store)
    read = {"ant-1": "de", "ant-2": "de-AT", "ant-3": "fr"}
    people = [replace(duckdb_store.people()[who], language=tag) for who, tag in read.items()]
    keep_people(duckdb_store, people)
    whole, english = shipped()["short"], shipped()["short"].spoken_in([])
    new = replace(whole.statements[0], id="OWN9", text="Tea is served in time.")
    own = replace(whole, items=(*whole.items, new))

    said = {
        wave.key: readiness(duckdb_store, wave, viewer=HR, calendar=BERLIN).readings
        for wave in (
            plan(duckdb_store, "whole", asks=whole),
            plan(duckdb_store, "own", asks=own),
            plan(duckdb_store, "english", asks=english),
        )
    }

    french = Reading("fr", 1, None)
    assert said == {
        "whole": (Reading("de", 2, 0), french),
        "own": (Reading("de", 2, 1), french),
        "english": (Reading("de", 2, None), french),
    }


def test_the_same_people_are_named_although_they_have_new_ids(duckdb_store: Store) -> None:
    """Their mailboxes are the same, whatever is written after a plus sign in front of the @."""
    populate(duckdb_store)
    start(duckdb_store, "w1", audience=("ant",))
    people = duckdb_store.people()
    old = [one for one in people.values() if one.unit == "ant" and one.leads is None]
    again = [
        replace(one, key=f"x-{one.key}", unit="bee", email=one.email.replace("@", "+2@"))
        for one in old
    ]
    keep_people(duckdb_store, again)
    wave = plan(duckdb_store, "w2", audience=("bee",))

    found = readiness(duckdb_store, wave, viewer=HR, calendar=BERLIN)

    assert found.overlaps == (("Wave w1", len(old)),)
