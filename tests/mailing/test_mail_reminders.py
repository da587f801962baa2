"""Promises of the reminder: once, on a working day, to everybody asked, whoever has answered."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, text

from analytics.jobs.schedule import close_now, make_rounds
from survey.actions.calendar import Days, choose_days
from survey.audit import AuditVerb
from survey.mail import Outcome
from survey.mail.deliveries import Occasion
from survey.mailing.reminding import reminder, reminder_is_due
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.storage.tables import DeliveryRow
from survey.store import Store
from survey.waves.calendar import Calendar
from survey.waves.wave import State, Wave
from tests.attacks.test_sealing import bytes_of
from tests.make import ACTOR, Clock, answer, keep_people
from tests.make_mails import Taking, invited, send_all, server_at

pytestmark = pytest.mark.slow

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
def test_the_reminder_comes_on_a_working_day_between_opening_and_closing(
    opens: datetime, lasts: timedelta, zone: str, off: list[date]
) -> None:
    """Never on the day of the opening."""
    days = calendar(zone, *off)
    due = reminder(wave(opens, opens + lasts), days)

    if due is not None:
        assert opens < due < opens + lasts
        assert days.works(days.local(due).date())
        assert days.local(due).date() != days.local(opens).date()


@pytest.mark.parametrize(
    ("lasts", "day"),
    [
        (timedelta(days=11, hours=10), 9),  # half-time falls on Saturday: Monday 9
        (timedelta(days=4, hours=10), 4),
        (timedelta(days=3), 3),
        (timedelta(hours=10), None),  # over on the day it opened
        (timedelta(days=8, hours=10), 6),
    ],
)
def test_there_is_one_reminder_at_half_time(lasts: timedelta, day: int | None) -> None:
    """From a Monday on, by the day of the month, at the hour of the opening."""
    due = reminder(wave(MONDAY, MONDAY + lasts), calendar())

    assert due == (MONDAY.replace(day=day) if day else None)


def test_after_a_pause_it_is_still_sent_but_never_at_the_weekend() -> None:
    """Late is better than not."""
    open_ = wave(MONDAY, MONDAY + timedelta(days=11, hours=10))

    def at(day: int, hour: int = 9) -> bool:
        return reminder_is_due(open_, calendar(), now=MONDAY.replace(day=day, hour=hour))

    assert [at(6), at(9, 7), at(9), at(11)] == [False, False, True, True]
    assert at(14) is False


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A store whose mails go to a mail server, from a Monday on, on both engines."""
    with closing(Store(server_at(settings), clock=Clock(MONDAY))) as store:
        yield store


@pytest.fixture
def here(duckdb_settings: Settings) -> Iterator[Store]:
    """The same on DuckDB."""
    with closing(Store(server_at(duckdb_settings), clock=Clock(MONDAY))) as store:
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


def test_everybody_asked_is_reminded_once_whether_or_not_they_have_answered(store: Store) -> None:
    """A week from Monday: Thursday at half-time, and then no more."""
    tokens = invited(store, 6)
    send_all(store, Taking())
    answer(store, tokens["ant-1"], {"B1": 3, "B2": 3})

    assert reminded(store, days=2) == []
    assert reminded(store, days=1) == [f"ant-{n}" for n in range(1, 7)]
    assert reminded(store, hours=4) == []
    assert reminded(store, days=2) == []


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Already sent? Nothing to do. We do not look at who has answered."),
        (
            "de",
            "Schon gesendet? Dann ist nichts zu tun. Wir sehen nicht nach, wer geantwortet hat.",
        ),
    ],
)
def test_the_first_line_says_that_whoever_has_answered_has_nothing_to_do(
    here: Store, language: str, line: str
) -> None:
    """In the language of whoever reads it; with their own link."""
    tokens = invited(here, 6)
    keep_people(here, [replace(one, language=language) for one in here.people().values()])
    send_all(here, Taking())
    clock_of(here).move(days=3)
    make_rounds(here)
    way = Taking()
    send_all(here, way)

    assert [mail.body.splitlines()[0] for mail in way.mails] == [line] * 6
    assert all(tokens[mail.to[:5]] in mail.body for mail in way.mails)


