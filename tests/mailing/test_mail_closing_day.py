"""Promises of a closing day that moves: everybody asked is told, once for each new day."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from analytics.jobs.schedule import make_rounds, move_closing_now
from survey.actions.closing_day import move_closing
from survey.actions.deliveries import queue_closing_day
from survey.audit import AuditVerb
from survey.errors import Refused
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from tests.make import Clock, answer, keep_people
from tests.make_mails import Taking, invited, send_all, server_at

pytestmark = pytest.mark.slow

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
HR = Viewer("ant-1", "Ant", "ant", None, frozenset({Role.HR}))
EVERYBODY = [f"ant-{n}" for n in range(1, 7)]


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


def later(store: Store, **by: float) -> datetime:
    """A closing time after the one that stands."""
    return store.wave("w1").closes + timedelta(**by)


def pass_time(store: Store, **by: float) -> None:
    """Move the clock."""
    assert isinstance(store.now, Clock)
    store.now.move(**by)


def sent(store: Store, *, rounds: bool = True) -> Taking:
    """What goes out now."""
    way = Taking()
    if rounds:
        make_rounds(store)
    send_all(store, way)
    return way


def test_everybody_asked_is_told_once_for_each_new_day_whether_or_not_they_answered(
    store: Store,
) -> None:
    tokens = invited(store, 6)
    sent(store)
    answer(store, tokens["ant-1"], {"B1": 3, "B2": 3})
    pass_time(store, hours=1)
    move_closing_now(store, key="w1", closes=later(store, days=1), viewer=HR)

    first, again = sent(store), sent(store)

    assert [who[:5] for who in first.to()] == EVERYBODY
    assert again.to() == []
    pass_time(store, hours=1)
    move_closing_now(store, key="w1", closes=later(store, days=1), viewer=HR)
    assert [who[:5] for who in sent(store).to()] == EVERYBODY
    assert sent(store).to() == []


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Wave w1: open longer, until 11 March 2026, 08:00"),
        ("de", "Wave w1: länger offen, bis 11. März 2026, 08:00 Uhr"),
    ],
)
def test_the_mail_says_the_new_day_in_the_readers_language_with_their_own_link(
    here: Store, language: str, subject: str
) -> None:
    tokens = invited(here, 6)
    sent(here)
    keep_people(here, [replace(one, language=language) for one in here.people().values()])
    move_closing_now(here, key="w1", closes=MONDAY + timedelta(days=9), viewer=HR)

    mails = sent(here).mails

    assert [mail.subject for mail in mails] == [subject] * 6
    assert all(tokens[mail.to[:5]] in mail.body for mail in mails)


def test_what_was_cut_off_before_the_mails_were_queued_is_done_by_the_next_round(
    store: Store,
) -> None:
    invited(store, 6)
    sent(store)
    move_closing(store, key="w1", closes=later(store, days=1), viewer=HR)

    assert [who[:5] for who in sent(store).to()] == EVERYBODY
    assert sent(store).to() == []


def test_what_was_cut_off_before_its_line_on_the_record_tells_nobody_twice(store: Store) -> None:
    """The mails went out, the line did not follow; the next round does it again."""
    invited(store, 6)
    sent(store)
    pass_time(store, hours=1)
    move_closing(store, key="w1", closes=later(store, days=1), viewer=HR)
    wave, moved = store.wave("w1"), store.now()
    queue_closing_day(store, wave, moved=moved, actor="ant-1")
    assert len(sent(store, rounds=False).to()) == 6

    queue_closing_day(store, wave, moved=moved, actor="schedule")

    assert sent(store).to() == []


def test_who_still_waits_for_a_first_new_day_reads_the_second_one(here: Store) -> None:
    """Nobody is told a day that no longer holds."""
    invited(here, 6)
    sent(here)
    for _ in range(2):
        pass_time(here, hours=1)
        move_closing_now(here, key="w1", closes=later(here, days=1), viewer=HR)

    mails = sent(here).mails

    assert len(mails) == 6
    assert all("11 March 2026" in mail.body for mail in mails)


def test_a_day_that_is_refused_tells_nobody(here: Store) -> None:
    invited(here, 6)
    sent(here)

    with pytest.raises(Refused):
        move_closing_now(here, key="w1", closes=later(here, days=-1), viewer=HR)

    assert sent(here).to() == []
    assert here.last_audit(verb=AuditVerb.SEND_CLOSING_DAY, subject="w1") is None
