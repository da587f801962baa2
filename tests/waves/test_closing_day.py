"""Promises of a closing day: of an open wave it moves later only, on the record, under the seal."""

from datetime import timedelta

import pytest

from analytics.jobs.schedule import make_rounds
from analytics.promise.checks import check
from survey.actions.closing_day import move_closing
from survey.actions.erasure import erase_person
from survey.answering.respondent import respondent
from survey.audit import AuditVerb
from survey.errors import NotAllowed, Refused
from survey.store import Store
from survey.waves.wave import State
from tests.make import NOON, Clock, answer_all, close, plan, populate, published, start
from tests.make_hr import HR, MEMBER
from tests.tamper import tamper

WEEK = NOON + timedelta(days=7)


def days(number: float) -> timedelta:
    return timedelta(days=number)


def test_it_moves_later_and_everybody_reads_the_new_day(store: Store, clock: Clock) -> None:
    """Who had the form open before too; what froze is still as it was sealed, amended."""
    populate(store)
    links = start(store)
    assert respondent(store, links["ant-1"]).wave.closes == WEEK

    move_closing(store, key="w1", closes=WEEK + days(2), viewer=HR)

    assert respondent(store, links["ant-1"]).wave.closes == WEEK + days(2)
    line = store.last_audit(verb=AuditVerb.MOVE_CLOSING, subject="w1")
    assert line is not None
    assert "2026-03-11 12:00" in line.detail
    assert all(finding.holds for finding in check(store))
    clock.move(days=8)
    make_rounds(store)
    assert store.wave("w1").state is State.OPEN
    clock.move(days=1)
    make_rounds(store)
    assert store.wave("w1").state is State.PUBLISHED
    assert all(finding.holds for finding in check(store))


def test_somebody_erased_after_it_moved_twice_breaks_no_seal(duckdb_store: Store) -> None:
    """The chain of seals goes on."""
    populate(duckdb_store)
    links = start(duckdb_store)
    for more in (1, 3):
        move_closing(duckdb_store, key="w1", closes=WEEK + days(more), viewer=HR)
    answer_all(duckdb_store, links)
    close(duckdb_store)
    erase_person(duckdb_store, person="bee-1", viewer=HR)

    assert all(finding.holds for finding in check(duckdb_store))


@pytest.mark.parametrize("more", [-3, 0])
def test_it_never_moves_earlier(duckdb_store: Store, more: float) -> None:
    """Whoever has not answered yet was told a day."""
    populate(duckdb_store)
    start(duckdb_store)

    with pytest.raises(Refused, match="later, not earlier"):
        move_closing(duckdb_store, key="w1", closes=WEEK + days(more), viewer=HR)
    assert duckdb_store.wave("w1").closes == WEEK


def test_only_that_of_an_open_wave_moves_and_only_hr_moves_it(duckdb_store: Store) -> None:
    populate(duckdb_store)
    published(duckdb_store, audience=("ant",))
    plan(duckdb_store, "w2", closes=NOON + days(30))

    for key in ("w1", "w2"):
        with pytest.raises(Refused, match="cannot be moved"):
            move_closing(duckdb_store, key=key, closes=NOON + days(40), viewer=HR)
    with pytest.raises(NotAllowed):
        move_closing(duckdb_store, key="w2", closes=NOON + days(40), viewer=MEMBER)


def test_it_does_not_move_into_a_wave_that_is_planned(duckdb_store: Store) -> None:
    """Neither into its days nor within ten days of its closing."""
    populate(duckdb_store)
    start(duckdb_store)
    later = {"opens": WEEK + days(2), "closes": WEEK + days(12)}
    plan(duckdb_store, "w2", state=State.SCHEDULED, **later)  # type: ignore[arg-type]

    for more in (2.5, 4):
        with pytest.raises(Refused, match="Wave w2"):
            move_closing(duckdb_store, key="w1", closes=WEEK + days(more), viewer=HR)
    move_closing(duckdb_store, key="w1", closes=WEEK + days(1), viewer=HR)


def test_whoever_moves_it_past_the_action_is_found(duckdb_store: Store) -> None:
    """PostgreSQL refuses it (tests/storage/test_triggers.py); elsewhere the seal breaks."""
    populate(duckdb_store)
    start(duckdb_store)
    tamper(duckdb_store, "UPDATE wave SET closes = closes + INTERVAL 1 DAY")

    assert [f.sentence for f in check(duckdb_store) if not f.holds] != []
