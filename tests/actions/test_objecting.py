"""Promises of the day to object: a wave waits for the council and for HR, and no longer."""

import logging
from datetime import timedelta

import pytest

from analytics.jobs.schedule import make_rounds
from survey.actions.objecting import (
    MOST,
    answer_objection,
    object_to,
    said_about,
    standing,
    why_held,
)
from survey.actions.opening import open_wave
from survey.actions.organisation import grant
from survey.actions.replan import Change, change_wave
from survey.errors import NotAllowed, Refused
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.store import Store
from survey.store.viewers import viewer
from survey.waves.wave import State, Wave
from tests.make import ACTOR, Clock, Universe, plan, populate, start

pytestmark = pytest.mark.slow

FEW = Universe({"all": 8}, {"all": None}, ())
DAYS = 3


@pytest.fixture
def store(store: Store) -> Store:
    """A store where the council has three days: all-1 is in HR, all-2 in the council."""
    populate(store, FEW)
    for person, role in (("all-1", Role.HR), ("all-2", Role.COUNCIL), ("all-3", Role.HR)):
        grant(store, person=person, role=role, actor=ACTOR)
    store.settings = store.settings.model_copy(update={"days_to_object": DAYS})
    return store


def who(store: Store, person: str) -> Viewer:
    found = viewer(store, person)
    assert found is not None
    return found


def planned(store: Store, key: str = "w1", *, opens_in: float = 1) -> Wave:
    opens = store.now() + timedelta(days=opens_in)
    return plan(store, key, opens=opens, days=20, state=State.SCHEDULED)


def state(store: Store, key: str = "w1") -> State:
    make_rounds(store)
    return store.wave(key).state


def test_a_wave_waits_until_the_council_had_its_days(store: Store, clock: Clock) -> None:
    """Nobody opens it before, by hand or by itself; then it opens by itself."""
    planned(store)
    clock.move(days=DAYS - 0.1)
    with pytest.raises(Refused, match="has until"):
        open_wave(store, key="w1", actor=ACTOR)
    assert state(store) is State.SCHEDULED

    clock.move(days=0.2)
    assert state(store) is State.OPEN


def test_the_days_begin_anew_when_what_is_planned_changes(store: Store, clock: Clock) -> None:
    wave = planned(store)
    clock.move(days=2)
    change = Change("Another name", wave.opens, wave.closes, wave.instrument)
    change_wave(store, key="w1", change=change, viewer=who(store, "all-1"))
    clock.move(days=2)

    assert state(store) is State.SCHEDULED
    clock.move(days=1.1)
    assert state(store) is State.OPEN


def test_an_objection_holds_a_wave_until_it_is_answered_on_the_record(
    store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Longer than its days; the schedule waits without a word. It is no veto: an answer ends it."""
    planned(store)
    object_to(store, key="w1", words=" Two weeks are too short. ", viewer=who(store, "all-2"))
    clock.move(days=DAYS + 1)
    with caplog.at_level(logging.WARNING):
        assert state(store) is State.SCHEDULED
    assert caplog.text == ""
    with pytest.raises(Refused, match="objects to"):
        open_wave(store, key="w1", actor=ACTOR)

    answer_objection(store, key="w1", words="It stays open for 20.", viewer=who(store, "all-1"))

    assert state(store) is State.OPEN
    lines = [(e.actor, e.verb, e.detail) for e in store.audit() if "object" in e.verb]
    assert lines == [
        ("all-1", "answer objection", "It stays open for 20."),
        ("all-2", "object to wave", "Two weeks are too short."),
    ]


def test_what_was_said_is_read_in_order_by_the_council_and_hr_alone(
    store: Store, clock: Clock
) -> None:
    planned(store)
    for words in ("First.", "Second."):
        object_to(store, key="w1", words=words, viewer=who(store, "all-2"))
        clock.move(hours=1)
    answer_objection(store, key="w1", words="Both are right.", viewer=who(store, "all-1"))
    wave = store.wave("w1")

    told = said_about(store, wave, viewer=who(store, "all-2"))
    assert [(one.by, one.words, one.answers) for one in told] == [
        ("All-2", "First.", False),
        ("All-2", "Second.", False),
        ("All-1", "Both are right.", True),
    ]
    assert standing(store, wave) is None
    with pytest.raises(NotAllowed):
        said_about(store, wave, viewer=who(store, "all-4"))


@pytest.mark.parametrize("person", ["all-1", "all-4"])
def test_only_the_council_objects(store: Store, person: str) -> None:
    planned(store)
    with pytest.raises(NotAllowed):
        object_to(store, key="w1", words="No.", viewer=who(store, person))


@pytest.mark.parametrize("person", ["all-2", "all-4"])
def test_only_hr_answers(store: Store, person: str) -> None:
    planned(store)
    object_to(store, key="w1", words="No.", viewer=who(store, "all-2"))
    with pytest.raises(NotAllowed):
        answer_objection(store, key="w1", words="Yes.", viewer=who(store, person))


def test_nobody_answers_themselves(store: Store) -> None:
    """Who sits in both seats objects in one, and leaves the answer to somebody else in HR."""
    grant(store, person="all-3", role=Role.COUNCIL, actor=ACTOR)
    planned(store)
    object_to(store, key="w1", words="No.", viewer=who(store, "all-3"))

    with pytest.raises(Refused, match="your own objection"):
        answer_objection(store, key="w1", words="Yes.", viewer=who(store, "all-3"))
    answer_objection(store, key="w1", words="Yes.", viewer=who(store, "all-1"))


@pytest.mark.parametrize("words", ["", "  \n ", "a" * (MOST + 1)])
def test_an_objection_is_a_sentence(store: Store, words: str) -> None:
    planned(store)
    before = store.audit()
    with pytest.raises(Refused, match="Write a sentence"):
        object_to(store, key="w1", words=words, viewer=who(store, "all-2"))
    assert store.audit() == before


def test_nothing_is_objected_to_a_wave_that_is_open_or_answered_that_nobody_objects_to(
    store: Store, clock: Clock
) -> None:
    planned(store)
    with pytest.raises(Refused, match="Nobody objects"):
        answer_objection(store, key="w1", words="Yes.", viewer=who(store, "all-1"))
    clock.move(days=DAYS + 1)
    assert state(store) is State.OPEN
    with pytest.raises(Refused, match="not waiting"):
        object_to(store, key="w1", words="No.", viewer=who(store, "all-2"))


def test_where_no_days_are_set_nothing_waits_and_nobody_objects(store: Store) -> None:
    store.settings = store.settings.model_copy(update={"days_to_object": 0})
    wave = planned(store)
    with pytest.raises(Refused, match="not waiting"):
        object_to(store, key="w1", words="No.", viewer=who(store, "all-2"))
    assert why_held(store, wave) == []
    open_wave(store, key="w1", actor=ACTOR)


def test_past_answers_wait_for_nobody(store: Store) -> None:
    """They were given already; a replay is neither planned nor asked."""
    start(store, "past", replay=True)
    assert store.wave("past").state is State.OPEN


def test_a_wave_whose_last_day_passes_meanwhile_is_cancelled_as_any_other(
    store: Store, clock: Clock
) -> None:
    planned(store)
    object_to(store, key="w1", words="No.", viewer=who(store, "all-2"))
    clock.move(days=30)

    assert state(store) is State.CANCELLED
