"""Promises of what stands around a bet: its day, others' ideas, and how what goes up fares."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from analytics.reports.heard import Ledger, ledger
from analytics.reports.trying import look_again_on, waves_that_show
from survey.actions.experiments import change_experiment, decide_experiment
from survey.actions.passing import answer_passed_up, pass_up
from survey.experiments import steps
from survey.experiments.experiment import State
from survey.experiments.passing import Answer
from survey.store import Store
from survey.waves.wave import State as WaveState
from tests.make import Clock, plan, populate, published
from tests.make_experiments import begun, bet, idea, who


@pytest.fixture
def store(duckdb_store: Store, clock: Clock) -> Store:
    populate(duckdb_store)
    published(duckdb_store)
    clock.move(days=9)
    return duckdb_store


def test_one_looks_again_when_two_planned_waves_that_can_show_it_are_over(store: Store) -> None:
    """Of three weeks: not in the wave of the second week; with none planned, when it has paid."""
    one = begun(store)
    put = partial(steps.put_candidate, wanted=idea())
    one = change_experiment(store, one.key, put, viewer=who(store, "ant-1"))
    pays = store.today() + timedelta(days=21)
    assert look_again_on(store, one, 1) == pays

    ends = []
    for key, ahead in (("w2", 12), ("w3", 30), ("w4", 50), ("w5", 70)):
        opens = store.now() + timedelta(days=ahead)
        wave = plan(store, key, state=WaveState.SCHEDULED, opens=opens, days=5)
        ends.append(store.day_of(wave.closes))

    assert [wave.key for wave in waves_that_show(store, pays)] == ["w3", "w4"]
    assert look_again_on(store, one, 1) == ends[2]


def test_ideas_that_are_shared_are_read_by_others_and_say_nobody_s_name(store: Store) -> None:
    ours = bet(store, owner="ant-1", whom="all of us")
    viewer = who(store, "ant-1")
    decide_experiment(store, ours.key, State.KEPT, learned="So.", viewer=viewer)
    assert store.shared_ideas(but="bee") == []
    share = partial(steps.share, shared=True)
    shared = change_experiment(store, ours.key, share, viewer=viewer)
    assert shared.chosen is not None

    (found,) = store.shared_ideas(but="bee")
    nobody = {"by": "", "owner": None, "measure": None, "guard": None, "whom": ""}
    assert found == replace(shared.chosen, **nobody)  # type: ignore[arg-type]
    assert store.shared_ideas(but="ant") == []


def test_the_ledger_counts_what_went_up_and_how_long_half_of_the_answers_took(
    store: Store, clock: Clock
) -> None:
    assert ledger(store) == Ledger(0, 0, None)
    one, viewer = begun(store), who(store, "ant-1")
    for number, days in enumerate((2, 9, 4, None), start=1):
        add = partial(steps.add_why, text=f"Why {number}", by="ant-1")
        change_experiment(store, one.key, add, viewer=viewer)
        passed = pass_up(store, one.key, number, to="north", viewer=viewer)
        if days is not None:
            clock.move(days=days)
            leads, today = who(store, "north-lead"), store.today()
            answer = partial(answer_passed_up, store, passed.key, Answer.WE_DO)
            answer(because="", day=today, seen=passed.version, viewer=leads)

    assert ledger(store) == Ledger(passed=4, answered=3, days=4)
