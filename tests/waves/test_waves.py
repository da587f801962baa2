"""Promises of a wave's life: which moves there are, and that every other one is refused."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from analytics.closing.publication import publish
from survey.actions import waves as actions
from survey.actions.opening import open_wave
from survey.actions.wave_state import lock
from survey.audit import AuditVerb
from survey.errors import BadInput, NotFound, Refused, SameBoatError
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import MOVES, State, Wave, check_k, check_move, why_not
from tests.make import ACTOR, Clock, close, plan, populate, start

pytestmark = pytest.mark.slow

ENDS = {State.PUBLISHED, State.CANCELLED}

Action = Callable[[Store, str], object]
ACTIONS: dict[State, Action] = {
    State.SCHEDULED: lambda store, key: actions.schedule_wave(store, key=key, actor=ACTOR),
    State.OPEN: lambda store, key: open_wave(store, key=key, actor=ACTOR),
    State.CLOSED: lambda store, key: actions.close_wave(store, key=key, actor=ACTOR),
    State.PUBLISHED: lambda store, key: publish(store, key=key, actor=ACTOR),
    State.CANCELLED: lambda store, key: actions.cancel_wave(
        store, key=key, actor=ACTOR, reason="It was the wrong week."
    ),
}


# The lifecycle


def test_the_lifecycle_says_of_every_state_where_it_may_go() -> None:
    """No state is forgotten, and for each there is a reason to give when a move is refused."""
    assert set(MOVES) == set(State)
    assert all(targets <= set(State) for targets in MOVES.values())


def test_nothing_leaves_published_or_cancelled() -> None:
    """And every other state leads on; none stays as it is by a move."""
    assert {state for state, targets in MOVES.items() if not targets} == ENDS
    assert not any(state in targets for state, targets in MOVES.items())


def test_every_state_can_be_reached_from_a_draft() -> None:
    """There is no state that a wave cannot have."""
    reached = {State.DRAFT}
    for _ in State:
        reached |= {to for state in reached for to in MOVES[state]}

    assert reached == set(State)


def test_an_open_wave_never_goes_back() -> None:
    """No reopening: what was closed stays closed, and nothing becomes a draft after opening."""
    after_opening = {State.OPEN, State.CLOSED, State.PUBLISHED, State.CANCELLED}

    assert not any(MOVES[state] & {State.DRAFT, State.SCHEDULED} for state in after_opening)
    assert not any(State.OPEN in MOVES[state] for state in after_opening)


# What actions refuse


def bring_to(store: Store, state: State) -> None:
    """A wave “w1” in a state, got there by actions."""
    populate(store)
    if state is State.SCHEDULED:
        plan(store, state=State.SCHEDULED)
        return
    if state is State.DRAFT:
        plan(store)
        return
    start(store)
    if state in {State.CLOSED, State.PUBLISHED}:
        ACTIONS[State.CLOSED](store, "w1")
    if state in ENDS:
        ACTIONS[state](store, "w1")


@pytest.mark.parametrize("state", State)
def test_each_action_refuses_every_state_it_is_not_for(duckdb_store: Store, state: State) -> None:
    """With a sentence that says where the wave stands, and nothing is changed."""
    bring_to(duckdb_store, state)
    before, events = duckdb_store.wave("w1"), duckdb_store.audit()

    for to, act in ACTIONS.items():
        if to not in MOVES[state]:
            with pytest.raises(Refused) as refusal:
                act(duckdb_store, "w1")
            assert str(refusal.value).endswith(f"{why_not(before)}.")

    assert before.state is state
    assert duckdb_store.wave("w1") == before
    assert duckdb_store.audit() == events


@pytest.mark.parametrize("to", ACTIONS)
def test_an_action_on_a_wave_that_is_not_there_says_so(duckdb_store: Store, to: State) -> None:
    """By its key."""
    with pytest.raises(NotFound, match="There is no wave with the key “w9”"):
        ACTIONS[to](duckdb_store, "w9")


def test_a_wave_is_not_cancelled_without_a_reason(duckdb_store: Store) -> None:
    """The reason is on the record."""
    bring_to(duckdb_store, State.DRAFT)

    with pytest.raises(Refused, match="Say in a sentence why"):
        actions.cancel_wave(duckdb_store, key="w1", actor=ACTOR, reason="  ")

    actions.cancel_wave(duckdb_store, key="w1", actor=ACTOR, reason=" Wrong week. ")
    assert duckdb_store.wave("w1").reason == "Wrong week."
    assert duckdb_store.audit()[0].verb == "cancel wave"


def test_whoever_comes_second_is_told_to_look_again(store: Store) -> None:
    """Two people press at once: what the second one saw is no longer so."""
    populate(store)
    seen = plan(store)
    actions.cancel_wave(store, key="w1", actor=ACTOR, reason="Wrong week.")

    with (
        pytest.raises(Refused, match="was changed by somebody else just now"),
        store.change(AuditVerb.SCHEDULE_WAVE, actor=ACTOR, subject="w1") as session,
    ):
        lock(session, seen)
    assert [event.verb for event in store.audit()[:2]] == ["cancel wave", "plan wave"]


def test_a_stale_move_changes_nothing_and_leaves_no_line(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The move asks the row it changes, not what somebody read a moment ago."""
    populate(store)
    seen = plan(store)
    actions.cancel_wave(store, key="w1", actor=ACTOR, reason="Wrong week.")
    events = store.audit()
    monkeypatch.setattr(store, "wave", lambda *_, **__: seen)

    with pytest.raises(Refused, match="was changed by somebody else"):
        actions.schedule_wave(store, key="w1", actor=ACTOR)
    with pytest.raises(Refused, match="was changed by somebody else"):
        actions.mark_invited(store, seen, actor=ACTOR, detail="")

    monkeypatch.undo()
    assert store.wave("w1").state is State.CANCELLED
    assert store.audit() == events


