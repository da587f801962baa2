"""Promises of reminders: twice at most, on working days, to all who have not answered, unseen."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from analytics.schedule import close_now, make_rounds
from survey.actions.calendar import Days, choose_days
from survey.calendar import Calendar
from survey.deliveries import Occasion
from survey.mail import Outcome
from survey.organisation import Role
from survey.permissions import Viewer
from survey.reminding import reminder_now, reminders
from survey.settings import Settings
from survey.store import Store
from survey.waves import State, Wave
from tests.attacks.test_sealing import bytes_of
from tests.make import ACTOR, Clock, answer
from tests.make_mails import Taking, invited, send_all, server_at

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
HR = Viewer("ant-1", "Ant", "ant", None, frozenset({Role.HR}))


def wave(opens: datetime, closes: datetime) -> Wave:
    """A wave of which only the days matter."""
    values: dict[str, object] = dict.fromkeys(Wave.__dataclass_fields__)
    values |= {"state": State.OPEN, "opens": opens, "opened": opens, "closes": closes}
    return Wave(**values)  # type: ignore[arg-type]


def calendar(zone: str = "UTC", *days_off: date) -> Calendar:
    """A calendar with days off of its own."""
    return Calendar(zone=zone, days_off=MappingProxyType(dict.fromkeys(days_off, "off")))


DAYS = st.floats(0.05, 40).map(lambda days: timedelta(days=days))
STARTS = st.integers(0, 365 * 24).map(lambda hours: MONDAY + timedelta(hours=hours))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"])
OFF = st.lists(st.integers(0, 400).map(lambda n: MONDAY.date() + timedelta(days=n)), max_size=20)


@given(opens=STARTS, lasts=DAYS, zone=ZONES, off=OFF)
def test_reminders_come_on_working_days_between_opening_and_closing(
    opens: datetime, lasts: timedelta, zone: str, off: list[date]
) -> None:
    """At the hour of the opening, never two on a day, and one at most in a short wave."""
    days = calendar(zone, *off)
    found = reminders(wave(opens, opens + lasts), days)

    local = [days.local(moment) for moment in found.values()]
    assert all(opens < moment < opens + lasts for moment in found.values())
    assert all(days.works(moment.date()) for moment in local)
    assert len({moment.date() for moment in local}) == len(local)
    assert list(found.values()) == sorted(found.values())
    assert len(found) <= (1 if lasts < timedelta(days=4) else 2)


@pytest.mark.parametrize(
    ("lasts", "days"),
    [
        (timedelta(days=11, hours=10), [9, 11]),  # half-time falls on Saturday: Monday 9
        (timedelta(days=4, hours=10), [4]),  # both fall on Wednesday: one
        (timedelta(days=3), [3]),  # short: half-time only
        (timedelta(hours=10), []),  # over on the day it opened
        (timedelta(days=8, hours=10), [6, 9]),
    ],
)
def test_a_reminder_at_half_time_and_one_two_days_before_closing(
    lasts: timedelta, days: list[int]
) -> None:
    """From a Monday on, by the day of the month."""
    found = reminders(wave(MONDAY, MONDAY + lasts), calendar())

    assert [moment.day for moment in found.values()] == days
    assert {moment.time() for moment in found.values()} <= {time(8)}


def test_after_a_pause_only_the_latest_is_sent_and_none_at_the_weekend() -> None:
    """Two in a day help nobody."""
    open_ = wave(MONDAY, MONDAY + timedelta(days=11, hours=10))

    def at(day: int, hour: int = 9) -> Occasion | None:
        return reminder_now(open_, calendar(), now=MONDAY.replace(day=day, hour=hour))

    assert [at(6), at(9, 7), at(9), at(10)] == [None, None, *[Occasion.HALF_TIME] * 2]
    assert [at(11, 7), at(11), at(13)] == [None, *[Occasion.LAST_DAYS] * 2]
    assert at(14) is None


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A store whose mails go to a mail server, from a Monday on, on both engines."""
    with closing(Store(server_at(settings), clock=Clock(MONDAY))) as store:
        yield store


def clock_of(store: Store) -> Clock:
    """The clock that tests move."""
    assert isinstance(store.now, Clock)
    return store.now


