"""Promises of writing down what a team tries: signed, on the record, and nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from analytics.jobs.schedule import make_rounds
from survey.actions.erasure import erase
from survey.actions.experiments import change_experiment, decide_experiment
from survey.actions.organisation import grant
from survey.actions.passing import (
    SavedMeanwhile,
    answer_passed_up,
    match_need,
    pass_up,
    write_heard,
)
from survey.actions.retention import choose_times, delete_comments
from survey.audit import AuditVerb
from survey.errors import NotAllowed, NotFound, Refused
from survey.experiments import steps
from survey.experiments.experiment import State
from survey.experiments.passing import Answer
from survey.organisation.permissions import allowed, as_member, check_may_answer, check_may_write
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from survey.waves.opening_seal import SOMEBODY
from survey.waves.retention import Times
from tests.conftest import ENGINES
from tests.make import ACTOR, Clock, answer, answers_of, close, populate, published, start
from tests.make_experiments import begun, bet, who
from tests.originals import original, store_like


def build(store: Store) -> None:
    populate(store)
    grant(store, person="dog-1", role=Role.HR, actor=ACTOR)
    published(store)


@pytest.fixture(scope="module", params=ENGINES)
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    with original(request, tmp_path_factory.mktemp("made") / "data", build) as settings:
        yield settings


@pytest.fixture
def store(
    made: Settings, tmp_path: Path, request: pytest.FixtureRequest, clock: Clock
) -> Iterator[Store]:
    clock.move(days=9)
    yield from _copies(made, tmp_path, request, clock)


def _copies(
    made: Settings, tmp_path: Path, request: pytest.FixtureRequest, clock: Clock
) -> Iterator[Store]:
    with store_like(made, tmp_path, request, clock) as copied:
        yield copied


def lines(store: Store, verb: AuditVerb) -> list[tuple[str, str]]:
    return [(one.actor, one.subject) for one in store.audit() if one.verb == verb]


def test_what_is_written_is_signed_and_on_the_record(store: Store) -> None:
    one = begun(store)
    step = partial(steps.add_why, text="Because", by="ant-2")
    change_experiment(store, one.key, step, viewer=who(store, "ant-2"))
    found = store.experiment(one.key)

    assert (found.whys[0].by, found.changed_by, found.version) == ("ant-2", "ant-2", 2)
    assert lines(store, AuditVerb.BEGIN_EXPERIMENT) == [("ant-1", "ant")]
    assert lines(store, AuditVerb.EDIT_EXPERIMENT) == [("ant-2", "ant")]


def test_the_second_saver_sees_what_the_first_saved_and_nothing_is_overwritten(
    store: Store,
) -> None:
    one = begun(store)
    add = partial(steps.add_why, text="First", by="ant-1")
    change_experiment(store, one.key, add, viewer=who(store, "ant-1"))
    edit = partial(steps.edit_why, number=1, whose=None)
    first = partial(edit, text="Ours", by="ant-1", seen=1)
    change_experiment(store, one.key, first, viewer=who(store, "ant-1"))
    second = partial(edit, text="Mine", by="ant-2", seen=1)
    with pytest.raises(steps.Changed) as refused:
        change_experiment(store, one.key, second, viewer=who(store, "ant-2"))
    now = refused.value.now

    assert now == store.experiment(one.key).whys[0]
    assert (now.by, now.version) == ("ant-1", 2)
    chosen = partial(edit, text="Mine", by="ant-2", seen=now.version)
    change_experiment(store, one.key, chosen, viewer=who(store, "ant-2"))
    assert store.experiment(one.key).whys[0].text == "Mine"


def test_what_only_adds_is_added_whoever_was_first(store: Store) -> None:
    one = begun(store)
    for person in ("ant-1", "ant-2", "ant-3"):
        step = partial(steps.add_why, text=person, by=person)
        change_experiment(store, one.key, step, viewer=who(store, person))

    assert [why.number for why in store.experiment(one.key).whys] == [1, 2, 3]


@pytest.mark.parametrize(
    ("person", "unit", "writes", "answers"),
    [
        ("ant-1", "ant", True, False),
        ("ant-lead", "ant", True, True),
        ("north-lead", "ant", False, False),
        ("north-lead", "north", True, True),
        ("bee-1", "ant", False, False),
        ("dog-1", "ant", False, True),
        ("ant-1", "north", False, False),
    ],
)
def test_who_may_write_and_who_may_answer(
    store: Store, person: str, unit: str, writes: bool, answers: bool
) -> None:
    """Anybody in it and who leads it write; who leads it and HR answer; who only reads neither."""
    viewer, units = who(store, person), store.units()

    assert allowed(check_may_write, viewer, unit, units) is writes
    assert allowed(check_may_answer, viewer, unit) is answers
    assert not allowed(check_may_write, as_member(viewer), unit, units)


def test_adapting_keeps_the_chain_and_begins_anew(store: Store) -> None:
    one = bet(store)
    new = decide_experiment(
        store,
        one.key,
        State.ADAPTED,
        learned="Too large.",
        viewer=who(store, "ant-2"),
    )

    assert store.experiment(one.key).state is State.ADAPTED
    assert (new.follows, new.candidates, new.state) == (one.key, one.candidates, State.THINKING)
    assert [found.key for found in store.experiments(["ant"])] == [new.key, one.key]


def test_what_is_passed_up_takes_its_chain_along_and_comes_back_with_an_answer(
    store: Store, clock: Clock
) -> None:
    """By who leads there; the team reads it; a reason stands where it is not done. Who answers
    second is told, and adds to it."""
    one = begun(store)
    for text, under in (("Goals change", None), ("Nobody says why", 1)):
        step = partial(steps.add_why, text=text, by="ant-1", under=under)
        change_experiment(store, one.key, step, viewer=who(store, "ant-1"))
    passed = pass_up(store, one.key, 2, to="north", viewer=who(store, "ant-1"))
    leader, day = who(store, "north-lead"), clock().date() + timedelta(days=7)
    answer = partial(answer_passed_up, store, passed.key)
    with pytest.raises(Refused):
        pass_up(store, one.key, 2, to="north", viewer=who(store, "ant-2"))
    with pytest.raises(NotAllowed):
        answer(Answer.NO, because="No", day=None, seen=1, viewer=who(store, "ant-1"))
    with pytest.raises(Refused):
        answer(Answer.NOT_NOW, because=" ", day=day, seen=1, viewer=leader)
    answer(Answer.WE_DO, because="", day=day, seen=1, viewer=leader)
    with pytest.raises(SavedMeanwhile) as meanwhile:
        answer(Answer.NO, because="Too late", day=None, seen=1, viewer=who(store, "dog-1"))
    assert meanwhile.value.now == store.passed(passed.key)
    answer(Answer.NO, because="Too late", day=None, seen=2, viewer=who(store, "dog-1"))

    (found,) = store.passed_up(units=["ant"])
    assert found.chain == ("Goals change", "Nobody says why")
    assert found.reply is not None
    assert (found.reply.answer, found.reply.by, found.reply.day) == (
        Answer.WE_DO,
        "north-lead",
        day,
    )
    assert [(one.answer, one.by) for one in found.added] == [(Answer.NO, "dog-1")]
    assert store.passed_up(to=["north"]) == [found]


def test_what_was_heard_is_written_by_those_who_speak_for_all_and_not_overwritten(
    store: Store,
) -> None:
    hr = who(store, "dog-1")
    with pytest.raises(NotAllowed):
        write_heard(store, "w1", heard="a", doing="b", based_on=0, viewer=who(store, "north-lead"))
    with pytest.raises(NotFound):
        write_heard(store, "w9", heard="a", doing="b", based_on=0, viewer=hr)
    write_heard(store, "w1", heard="Goals", doing="We explain", based_on=0, viewer=hr)
    with pytest.raises(SavedMeanwhile):
        write_heard(store, "w1", heard="Other", doing="Other", based_on=0, viewer=hr)

    assert store.heard()["w1"].heard == "Goals"


def test_who_is_erased_signs_nothing_any_more_and_the_words_stay(store: Store) -> None:
    one = bet(store)
    step = partial(steps.add_why, text="Because", by="ant-1")
    change_experiment(store, one.key, step, viewer=who(store, "ant-1"))
    passed = pass_up(store, one.key, 1, to="north", viewer=who(store, "ant-1"))
    erase(store, person="ant-1", actor=ACTOR)
    found = store.experiment(one.key)

    assert {found.by, found.changed_by, found.whys[0].by, found.candidates[0].owner} == {SOMEBODY}
    assert found.whys[0].text == "Because"
    assert store.passed(passed.key).by == SOMEBODY
    step = partial(steps.add_why, text="And so", by="ant-2")
    assert change_experiment(store, one.key, step, viewer=who(store, "ant-2")).whys[1]


def test_what_is_over_is_deleted_when_its_time_is_and_habits_stay(
    store: Store, clock: Clock
) -> None:
    """With its whys, also those that were passed up."""
    kept, dropped = bet(store), bet(store)
    for one, decision in ((kept, State.KEPT), (dropped, State.DROPPED)):
        step = partial(steps.add_why, text=f"Why of {decision}", by="ant-1")
        change_experiment(store, one.key, step, viewer=who(store, "ant-1"))
        pass_up(store, one.key, 1, to="north", viewer=who(store, "ant-1"))
        decide_experiment(
            store,
            one.key,
            decision,
            learned="So.",
            viewer=who(store, "ant-1"),
        )
    choose_times(store, Times(None, None, 30), viewer=who(store, "dog-1"))
    clock.move(days=29)
    make_rounds(store)
    assert len(store.experiments()) == 2
    clock.move(days=3)
    make_rounds(store)

    assert [one.key for one in store.experiments()] == [kept.key]
    assert [one.chain for one in store.passed_up()] == [("Why of kept",)]
    assert lines(store, AuditVerb.DELETE_EXPERIMENT) == [("schedule", "ant")]


def test_a_closed_unit_writes_no_more_and_what_it_tried_can_be_read(store: Store) -> None:
    one = begun(store)
    units = dict(store.units())
    closed = {**units, "ant": replace(units["ant"], closed=True)}

    assert not allowed(check_may_write, who(store, "ant-1"), "ant", closed)
    assert store.experiments(["ant"]) == [one]


def test_a_need_and_an_offer_are_brought_together_where_both_stand(
    store: Store, clock: Clock
) -> None:
    """By its people, for comments of that unit only; they go with the comments."""
    clock.move(days=20)
    links = start(store, "w2")
    for person, token in links.items():
        answer(store, token, answers_of(person, wave="w2") | {"O1": f"{person} could do with it."})
    clock.move(days=8)
    close(store, "w2")
    wave = store.wave("w2")
    need, offer, *_ = [one.key for one in store.comments(wave.id) if one.unit == "north"]
    match = partial(match_need, store, unit="north", wave="w2", together=True)
    leader = who(store, "north-lead")
    with pytest.raises(NotAllowed):
        match(need=need, offer=offer, viewer=who(store, "ant-1"))
    with pytest.raises(NotFound):
        match(need=need, offer="nowhere", viewer=leader)
    for _ in range(2):
        match(need=need, offer=offer, viewer=leader)

    assert store.matches("north", "w2") == [(need, offer)]
    delete_comments(store, wave, actor=ACTOR)
    assert store.matches("north", "w2") == []
