"""Promises of the calendar file: it can be read, in local time, and its events keep their names."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from icalendar import Calendar as File

from survey.actions.series import plan_series
from survey.actions.waves import cancel_wave
from survey.store import Store
from survey.waves.calendar import Calendar
from survey.waves.calendar_file import calendar_file
from survey.waves.wave import Wave
from tests.make import ACTOR, populate
from tests.make_hr import BERLIN, HR, plans


def read(store: Store, calendar: Calendar = BERLIN, *, made: datetime | None = None) -> File:
    """The file of every wave, read again."""
    content = calendar_file(
        store.waves(),
        calendar=calendar,
        site="boat.example",
        made=made or store.now(),
        language="en",
    )
    found = File.from_ical(content)
    assert isinstance(found, File)
    return found


@pytest.fixture
def waves(duckdb_store: Store) -> list[Wave]:
    """A series that crosses the change of clocks."""
    populate(duckdb_store)
    return plan_series(duckdb_store, plans(duckdb_store), viewer=HR)


def test_each_wave_has_its_three_moments_in_local_time(
    duckdb_store: Store, waves: list[Wave]
) -> None:
    """Eight o'clock before and after the change, with the time zone explained."""
    file = read(duckdb_store)

    events = list(file.walk("VEVENT"))
    assert [str(event["uid"]) for event in events] == [
        f"wave-{wave.id}-{what}@boat.example"
        for wave, what in product(waves, ("opens", "closes", "results"))
    ]
    assert {event.decoded("dtstart").hour for event in events[::3]} == {8}
    assert [event.decoded("dtstart").astimezone(UTC) for event in events[::3]] == [
        wave.opens for wave in waves
    ]
    assert {event["dtstart"].params["TZID"] for event in events} == {"Europe/Berlin"}
    assert [str(zone["tzid"]) for zone in file.walk("VTIMEZONE")] == ["Europe/Berlin"]


@pytest.mark.usefixtures("waves")
def test_in_utc_no_time_zone_is_explained(duckdb_store: Store) -> None:
    """Every reader knows it."""
    assert list(read(duckdb_store, Calendar()).walk("VTIMEZONE")) == []


def test_a_newer_file_speaks_of_the_same_events(duckdb_store: Store, waves: list[Wave]) -> None:
    """By their lasting names; a cancelled wave is said to be so."""
    before = [str(event["uid"]) for event in read(duckdb_store).walk("VEVENT")]
    cancel_wave(duckdb_store, key=waves[0].key, actor=ACTOR, reason="Holidays.")

    later = duckdb_store.now() + timedelta(days=1)
    after = {
        str(event["uid"]): str(event["status"])
        for event in read(duckdb_store, made=later).walk("VEVENT")
    }

    assert sorted(after) == sorted(before)
    cancelled = [uid for uid, status in after.items() if status == "CANCELLED"]
    assert cancelled == [
        f"wave-{waves[0].id}-{what}@boat.example" for what in ("opens", "closes", "results")
    ]


@pytest.mark.parametrize("name", ["A, B; C", "line\nbreak", "“ÄÖ” \\n", "BEGIN:VEVENT"])
def test_no_name_breaks_the_file(duckdb_store: Store, name: str) -> None:
    """Whatever a wave is called."""
    populate(duckdb_store)
    (one, *_) = plans(duckdb_store)
    plan_series(duckdb_store, [replace(one, name=name)], viewer=HR)

    summaries = [str(event["summary"]) for event in read(duckdb_store).walk("VEVENT")]

    assert len(summaries) == 3
    assert all(name in said for said in summaries)