def reminded(store: Store, **by: float) -> list[str]:
    """Who is written to when so much time has passed and rounds were made, twice."""
    clock_of(store).move(**by)
    way = Taking()
    for _ in range(2):
        make_rounds(store)
        send_all(store, way)
    return [who[:5] for who in way.to()]


def test_all_who_have_not_answered_are_reminded_together_and_each_time_once(store: Store) -> None:
    """A week from Monday: Thursday at half-time, then two days before it closes, a Saturday: no."""
    tokens = invited(store, 6)
    send_all(store, Taking())
    answer(store, tokens["ant-1"], {"B1": 3, "B2": 3})

    assert reminded(store, days=2) == []
    assert reminded(store, days=1) == [f"ant-{n}" for n in range(2, 7)]
    assert reminded(store, hours=4) == []
    assert reminded(store, days=2) == []


def test_days_off_of_the_organisation_are_kept_free(store: Store) -> None:
    """Half-time on a day off moves to the next working day."""
    invited(store, 6)
    send_all(store, Taking())
    choose_days(store, Days(days_off="2026-03-05"), viewer=HR)

    assert reminded(store, days=3) == []
    assert len(reminded(store, days=1)) == 6


def test_whoever_answers_before_the_mail_goes_out_is_not_reminded(store: Store) -> None:
    """The mail server was slow, or away."""
    tokens = invited(store, 6)
    send_all(store, Taking())
    clock_of(store).move(days=3)
    make_rounds(store)
    answer(store, tokens["ant-3"], {"B1": 3, "B2": 3})
    way = Taking()
    send_all(store, way)

    assert "ant-3@boat.example" not in way.to()
    assert len(way.to()) == 5


def test_a_reminder_that_could_not_go_out_on_friday_waits_for_monday(store: Store) -> None:
    """However many tries it has had."""
    invited(store, 6)
    choose_days(store, Days(days_off="2026-03-05"), viewer=HR)
    send_all(store, Taking())
    clock_of(store).move(days=4)
    make_rounds(store)
    send_all(store, Taking({f"ant-{n}@boat.example": [Outcome.LATER] for n in range(1, 7)}))

    assert reminded(store, days=1) == []
    assert reminded(store, days=1) == []


def test_whose_reminder_came_back_is_noted_nowhere(store: Store) -> None:
    """It would say that they had not answered."""
    invited(store, 6)
    send_all(store, Taking())
    clock_of(store).move(days=3)
    make_rounds(store)
    send_all(store, Taking({"ant-2@boat.example": [Outcome.NO_SUCH_ADDRESS]}))

    assert store.bounces() == {}


def test_nothing_outside_the_box_says_whom_a_reminder_went_to(store: Store) -> None:
    """Neither how many: the record has one line, the same for one person and for all."""
    tokens = invited(store, 6)
    send_all(store, Taking())
    for who in list(tokens)[:5]:
        answer(store, tokens[who], {"B1": 3, "B2": 3})
    assert reminded(store, days=3) == ["ant-6"]

    line = store.last_event(verb="send reminder at half-time", subject="w1")
    assert line is not None
    assert (line.actor, line.detail) == ("schedule", "")
    if store.engine.dialect.name == "duckdb":
        with store.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM delivery")).scalar() == 0
    close_now(store, key="w1", actor=ACTOR)
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM delivery")).scalar() == 0


def test_after_closing_no_byte_is_left_of_a_reminder(duckdb_settings: Settings) -> None:
    """While the wave is open it stands in the box, and in no other file (attack 16)."""
    word = Occasion.HALF_TIME.value.encode()
    with closing(Store(server_at(duckdb_settings), clock=Clock(MONDAY))) as store:
        invited(store, 6)
        assert len(reminded(store, days=3)) == 12
        main = bytes_of(duckdb_settings.data, but=("boxes",)).replace(b"send " + word, b"")
        assert word in bytes_of(duckdb_settings.boxes)
        assert word not in main
        close_now(store, key="w1", actor=ACTOR)

    assert word not in bytes_of(duckdb_settings.data).replace(b"send " + word, b"")
