"""Promises of the organisation's calendar: its own time, its own days off, names it may choose."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.actions.calendar import Days, choose_days
from survey.errors import BadInput, NotAllowed
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.store import Store
from survey.text import in_language
from survey.waves.calendar import Calendar, calendar_of, countries, read_days_off, regions, zones
from tests.make import ACTOR

HR = Viewer(ACTOR, "Somebody", "", None, frozenset({Role.HR}))
MEMBER = Viewer("ant-1", "Ant", "ant", None, frozenset())


def test_an_organisation_that_chose_nothing_has_the_usual_days() -> None:
    """UTC, from 8:00 to 18:00, weekends off, no holidays."""
    calendar = calendar_of({})

    assert calendar == Calendar("UTC", "", "", {}, time(8), time(18))
    assert not calendar.works(date(2026, 11, 28))
    assert calendar.works(date(2026, 12, 25))


def test_what_hr_chooses_holds_and_is_on_the_record(store: Store) -> None:
    """On both engines."""
    days = Days(
        zone="Europe/Vienna",
        country="AT",
        region="9",
        days_off="2026-12-24 to 2026-12-26 Winter break\n\n 2027-01-04 Stocktaking ",
        opens_at=time(9, 30),
        closes_at=time(17),
    )
    choose_days(store, days, viewer=HR)

    calendar = calendar_of(store.preferences())
    assert (calendar.zone, calendar.country, calendar.region) == ("Europe/Vienna", "AT", "9")
    assert (calendar.opens_at, calendar.closes_at) == (time(9, 30), time(17))
    assert calendar.holiday(date(2026, 12, 24)) == "Winter break"
    assert calendar.holiday(date(2027, 1, 4)) == "Stocktaking"
    assert calendar.holiday(date(2026, 10, 26)) == "National Day"
    assert store.audit()[0].subject == "time and holidays"


def test_only_hr_chooses(duckdb_store: Store) -> None:
    """Nobody else, and nothing is kept."""
    with pytest.raises(NotAllowed):
        choose_days(duckdb_store, Days(zone="Europe/Vienna"), viewer=MEMBER)

    assert duckdb_store.preferences() == {}


@pytest.mark.parametrize(
    ("days", "column"),
    [
        (Days(zone="Europe/Atlantis"), "time_zone"),
        (Days(country="XX"), "country"),
        (Days(country="DE", region="ZZ"), "region"),
        (Days(region="BY"), "region"),
        (Days(opens_at=time(18), closes_at=time(8)), "closes_at"),
        (Days(days_off="Christmas"), "days_off"),
        (Days(days_off="2026-12-31 to 2026-12-24 Break"), "days_off"),
        (Days(days_off="9999-12-31 to 9999-12-31 The end"), "days_off"),
        (Days(days_off="2026-01-01 to 2026-12-31 A\n2027-01-01 to 2027-12-31 B"), "days_off"),
    ],
)
def test_what_cannot_be_is_refused_under_its_name(
    duckdb_store: Store, days: Days, column: str
) -> None:
    """And nothing is kept."""
    with pytest.raises(BadInput) as refusal:
        choose_days(duckdb_store, days, viewer=HR)

    assert [problem.column for problem in refusal.value.problems] == [column]
    assert duckdb_store.preferences() == {}


def test_names_that_nobody_knows_any_more_count_as_not_chosen() -> None:
    """A newer list may have dropped them; every hour is said with its time zone."""
    calendar = calendar_of({"time_zone": "Europe/Atlantis", "country": "XX", "region": "BY"})

    assert (calendar.zone, calendar.country, calendar.region) == ("UTC", "", "")


@pytest.mark.parametrize("country", ["DE", "US", "SA", "NP", "BR", "JP"])
def test_every_name_that_is_offered_can_be_chosen(country: str) -> None:
    """A country and each of its regions, with holidays in the year."""
    assert country in countries()
    for region in ("", *regions(country)):
        calendar = Calendar(country=country, region=region)
        days = (date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(365))
        assert any(calendar.holiday(day) for day in days)


def test_the_weekend_is_that_of_the_country() -> None:
    """Friday and Saturday in Saudi Arabia."""
    calendar = Calendar(country="SA")

    assert [calendar.is_weekend(date(2026, 11, day)) for day in (26, 27, 28, 29)] == [
        False, True, True, False,
    ]  # fmt: skip


@given(st.sampled_from(sorted(zones())), st.integers(1_600_000_000, 2_000_000_000))
def test_a_moment_is_said_in_local_time_and_comes_back(zone: str, seconds: int) -> None:
    """Local time is another way to say it, nothing else."""
    utc, calendar = datetime.fromtimestamp(seconds, UTC), Calendar(zone)

    assert calendar.local(utc).astimezone(UTC) == utc
    assert calendar.said(utc).endswith(zone)


@given(st.text() | st.from_regex(r"20\d\d-\d\d-\d\d( to 20\d\d-\d\d-\d\d)? [a-z]+"))
def test_days_off_are_read_or_refused_in_words(lines: str) -> None:
    """Whatever is typed, it is never a failure of ours."""
    found: Mapping[date, str] = {}
    with suppress(BadInput):
        found = read_days_off(lines)

    assert all(found.values())


def test_a_year_without_a_working_day_is_refused() -> None:
    """Rather than looked through for ever."""
    off = read_days_off("2026-01-01 to 2026-12-31 Sleep\n2027-01-01 to 2027-01-31 More")

    with pytest.raises(BadInput, match="no working day"):
        Calendar(days_off=off).working_day(date(2026, 1, 1))


def test_a_public_holiday_is_named_in_the_language_of_whoever_reads_where_it_is_known() -> None:
    """Kept and compared in English; a day off of one's own is as it was written."""
    own_day = "2026-12-30 Stocktaking"
    calendar = calendar_of({"country": "DE", "region": "BY", "days_off": own_day})
    unity, own = calendar.holiday(date(2026, 10, 3)), calendar.holiday(date(2026, 12, 30))

    assert unity == "German Unity Day"
    assert in_language(unity, "de") == "Tag der Deutschen Einheit"
    assert in_language(unity, "xx") == unity
    assert in_language(own, "de") == "Stocktaking"