@pytest.mark.parametrize(
    "verb", [AuditVerb.SEND_REMINDER_AT_HALF_TIME, AuditVerb.SEND_REMINDER_BEFORE_CLOSING]
)
def test_whoever_was_reminded_by_an_earlier_release_is_not_again(
    here: Store, verb: AuditVerb
) -> None:
    """It reminded those who had not answered, up to twice; the wave is still open."""
    invited(here, 6)
    send_all(here, Taking())
    with here.change(verb, actor="schedule", subject="w1"):
        pass

    assert reminded(here, days=3) == []


def test_what_an_earlier_release_queued_for_some_goes_to_nobody(store: Store) -> None:
    """It went to those who had not answered; it is forgotten with the wave."""
    invited(store, 6)
    send_all(store, Taking())
    row = {"wave": 1, "person": "ant-2", "state": "waiting", "tries": 0, "due": MONDAY}
    old = [row | {"occasion": f"reminder {when}"} for when in ("at half-time", "before closing")]
    store.box(1).errand(lambda box: box.execute(insert(DeliveryRow), old))

    assert reminded(store, days=3) == [f"ant-{n}" for n in range(1, 7)]
    close_now(store, key="w1", actor=ACTOR)
    with store.reading() as connection:
        query = text("SELECT count(*) FROM delivery WHERE occasion <> 'results'")
        assert connection.execute(query).scalar() == 0


def test_days_off_of_the_organisation_are_kept_free(store: Store) -> None:
    """Half-time on a day off moves to the next working day."""
    invited(store, 6)
    send_all(store, Taking())
    choose_days(store, Days(days_off="2026-03-05"), viewer=HR)

    assert reminded(store, days=3) == []
    assert len(reminded(store, days=1)) == 6


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


def test_an_address_that_fails_at_the_reminder_is_noted_as_at_any_mail(store: Store) -> None:
    """It says nothing about who has answered, since everybody gets one."""
    tokens = invited(store, 6)
    send_all(store, Taking())
    for who in ("ant-1", "ant-2"):
        answer(store, tokens[who], {"B1": 3, "B2": 3})
    clock_of(store).move(days=3)
    make_rounds(store)
    gone = {f"ant-{n}@boat.example": [Outcome.NO_SUCH_ADDRESS] for n in (2, 3)}
    send_all(store, Taking(gone))

    assert store.bounces().keys() == {"ant-2", "ant-3"}


def test_the_record_says_how_many_reminders_which_is_how_many_invitations(store: Store) -> None:
    """The same however many have answered; the rows lie in the box and go with it."""
    tokens = invited(store, 6)
    send_all(store, Taking())
    for who in list(tokens)[:5]:
        answer(store, tokens[who], {"B1": 3, "B2": 3})
    assert len(reminded(store, days=3)) == 6

    line = store.last_audit(verb=AuditVerb.SEND_REMINDER, subject="w1")
    assert line is not None
    assert (line.actor, line.detail) == ("schedule", "6 mails")
    if store.engine.dialect.name == "duckdb":
        with store.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM delivery")).scalar() == 0
    close_now(store, key="w1", actor=ACTOR)
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM delivery")).scalar() == 0


def test_after_closing_no_byte_is_left_of_a_reminder(duckdb_settings: Settings) -> None:
    """While the wave is open it stands in the box, and in no other file (attack 16)."""
    word = Occasion.REMINDER.value.encode()
    with closing(Store(server_at(duckdb_settings), clock=Clock(MONDAY))) as store:
        invited(store, 6)
        assert len(reminded(store, days=3)) == 12
        main = bytes_of(duckdb_settings.data, but=("boxes",)).replace(b"send " + word, b"")
        assert word in bytes_of(duckdb_settings.boxes)
        assert word not in main
        close_now(store, key="w1", actor=ACTOR)

    assert word not in bytes_of(duckdb_settings.data).replace(b"send " + word, b"")