def test_check_move_speaks_of_the_wave_by_its_name(duckdb_store: Store) -> None:
    """As people know it."""
    bring_to(duckdb_store, State.PUBLISHED)

    with pytest.raises(Refused) as refusal:
        check_move(duckdb_store.wave("w1"), State.OPEN)

    assert str(refusal.value) == (
        "Wave “Wave w1” cannot become open: it is published, and a publication is never changed."
    )


# The smallest group


@pytest.mark.parametrize("k", [-1, 0, 1, 3])
def test_a_wave_for_groups_of_less_than_four_is_refused(duckdb_store: Store, k: int) -> None:
    """The rule says why, and what to choose."""
    populate(duckdb_store)

    with pytest.raises(Refused, match="Figures need groups of at least 4 answers"):
        plan(duckdb_store, k=k)
    with pytest.raises(Refused):
        check_k(k)
    assert duckdb_store.waves() == []


def test_four_is_enough(duckdb_store: Store) -> None:
    """The floor itself is allowed."""
    populate(duckdb_store)

    assert plan(duckdb_store, k=4).k == 4


def test_the_database_itself_refuses_smaller_groups(store: Store) -> None:
    """Whoever goes round the actions meets the CHECK, on both engines."""
    populate(store)
    plan(store)

    with pytest.raises(IntegrityError, match=r"(?i)check"), store.engine.begin() as connection:
        connection.execute(text("UPDATE wave SET k = 3"))

    assert store.wave("w1").k == 5


@pytest.mark.parametrize(
    "change", ["state = 'reopened'", "closes = opens", "k = NULL", "definition = NULL"]
)
def test_the_database_refuses_a_wave_that_cannot_be(store: Store, change: str) -> None:
    """An unknown state, a closing before the opening, nothing asked."""
    populate(store)
    before = plan(store)

    with (
        pytest.raises((IntegrityError, ProgrammingError)) as refusal,
        store.engine.begin() as connection,
    ):
        connection.execute(text(f"UPDATE wave SET {change}"))
    assert isinstance(refusal.value, IntegrityError) or "Same Boat refuses" in str(refusal.value)

    assert store.wave("w1") == before


# The record


def test_every_move_writes_one_line(store: Store) -> None:
    """Who, what, which wave, in the order it happened; keys are made before a wave is open."""
    populate(store)
    plan(store)
    actions.schedule_wave(store, key="w1", actor="hr-1")
    open_wave(store, key="w1", actor="hr-2")
    close(store)

    lines = [(e.actor, e.verb, e.subject) for e in reversed(store.audit())]

    assert lines == [
        (ACTOR, "import people", "organisation"),
        (ACTOR, "plan wave", "w1"),
        ("hr-1", "schedule wave", "w1"),
        ("hr-2", "make keys", "w1"),
        ("hr-2", "open wave", "w1"),
        (ACTOR, "close wave", "w1"),
        (ACTOR, "publish wave", "w1"),
    ]


