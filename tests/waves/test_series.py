"""Promises of a series: on working days only, in order, never two waves at once."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice, pairwise
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.waves.calendar import Calendar
from survey.waves.series import (
    EVERY_WEEKS,
    MOST_WAVES,
    Moved,
    Rhythm,
    Why,
    keys,
    names,
    on_weekday,
    slot,
    slots,
)

BERLIN = Calendar(zone="Europe/Berlin", country="DE", region="BE")
MONDAY = date(2026, 11, 30)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
PLACES = (("", ""), ("DE", "BY"), ("US", ""), ("SA", ""), ("IL", ""))
DATES = st.dates(date(2024, 1, 1), date(2030, 1, 1))


def rhythm(
    *, first: date = MONDAY, waves: int = 3, weeks: int = 4, days: int = 10, hour: int = 8
) -> Rhythm:
    """Three waves of ten days, every four weeks from a Monday in November."""
    return Rhythm(first, waves, weeks, days, time(hour), time(18))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """An organisation somewhere, with a few days and weeks of its own off."""
    country, region = draw(st.sampled_from(PLACES))
    starts = draw(st.lists(DATES, max_size=6))
    long = draw(st.integers(1, 20))
    off = {start + timedelta(days=n): "Ours" for start in starts for n in range(long)}
    return Calendar(draw(st.sampled_from(ZONES)), country, region, MappingProxyType(off))


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    """Any series that may be wished for."""
    weeks = draw(st.sampled_from(EVERY_WEEKS))
    return rhythm(
        first=draw(DATES),
        waves=draw(st.integers(1, MOST_WAVES)),
        weeks=weeks,
        days=draw(st.integers(1, 7 * weeks - 1)),
        hour=draw(st.integers(0, 17)),
    )


@given(rhythms(), calendars())
@settings(max_examples=30, deadline=None)
def test_a_series_keeps_to_working_days_in_order_and_never_two_at_once(
    wished: Rhythm, calendar: Calendar
) -> None:
    """Whatever is wished for, wherever that is, and whatever days are off."""
    planned = slots(wished, calendar)

    assert len(planned) == wished.waves
    for one in planned:
        assert calendar.works(one.opens_on)
        assert calendar.works(one.closes_on)
        between = (one.opens_on + timedelta(days=n) for n in count(1))
        assert one.closes_on >= list(islice(filter(calendar.works, between), 2))[1]
    assert all(before.closes < after.opens for before, after in pairwise(planned))


@given(rhythms(), calendars())
@settings(max_examples=30, deadline=None)
def test_a_day_that_is_not_the_one_wished_for_says_why(wished: Rhythm, calendar: Calendar) -> None:
    """And one that is says nothing."""
    for number, one in enumerate(slots(wished, calendar)):
        first = wished.first + timedelta(weeks=wished.weeks * number)
        assert (one.opening_moved is None) == (one.opens_on == first)
        if one.opening_moved and one.opening_moved.why is not Why.BEFORE:
            assert one.opening_moved == Moved(
                first,
                Why.HOLIDAY if calendar.holiday(first) else Why.WEEKEND,
                calendar.holiday(first) or "",
            )


@given(rhythms(), st.sampled_from(ZONES))
@settings(max_examples=30, deadline=None)
def test_the_hour_is_the_one_on_the_wall_all_year_round(wished: Rhythm, zone: str) -> None:
    """Clocks go forward and back; whoever is used to 8:00 gets 8:00."""
    calendar = Calendar(zone)
    for one in slots(wished, calendar):
        opens = calendar.local(one.opens)
        if calendar.local(calendar.moment(one.opens_on, wished.opens_at)).hour == opens.hour:
            assert (opens.date(), opens.hour) == (one.opens_on, wished.opens_at.hour)
        assert calendar.local(one.closes).time() == wished.closes_at
        assert one.opens.tzinfo is one.closes.tzinfo is UTC


def test_eight_in_the_morning_stays_eight_across_the_change_of_clocks() -> None:
    """In Berlin, 7:00 UTC in winter and 6:00 UTC in summer."""
    winter, summer = slots(rhythm(first=date(2026, 3, 2), waves=2), BERLIN)

    assert winter.opens == datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert summer.opens == datetime(2026, 3, 30, 6, tzinfo=UTC)
    assert [BERLIN.local(one.opens).hour for one in (winter, summer)] == [8, 8]


def test_an_opening_on_a_holiday_moves_to_the_next_working_day() -> None:
    """Christmas Day 2026 is a Friday, and the day after it a Saturday."""
    (one,) = slots(rhythm(first=date(2026, 12, 25), waves=1), BERLIN)

    assert one.opens_on == date(2026, 12, 28)
    assert one.opening_moved == Moved(date(2026, 12, 25), Why.HOLIDAY, "Christmas Day")


def test_a_wave_is_open_for_two_working_days_at_least() -> None:
    """One that opens on a Thursday closes on Monday at the earliest, however short it was to be."""
    (one,) = slots(rhythm(first=date(2026, 12, 3), waves=1, days=1), BERLIN)

    assert one.closes_on == date(2026, 12, 7)
    assert one.closing_moved == Moved(date(2026, 12, 4), Why.SHORT)


def test_an_opening_waits_until_the_wave_before_has_closed() -> None:
    """A long break keeps one wave open into the next one's time."""
    days = (date(2026, 12, 7) + timedelta(days=n) for n in range(15))
    break_: Mapping[date, str] = dict.fromkeys(days, "Winter break")
    calendar = Calendar(days_off=break_)
    first, second = slots(rhythm(waves=2, weeks=2, days=10), calendar)

    assert first.closes_on == date(2026, 12, 22)
    assert second.opens_on == date(2026, 12, 23)
    assert second.opening_moved == Moved(date(2026, 12, 14), Why.BEFORE)


