"""Promises of the schedule: everything on time, caught up after a pause, and nothing done twice."""

import logging
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from analytics.jobs import schedule
from analytics.jobs.schedule import Rounds, close_now, make_rounds, open_now
from survey.actions.opening import open_wave
from survey.actions.waves import cancel_wave, mark_invited
from survey.errors import Refused
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import State
from tests.make import (
    ACTOR,
    NOON,
    Clock,
    Universe,
    answer,
    keep_people,
    person,
    plan,
    populate,
    respondents,
    start,
    together,
    tokens,
)
from tests.make_mails import team

pytestmark = pytest.mark.slow

FEW = Universe({"all": 0, "ant": 5, "bee": 5}, {"all": None, "ant": "all", "bee": "all"}, ())
TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def store(store: Store) -> Store:
    """A store with ten people, on both engines."""
    populate(store, FEW)
    return store


@pytest.fixture
def here(duckdb_store: Store) -> Store:
    """A store with ten people, on DuckDB."""
    populate(duckdb_store, FEW)
    return duckdb_store


def verbs(store: Store) -> list[str]:
    """What the record says was done to waves, in order."""
    return [event.verb for event in reversed(store.audit()) if event.subject.startswith("w")]


def outbox(store: Store) -> int:
    """How many mails are in the outbox."""
    return len(list(store.settings.outbox.rglob("*.eml")))


# On time


def test_a_wave_opens_invites_notes_closes_and_publishes_on_time(
    store: Store, clock: Clock
) -> None:
    """Not before, not twice, however often the rounds are made."""
    plan(store, state=State.SCHEDULED, opens=TOMORROW, days=3)
    clock.move(hours=23, minutes=59)
    make_rounds(store)
    assert (store.wave("w1").state, outbox(store)) == (State.SCHEDULED, 0)

    clock.move(minutes=1)
    make_rounds(store)
    make_rounds(store)
    assert (store.wave("w1").state, store.wave("w1").opened) == (State.OPEN, TOMORROW)
    assert outbox(store) == 10

    clock.move(days=3, seconds=-1)
    make_rounds(store)
    assert store.wave("w1").state is State.OPEN
    assert outbox(store) == 20

    clock.move(seconds=1)
    make_rounds(store)
    make_rounds(store)
    assert store.wave("w1").state is State.PUBLISHED
    assert store.leftovers() == set()
    assert outbox(store) == 10
    assert verbs(store) == [
        "plan wave",
        "make keys",
        "open wave",
        "send invitations",
        "send reminder",
        "close wave",
        "publish wave",
        "send results",
    ]


@pytest.mark.parametrize(
    ("asked", "days"),
    [(10, []), (29, []), (30, [4]), (99, [4]), (100, [0, 1, 2, 3, 4, 5, 6])],
)
def test_how_often_participation_is_noted_depends_on_how_many_are_asked(
    duckdb_store: Store, clock: Clock, asked: int, days: list[int]
) -> None:
    """Never under 30, once at half-time from 30, once a day from 100; a band of everybody asked."""
    populate(duckdb_store, team(asked))
    start(duckdb_store, days=7)
    mark_invited(duckdb_store, duckdb_store.wave("w1"), actor=ACTOR, detail="")
    noted = []
    for day in range(7):
        for _ in range(2):
            before = duckdb_store.wave("w1").participation_at
            make_rounds(duckdb_store)
            if duckdb_store.wave("w1").participation_at != before:
                noted.append(day)
        clock.move(days=1)

    assert noted == days


def test_one_wave_may_follow_another_at_the_same_moment(here: Store, clock: Clock) -> None:
    """The round closes the first before it opens the second for the same people."""
    plan(here, "w1", state=State.SCHEDULED, days=1)
    plan(here, "w2", state=State.SCHEDULED, opens=TOMORROW, days=10)
    make_rounds(here)

    clock.move(days=1)
    make_rounds(here)

    assert here.wave("w1").state is State.PUBLISHED
    assert here.wave("w2").state is State.OPEN