def test_an_action_that_fails_leaves_neither_a_change_nor_a_line(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is in the same transaction as the change."""
    populate(store)
    plan(store)
    events = store.audit()

    def fail(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("survey.actions.waves.set_state", fail)
    with pytest.raises(OSError, match="no room"):
        actions.cancel_wave(store, key="w1", actor=ACTOR, reason="Wrong week.")

    assert store.audit() == events
    assert store.wave("w1").state is State.DRAFT


def test_a_line_that_cannot_be_written_undoes_its_change(store: Store) -> None:
    """Without a record nothing happens."""
    populate(store)
    plan(store)
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE event RENAME TO put_away"))

    with pytest.raises(SameBoatError, match="Nothing was changed"):
        actions.cancel_wave(store, key="w1", actor=ACTOR, reason="Wrong week.")

    assert store.wave("w1").state is State.DRAFT


# Planning


def test_a_plan_is_refused_with_everything_that_is_wrong(duckdb_store: Store) -> None:
    """Key, name, times and audience at once, each with the field it is about."""
    populate(duckdb_store)
    plan(duckdb_store)
    wrong = actions.Plan(
        key="w1",
        name=" ",
        instrument=duckdb_store.wave("w1").instrument,
        opens=datetime(2026, 3, 9, tzinfo=UTC),
        closes=datetime(2026, 3, 9, tzinfo=UTC),
        k=5,
        audience=("nowhere",),
    )

    with pytest.raises(BadInput) as refusal:
        actions.plan_wave(duckdb_store, wrong, actor=ACTOR)

    assert [str(problem) for problem in refusal.value.problems] == [
        "key: there is a wave “w1” already",
        "name: give the wave a name that people recognise",
        "closes: it has to close after it opens",
        "audience: there is no unit nowhere",
    ]
    assert len(duckdb_store.waves()) == 1


@pytest.mark.parametrize("key", ["", "W1", "-w", "w 1", "w/1", "w" * 41, "wé"])
def test_a_key_that_would_not_go_into_a_file_name_is_refused(duckdb_store: Store, key: str) -> None:
    """Small letters, digits, dots and dashes."""
    with pytest.raises(BadInput) as refusal:
        plan(duckdb_store, key)

    assert refusal.value.problems[0].column == "key"


def test_a_wave_freezes_what_it_asks_when_it_is_planned(store: Store) -> None:
    """The instrument's file may change afterwards."""
    populate(store)

    wave = plan(store)

    assert store.wave("w1").instrument == wave.instrument
    assert [item.id for item in wave.instrument.items] == ["B1", "B2", "A1", "A2", "S1", "O1"]


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock shows the time of New York."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_new_york")
def test_times_come_back_in_utc_wherever_the_machine_stands(settings: Settings) -> None:
    """A wave that opens at three in the morning UTC does not open the day before."""
    at_three = datetime(2026, 3, 2, 3, tzinfo=UTC)
    with closing(Store(settings, clock=Clock(at_three))) as store:
        populate(store)
        start(store)
        wave, event = close(store), store.audit()[0]

    assert wave.opened == wave.opens == event.moment == at_three
    assert str(wave.opened_on("UTC")) == str(wave.closed_on("UTC")) == "2026-03-02"
    assert wave.closes.tzinfo is event.moment.tzinfo is UTC


def test_waves_stand_in_the_order_they_opened_or_will_open(store: Store, clock: Clock) -> None:
    """A draft stands where it is planned."""
    populate(store)
    plan(store, "later", opens=clock.moment.replace(day=20))
    start(store, "now")
    plan(store, "sooner", opens=clock.moment.replace(day=10))

    assert [wave.key for wave in store.waves()] == ["now", "sooner", "later"]
    assert [wave.id for wave in store.waves()] == [2, 3, 1]


def test_a_wave_is_found_by_its_number(duckdb_store: Store) -> None:
    """Or not."""
    populate(duckdb_store)
    wave: Wave = plan(duckdb_store)

    assert duckdb_store.wave_numbered(wave.id) == wave
    assert duckdb_store.wave_numbered(99) is None
