"""Promises about a clock that jumps: nothing opens or closes until somebody says it is right."""

from datetime import timedelta

import pytest

from analytics.jobs import schedule
from analytics.jobs.clock_jumps import ClockWatch
from analytics.jobs.schedule import Rounds, make_rounds
from commands.desk import Request
from commands.verbs import carry_out
from survey.store import Store
from survey.waves.wave import State
from tests.make import Clock, answer, answers_of, plan, populate, start


@pytest.mark.parametrize(
    ("wall", "counted", "jumped"),
    [
        (timedelta(seconds=20), 20, False),
        (timedelta(hours=23), 20, False),
        (timedelta(days=2), 2 * 86400, False),
        (timedelta(days=1, seconds=20), 20, True),
        (timedelta(days=400), 20, True),
        (timedelta(days=-1), 20, True),
    ],
)
def test_a_jump_is_a_day_more_or_less_than_what_was_counted(
    wall: timedelta, counted: float, jumped: bool
) -> None:
    """A clock that is set right by an hour is none, nor is time that really passed."""
    clock, count = Clock(), [0.0]
    watch = ClockWatch(clock, lambda: count[0])
    clock.moment += wall
    count[0] += counted

    assert watch.look() is jumped
    assert watch.look() is jumped


def test_while_the_clock_is_doubted_nothing_opens_or_closes(
    duckdb_store: Store, clock: Clock
) -> None:
    """Answers are taken as before, and what was begun is finished."""
    populate(duckdb_store)
    links = start(duckdb_store, "w1", audience=("north",))
    plan(duckdb_store, "w2", state=State.SCHEDULED, opens=clock.moment + timedelta(days=20),
         closes=clock.moment + timedelta(days=50), audience=("dog",))  # fmt: skip
    clock.move(days=30)

    make_rounds(duckdb_store, held=True)
    answer(duckdb_store, links["ant-1"], answers_of("ant-1"))

    states = {wave.key: wave.state for wave in duckdb_store.waves()}
    assert states == {"w1": State.OPEN, "w2": State.SCHEDULED}
    make_rounds(duckdb_store)
    states = {wave.key: wave.state for wave in duckdb_store.waves()}
    assert states["w1"] in {State.CLOSED, State.PUBLISHED}
    assert states["w2"] is State.OPEN


def test_the_schedule_holds_until_the_operator_says_that_the_time_is_right(
    duckdb_store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """It is said once, the machine is not ready meanwhile, and the record has who said so."""
    held: list[bool] = []
    rounds_made = held.append
    monkeypatch.setattr(schedule, "make_rounds", lambda _, *, held: rounds_made(held))
    monkeypatch.setattr(schedule, "_as_given", lambda _: lambda: 0.0)
    rounds = Rounds(duckdb_store, every=1)
    rounds.close()
    held.clear()
    rounds._once()
    clock.move(days=2)
    rounds._once()
    rounds._once()
    assert rounds.held

    carry_out(duckdb_store, Request("clock-is-right"))
    rounds._once()

    assert held == [False, True, True, False]
    assert caplog.text.count("jumped by a day or more") == 1
    assert duckdb_store.audit()[0].verb == "confirm clock"
