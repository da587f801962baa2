"""Promises of kept answers: only where people were told, only in groups, only for so long."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trying

from analytics.closing.counting import Opened
from analytics.closing.kept_answers import kept_answers
from analytics.disclosure.control import plan as plan_of
from analytics.jobs.schedule import make_rounds
from survey.actions.waves import cancel_wave, close_wave
from survey.answering.sending import send
from survey.errors import Refused
from survey.settings import Settings
from survey.store import Store
from survey.waves.comments import KeptAnswer
from survey.waves.wave import LONGEST_KEEP_DAYS, check_keep
from tests.make import (
    ACTOR,
    NOON,
    Clock,
    Universe,
    answers_of,
    close,
    keep_people,
    person,
    plan,
    populate,
    respondents,
    start,
    statement,
    together,
)
from tests.make import instrument as an_instrument
from tests.make_organisations import ITEMS, SIGNS, Answerer, universes
from tests.make_organisations import Universe as Counted
from tests.processes import killed
from tests.reference import slow_gate

pytestmark = pytest.mark.slow

CREW = Universe(
    {"all": 0, "ant": 8, "bee": 6, "cat": 3, "dog": 2},
    {"all": None, "ant": "all", "north": "all", "bee": "north", "cat": "north", "dog": "north"},
    (),
)


def answer_all(store: Store, key: str = "w1", *, days: float = 7, keep_days: int | None) -> None:
    """An open wave that everybody has answered, with a comment that names them."""
    forms = respondents(store, start(store, key, days=days, keep_days=keep_days), wave=key)
    said = {who: answers_of(who, wave=key) | {"O1": f"Written by {who}."} for who in forms}
    together(lambda who: send(store, forms[who], said[who]), forms)


def groups(store: Store, wave: int = 1) -> dict[tuple[str, bool], int]:
    """How many rows are kept under each unit, of its own people and of those who climbed there."""
    names = {number: key for key, number in store.unit_numbers().items()}
    return dict(Counter((names[row.unit], row.own) for row in store.kept_rows.rows(wave)))


# Which


def test_one_row_is_kept_for_each_ballot_under_its_group(store: Store) -> None:
    """Teams by themselves; those of small teams together in the unit above."""
    populate(store, CREW)
    answer_all(store, keep_days=30)

    close(store)

    assert groups(store) == {("ant", True): 8, ("bee", True): 6, ("north", False): 5}


def test_whoever_is_in_no_figure_is_in_no_kept_row(store: Store) -> None:
    """Three people whose group is too small everywhere."""
    members = {"all": 0, "ant": 8, "cat": 3}
    populate(store, Universe(members, {"all": None, "ant": "all", "cat": "all"}, ()))
    answer_all(store, keep_days=30)

    close(store)

    assert groups(store) == {("ant", True): 8}


def test_rows_of_a_team_that_somebody_joined_are_kept_too(store: Store, clock: Clock) -> None:
    """Nobody is held back for having come: the newcomer stands among six others."""
    populate(store, CREW)
    answer_all(store, days=1, keep_days=90)
    close(store)
    keep_people(store, [person("bee-new", "bee")])
    clock.move(days=8)
    answer_all(store, "w2", days=1, keep_days=90)

    close(store, "w2")

    assert groups(store, 2) == {("ant", True): 8, ("bee", True): 7, ("north", False): 5}


def test_a_wave_that_was_not_planned_to_keeps_none(store: Store) -> None:
    """Off is the usual."""
    populate(store, CREW)
    answer_all(store, keep_days=None)

    close(store)

    assert store.waves_with_kept_answers() == frozenset()
    assert groups(store) == {}
    assert not store.settings.kept.exists()


def opened(universe: Counted) -> Opened:
    """The ballots of a universe, as closing has them."""
    place = {key: t for t, key in enumerate(universe.tree.keys)}
    scores = [[(p.answers or {}).get(item, 0) for item in ITEMS] for p in universe.ballots]
    ticks = [[sign in p.ticks for sign in SIGNS] for p in universe.ballots]
    many = len(universe.ballots)
    return Opened(
        home=np.array([place[p.home] for p in universe.ballots], dtype=np.int64),
        scores=np.array(scores, dtype=np.uint8).reshape(many, len(ITEMS)),
        ticks=np.array(ticks, dtype=np.uint8).reshape(many, len(SIGNS)),
        comments={},
    )


ASKED = an_instrument([statement(item, None) for item in ITEMS], signs=SIGNS, prompts=())


def standing_of(one: Answerer, group: Iterable[Answerer], k: int) -> dict[str, int]:
    """What somebody answered of the statements that k or more of their group answered."""
    given = Counter(item for person in group for item in person.answers or {})
    return {item: score for item, score in (one.answers or {}).items() if given[item] >= k}


def kept_of(universe: Counted) -> list[KeptAnswer]:
    """The rows that would be kept of a universe."""
    plans = plan_of(universe.tally, tree=universe.tree, k=universe.k)
    return kept_answers(opened(universe), plans, tree=universe.tree, instrument=ASKED)


def as_kept(answers: Mapping[str, int], ticks: frozenset[str]) -> str:
    """A ballot as a row holds it."""
    return json.dumps({**answers, **{sign: sign in ticks for sign in SIGNS}})


@given(universes(size=12))
@trying(deadline=None)
def test_rows_are_those_that_the_slow_gate_would_keep(universe: Counted) -> None:
    """Word for word, each in the group of its base plan; k or more in each."""
    slow = Counter(
        (unit, atom.team, as_kept(standing_of(person, atom.people, universe.k), person.ticks))
        for unit, atoms in slow_gate.base(universe).items()
        for atom in atoms
        for person in atom.people
    )
    rows = kept_of(universe)

    assert Counter((row.unit, row.own, row.answers) for row in rows) == slow
    sizes = Counter((row.unit, row.own) for row in rows).values()
    assert all(size >= universe.k for size in sizes)


# What is in them


def test_a_row_holds_answers_and_nothing_of_who_when_or_what_was_written(store: Store) -> None:
    """Reversed statements are turned round; what was skipped is not there."""
    populate(store, Universe({"all": 5}, {"all": None}, ()))
    forms = respondents(store, start(store, keep_days=30))
    for form in forms.values():
        send(store, form, {"B1": 4, "B2": 1, "A1": 3, "S1": True, "O1": "A canary sings."})

    close(store)

    rows = store.kept_rows.rows(1)
    said = {"B1": 4, "B2": 5, "A1": 3, "S1": True}
    assert rows[0]._fields == ("key", "wave", "unit", "own", "answers")
    assert [json.loads(row.answers) for row in rows] == [said] * 5
    assert len({row.key for row in rows}) == 5
    assert "canary" not in repr(rows)
    assert not any(who in repr(rows) for who in forms)


# For how long


def bytes_of(folder: Path) -> bytes:
    """Every byte of every file."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_rows_go_when_their_time_is_over_and_not_a_minute_before(
    store: Store, clock: Clock
) -> None:
    """Counted from closing; on the record once, however often the rounds are made."""
    populate(store, CREW)
    answer_all(store, keep_days=30)
    clock.move(days=7)
    close(store)
    keys = [row.key.encode() for row in store.kept_rows.rows(1)]

    clock.move(days=30, minutes=-1)
    make_rounds(store)
    assert len(store.kept_rows.rows(1)) == 19

    clock.move(minutes=1)
    make_rounds(store)
    make_rounds(store)
    assert store.kept_rows.rows(1) == []
    assert store.waves_with_kept_answers() == frozenset()
    assert not any(key in bytes_of(store.settings.data) for key in keys)
    lines = [(e.actor, e.subject) for e in store.audit() if e.verb == "delete kept answers"]
    assert lines == [("schedule", "w1")]