# After a pause


def test_a_wave_that_should_have_opened_in_a_pause_opens_now(here: Store, clock: Clock) -> None:
    """It still closes at its time."""
    plan(here, state=State.SCHEDULED, days=3)
    clock.move(days=2)
    make_rounds(here)

    assert here.wave("w1").state is State.OPEN
    assert here.wave("w1").opened == NOON + timedelta(days=2)
    assert here.wave("w1").closes == NOON + timedelta(days=3)


def test_a_wave_that_opened_and_closed_in_a_pause_is_cancelled_and_says_why(
    here: Store, clock: Clock
) -> None:
    """Nobody could answer it; there is nothing to publish."""
    plan(here, state=State.SCHEDULED, days=3)
    clock.move(days=3)
    make_rounds(here)

    wave = here.wave("w1")
    assert wave.state is State.CANCELLED
    assert wave.reason == "Same Boat was not running between its opening and its closing time."
    assert outbox(here) == 0


def test_a_wave_that_should_have_closed_in_a_pause_is_closed_and_published(
    here: Store, clock: Clock
) -> None:
    """With what was sent."""
    links = start(here)
    for token in links.values():
        answer(here, token, {"B1": 3, "B2": 3})
    clock.move(days=30)
    make_rounds(here)

    assert here.wave("w1").state is State.PUBLISHED
    assert any(cell.shown and cell.measure == "B1" for cell in here.cells())


def test_what_a_cancelled_wave_left_is_tidied_up(here: Store) -> None:
    """Mails that were being written while it was cancelled, too."""
    start(here)
    cancel_wave(here, key="w1", actor=ACTOR, reason="Wrong week.")
    late = here.settings.outbox / "wave-1" / "late.eml"
    late.parent.mkdir(parents=True)
    late.write_text("a link")

    make_rounds(here)

    assert here.leftovers() == set()
    assert outbox(here) == 0


def test_waves_brought_in_from_the_past_are_left_alone(here: Store, clock: Clock) -> None:
    """Their import opens and closes them itself."""
    start(here, "w1", replay=True)
    clock.move(days=30)
    make_rounds(here)

    assert here.wave("w1").state is State.OPEN
    assert outbox(here) == 0
    assert verbs(here) == ["plan wave", "make keys", "open wave"]


# What goes wrong