@pytest.mark.parametrize(
    ("wished", "column"),
    [
        (rhythm(waves=0), "count"),
        (rhythm(waves=MOST_WAVES + 1), "count"),
        (rhythm(days=0), "closes"),
        (rhythm(weeks=2, days=14), "lasts"),
    ],
)
def test_a_series_that_cannot_be_is_refused(wished: Rhythm, column: str) -> None:
    """Under the field that is wrong."""
    with pytest.raises(BadInput) as refusal:
        slots(wished, BERLIN)

    assert [problem.column for problem in refusal.value.problems] == [column]


def test_a_single_wave_keeps_to_working_days_too() -> None:
    """From a Saturday to a Sunday becomes from a Monday to a Monday."""
    one = slot(
        date(2026, 8, 1), date(2026, 8, 9), opens_at=time(8), closes_at=time(18), calendar=BERLIN
    )

    assert (one.opens_on, one.closes_on) == (date(2026, 8, 3), date(2026, 8, 10))
    assert one.opening_moved == Moved(date(2026, 8, 1), Why.WEEKEND)


def test_a_single_wave_that_closes_before_it_opens_is_refused() -> None:
    """It is not moved to days nobody wished for."""
    with pytest.raises(BadInput) as refusal:
        slot(MONDAY, MONDAY, opens_at=time(8), closes_at=time(18), calendar=BERLIN)

    assert refusal.value.problems[0].column == "closes"


@given(DATES, st.integers(0, 6))
def test_a_weekday_is_found_within_a_week(start: date, weekday: int) -> None:
    """On the day itself or after it."""
    found = on_weekday(start, weekday)

    assert found.weekday() == weekday
    assert 0 <= (found - start).days < 7


# Names and keys


def test_keys_and_names_tell_the_week() -> None:
    """As HR files them."""
    planned = slots(rhythm(), BERLIN)

    assert keys(planned, taken=()) == ["2026-w49", "2026-w53", "2027-w04"]
    assert names("Pulse, week {week}", planned) == [
        "Pulse, week 49",
        "Pulse, week 53",
        "Pulse, week 4",
    ]


def test_a_key_that_is_taken_gets_a_number() -> None:
    """Whoever took it."""
    planned = slots(rhythm(waves=1), BERLIN)

    assert keys(planned, taken={"2026-w49", "2026-w49-2"}) == ["2026-w49-3"]
    assert keys([*planned, *planned], taken=()) == ["2026-w49", "2026-w49-2"]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("Pulse", ["Pulse (1)", "Pulse (2)", "Pulse (3)"]),
        ("No. {number}", ["No. 1", "No. 2", "No. 3"]),
        (" {month} {year} ", ["November 2026", "December 2026", "January 2027"]),
        ("Week {week} of {year}", ["Week 49 of 2026", "Week 53 of 2026", "Week 4 of 2027"]),
        ("{odd} {0} {week", ["{odd} {0} {week (1)", "{odd} {0} {week (2)", "{odd} {0} {week (3)"]),
        ("", ["", "", ""]),
    ],
)
def test_no_two_waves_of_a_series_have_one_name(pattern: str, said: list[str]) -> None:
    """What is not known in a pattern stays as it was typed; nothing at all is refused later."""
    assert names(pattern, slots(rhythm(), BERLIN)) == said