def test_a_wave_knows_until_when(duckdb_store: Store, clock: Clock) -> None:
    """Once it is closed."""
    populate(duckdb_store, CREW)
    start(duckdb_store, keep_days=30)
    assert duckdb_store.wave("w1").kept_until is None

    clock.move(days=2)
    close_wave(duckdb_store, key="w1", actor=ACTOR)

    assert duckdb_store.wave("w1").kept_until == NOON + timedelta(days=32)


@pytest.mark.parametrize("after", [False, True])
def test_a_cut_while_rows_are_deleted_leaves_none_of_them(
    settings: Settings, clock: Clock, after: bool
) -> None:
    """The next round deletes what is there."""
    with closing(Store(settings, clock=clock)) as store:
        populate(store, CREW)
        answer_all(store, keep_days=1)
        close(store)
    clock.move(days=1)

    killed(
        settings,
        clock.moment,
        make_rounds,
        at="survey.storage.wave_rows.WaveRows.destroy",
        after=after,
    )

    with closing(Store(settings, clock=clock)) as store:
        make_rounds(store)
        assert store.kept_rows.rows(1) == []
        assert store.waves_with_kept_answers() == frozenset()


def test_a_cancelled_wave_leaves_neither_comments_nor_rows(store: Store) -> None:
    """Nothing was published of it."""
    populate(store, CREW)
    answer_all(store, keep_days=30)

    cancel_wave(store, key="w1", actor=ACTOR, reason="Wrong week.")
    make_rounds(store)

    assert store.comments(1) == store.kept_rows.rows(1) == []
    assert store.comment_rows.waves() | store.kept_rows.waves() == frozenset()


@pytest.mark.parametrize("days", [0, -1, LONGEST_KEEP_DAYS + 1])
def test_a_time_that_is_none_or_very_long_is_refused(duckdb_store: Store, days: int) -> None:
    """The sentence says what may be chosen."""
    populate(duckdb_store, CREW)

    with pytest.raises(Refused, match=f"kept for 1 to 730 days, not for {days}"):
        plan(duckdb_store, keep_days=days)

    assert duckdb_store.waves() == []


@pytest.mark.parametrize("days", [None, 1, LONGEST_KEEP_DAYS])
def test_a_day_or_two_years_or_not_at_all_is_allowed(days: int | None) -> None:
    """Whoever plans the wave chooses."""
    check_keep(days)


def test_an_answer_that_stands_in_no_figure_of_its_group_is_in_no_row(store: Store) -> None:
    """Four of eight answered the statement: their figure is the area's, or none is."""
    populate(store, CREW)
    forms = respondents(store, start(store, keep_days=30))
    quiet = {"ant-1", "ant-2", "ant-3", "ant-4"}
    for who in forms:
        said = answers_of(who)
        send(store, forms[who], said | ({"B1": None} if who in quiet else {}))

    close(store)

    kept = [(row.unit, json.loads(row.answers)) for row in store.kept_rows.rows(1)]
    ant = store.unit_numbers()["ant"]
    assert not any("B1" in said for unit, said in kept if unit == ant)
    assert all("B2" in said for _, said in kept)
    assert sum("B1" in said for _, said in kept) == 11