def test_what_cannot_be_done_is_said_in_the_log_and_tried_again(
    here: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """With the wave's key, and a sentence: here somebody moved between two waves."""
    start(here, "w0", days=5, audience=("bee",))
    plan(here, state=State.SCHEDULED, opens=TOMORROW, audience=("ant",))
    keep_people(here, [person("bee-1", "ant")])
    clock.move(days=1)

    make_rounds(here)
    assert "Wave w1: Wave “Wave w0” (02 Mar to 07 Mar 2026) asks 1 of the same" in caplog.text

    cancel_wave(here, key="w0", actor=ACTOR, reason="Wrong week.")
    make_rounds(here)
    assert here.wave("w1").state is State.OPEN


def test_one_waves_fault_holds_up_no_other(
    here: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log names what kind of fault it was, and no value."""
    plan(here, "w1", state=State.SCHEDULED, audience=("ant",))
    plan(here, "w2", state=State.SCHEDULED, audience=("bee",))

    def stumble(store: Store, *, key: str, actor: str) -> None:
        if key == "w1":
            raise KeyError("somebody's answer")
        open_wave(store, key=key, actor=actor)

    monkeypatch.setattr(schedule, "open_wave", stumble)
    make_rounds(here)

    assert here.wave("w2").state is State.OPEN
    assert "Wave w1 failed: KeyError" in caplog.text
    assert "somebody" not in caplog.text


# By hand


def test_opening_and_closing_by_hand_do_all_that_the_schedule_does(store: Store) -> None:
    """Invitations written, publication made; the rounds find nothing left to do."""
    plan(store, opens=TOMORROW)

    assert open_now(store, key="w1", actor="hr-1") == 10
    make_rounds(store)
    close_now(store, key="w1", actor="hr-1")
    make_rounds(store)

    assert store.wave("w1").state is State.PUBLISHED
    assert verbs(store).count("send invitations") == 1


def test_two_who_close_at_once_make_one_publication(store: Store) -> None:
    """The other is told that it is published."""
    start(store)

    def close(_: int) -> str:
        try:
            close_now(store, key="w1", actor=ACTOR)
        except Refused as refusal:
            return str(refusal).partition(": ")[2]
        return "closed"

    outcomes = sorted(together(close, range(4)))

    assert outcomes == ["closed", *["it is published, and a publication is never changed."] * 3]
    assert verbs(store).count("publish wave") == 1


# One at a time


def test_only_one_thread_has_the_turn(here: Store) -> None:
    """Whoever does not wait is told; whoever waits gets it afterwards."""
    order: list[str] = []

    def wait_for_turn() -> None:
        with here.alone(wait=True) as mine:
            order.append(f"waited {mine}")

    with here.alone(wait=False) as first:
        waiter = threading.Thread(target=wait_for_turn)
        waiter.start()
        with here.alone(wait=False) as second:
            order.append(f"first {first}, second {second}")
    waiter.join()

    assert order == ["first True, second False", "waited True"]


@pytest.fixture
def two(postgresql_settings: Settings, clock: Clock) -> Iterator[tuple[Store, Store]]:
    """Two apps on one PostgreSQL database."""
    with (
        closing(Store(postgresql_settings, clock=clock)) as one,
        closing(Store(postgresql_settings, clock=clock)) as other,
    ):
        populate(one, FEW)
        yield one, other


def test_only_one_of_two_apps_has_the_turn(two: tuple[Store, Store]) -> None:
    """An error in between gives it back."""
    one, other = two
    with one.alone(wait=False) as first, other.alone(wait=False) as second:
        assert (first, second) == (True, False)

    with pytest.raises(KeyError), one.alone(wait=True):
        raise KeyError("a fault")
    with other.alone(wait=False) as now:
        assert now


def test_two_apps_that_make_rounds_open_invite_and_publish_once(
    two: tuple[Store, Store], clock: Clock
) -> None:
    """Whoever comes second finds it done."""
    plan(two[0], state=State.SCHEDULED, days=1)

    def rounds(store: Store) -> None:
        with store.alone(wait=True):
            make_rounds(store)

    together(rounds, two * 3)
    links = tokens(two[1])
    for who, form in respondents(two[0], links).items():
        answer(two[len(who) % 2], links[who], {"B1": 3, "B2": 3})
        assert form.home in who
    clock.move(days=1)
    together(rounds, two * 3)

    assert verbs(two[0]) == [
        "plan wave",
        "make keys",
        "open wave",
        "send invitations",
        "close wave",
        "publish wave",
        "send results",
    ]
    assert two[1].leftovers() == set()


# The thread


def test_rounds_are_made_at_once_and_end_when_they_are_closed(
    here: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing waits for the round under way."""
    made = threading.Event()
    monkeypatch.setattr(schedule, "make_rounds", lambda _, **__: made.set())

    rounds = Rounds(here)

    assert made.wait(10)
    rounds.close()
    assert not rounds._thread.is_alive()


def test_a_round_that_fails_is_not_the_last(
    here: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what kind of fault it was, without its values."""
    again = threading.Event()
    calls: list[Store] = []

    def fail_once(store: Store, **_: bool) -> None:
        calls.append(store)
        if len(calls) == 1:
            raise ValueError("somebody's answer")
        again.set()

    monkeypatch.setattr(schedule, "make_rounds", fail_once)
    with caplog.at_level(logging.INFO):
        rounds = Rounds(here, every=0.001)
        assert again.wait(10)
        rounds.close()

    assert "The schedule failed: ValueError" in caplog.text
    assert "somebody" not in caplog.text
