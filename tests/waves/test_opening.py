"""Promises of opening: who is asked is frozen, nobody is asked twice, and a cut does no harm."""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from analytics.jobs.schedule import make_rounds, open_now
from survey.actions.opening import open_wave
from survey.actions.waves import cancel_wave, close_wave, schedule_wave
from survey.errors import Refused
from survey.organisation.structure import Unit
from survey.settings import Settings
from survey.store import Store
from survey.store.asked import roster_now
from survey.waves.wave import State
from tests.make import (
    ACTOR,
    NOON,
    Clock,
    Universe,
    answer_all,
    keep_people,
    person,
    plan,
    populate,
    spent,
    start,
    tokens,
)
from tests.processes import killed

pytestmark = pytest.mark.slow

FEW = Universe({"all": 1, "ant": 5, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ("ant",))


def day(number: int) -> datetime:
    """A day of March at noon."""
    return NOON.replace(day=number)


# What is frozen


def test_everybody_active_is_asked_once_in_their_home(store: Store) -> None:
    """Whoever leads a unit counts in the unit above; whoever has left is not asked."""
    populate(store, FEW)
    keep_people(store, [person("gone", "ant", active=False)])
    numbers = store.unit_numbers()

    start(store)

    roster = store.roster(1)
    assert Counter(roster.values()) == {
        numbers["all"]: 2,
        numbers["ant"]: 5,
        numbers["bee"]: 6,
    }
    assert roster["ant-lead"] == roster["all-1"] == numbers["all"]
    assert "gone" not in roster
    assert store.homes(1)["ant-lead"] == "all"
    assert "gone" not in store.homes(1)
    assert spent(store) == set()
    assert store.box(1).share_answered() == (0, 13)
    assert store.wave("w1").invited == 13


def test_the_tree_is_kept_as_it_stood(store: Store) -> None:
    """With how many were invited in each unit, in tree order; a later change does not reach it."""
    populate(store)
    start(store)

    keep_people(store, [], units=[Unit("bee", "Renamed", "all"), Unit("new", "New", "all")])

    tree = [(u.key, u.name, u.parent, u.position, u.invited) for u in store.wave_units(1)]
    assert tree == [
        ("all", "All", None, 0, 2),
        ("cat", "Cat", "all", 1, 3),
        ("dog", "Dog", "all", 2, 5),
        ("north", "North", "all", 3, 1),
        ("ant", "Ant", "north", 4, 8),
        ("bee", "Bee", "north", 5, 6),
    ]


def test_units_in_which_nobody_is_asked_are_not_in_the_tree(duckdb_store: Store) -> None:
    """Nor on any page of the wave; those above somebody asked are."""
    populate(duckdb_store)
    start(duckdb_store, audience=("bee", "cat"))

    assert [unit.key for unit in duckdb_store.wave_units(1)] == ["all", "cat", "north", "bee"]
    assert duckdb_store.wave("w1").invited == 9


def test_an_audience_is_everybody_who_counts_in_those_units_or_below(duckdb_store: Store) -> None:
    """The leader of the area counts above it."""
    populate(duckdb_store)
    wave = plan(duckdb_store, audience=("north",))

    homes = roster_now(duckdb_store, wave).homes

    assert Counter(homes.values()) == {"ant": 8, "bee": 6, "north": 1}
    assert homes["ant-lead"] == "north"
    assert "north-lead" not in homes


def test_who_comes_or_goes_while_a_wave_is_open_changes_nothing(store: Store) -> None:
    """Not who is asked, not where they count, not how many were invited."""
    universe = populate(store, FEW)
    links = start(store)
    before = (store.roster(1), store.wave_units(1), store.wave("w1"))

    moved = replace(universe.people["ant-1"], unit="bee")
    gone = replace(universe.people["ant-2"], active=False)
    keep_people(store, [moved, gone, person("new", "ant")])

    assert (store.roster(1), store.wave_units(1), store.wave("w1")) == before
    answer_all(store, links)
    assert store.homes(1)["ant-1"] == "ant"


# What is refused


def test_a_wave_for_fewer_people_than_a_figure_needs_is_refused(duckdb_store: Store) -> None:
    """It could only ever publish blanks."""
    populate(duckdb_store)
    plan(duckdb_store, audience=("cat",))

    with pytest.raises(Refused, match="would ask 3 people, and figures need at least 5"):
        open_wave(duckdb_store, key="w1", actor=ACTOR)

    assert duckdb_store.wave("w1").state is State.DRAFT
    assert duckdb_store.leftovers() == set()


def test_a_wave_whose_closing_time_has_passed_is_refused(duckdb_store: Store, clock: Clock) -> None:
    """In words that say when it should have closed."""
    populate(duckdb_store)
    plan(duckdb_store)
    clock.move(days=7)

    for act in (open_wave, schedule_wave):
        with pytest.raises(Refused, match="should have closed on 09 March 2026, 12:00 UTC"):
            act(duckdb_store, key="w1", actor=ACTOR)


OVERLAP = "asks 8 of the same people at the same time"


@pytest.mark.parametrize(
    ("opens", "closes", "meets"),
    [(3, 4, True), (1, 3, True), (8, 20, True), (1, 20, True), (2, 9, True), (9, 19, False)],
)
def test_two_waves_at_once_for_the_same_people_are_refused(
    duckdb_store: Store, clock: Clock, opens: int, closes: int, meets: bool
) -> None:
    """Inside, around, across either end; one may open the moment the other closes."""
    populate(duckdb_store)
    start(duckdb_store, "w1", audience=("ant",))
    plan(duckdb_store, "w2", opens=day(opens), closes=day(closes), audience=("ant", "bee"))

    if meets:
        with pytest.raises(Refused, match=f"Wave “Wave w1” .* {OVERLAP}"):
            schedule_wave(duckdb_store, key="w2", actor=ACTOR)
    else:
        schedule_wave(duckdb_store, key="w2", actor=ACTOR)
        clock.moment = day(9)
        close_wave(duckdb_store, key="w1", actor=ACTOR)
        open_wave(duckdb_store, key="w2", actor=ACTOR)
    assert duckdb_store.wave("w2").state is (State.DRAFT if meets else State.OPEN)


def test_a_later_wave_cannot_be_opened_early_into_one_that_is_open(store: Store) -> None:
    """It was planned for after the other; opening it now would ask the same people twice."""
    populate(store)
    start(store, "w1", audience=("ant",))
    plan(store, "w2", opens=day(10), closes=day(17), audience=("ant",))

    with pytest.raises(Refused, match=OVERLAP):
        open_now(store, key="w2", actor=ACTOR)

    assert store.wave("w2").state is State.DRAFT
    assert store.leftovers() == {1}


def test_different_people_may_be_asked_at_the_same_time(store: Store) -> None:
    """Each with links of their own wave."""
    populate(store)

    ants = start(store, "w1", audience=("ant",))
    bees = start(store, "w2", audience=("bee",))

    answer_all(store, ants, wave="w1")
    answer_all(store, bees, wave="w2")
    assert (store.box(1).count(), store.box(2).count()) == (8, 6)


@pytest.mark.parametrize("state", [State.DRAFT, State.CANCELLED])
def test_waves_that_ask_nobody_stand_in_no_way(duckdb_store: Store, state: State) -> None:
    """A draft may become anything; a cancelled wave is over."""
    populate(duckdb_store)
    if state is State.DRAFT:
        plan(duckdb_store, "w1")
    else:
        start(duckdb_store, "w1")
        cancel_wave(duckdb_store, key="w1", actor=ACTOR, reason="Wrong week.")

    assert start(duckdb_store, "w2")


def test_a_scheduled_wave_counts_with_the_people_it_would_ask(duckdb_store: Store) -> None:
    """Although its roster is not frozen yet."""
    populate(duckdb_store)
    plan(duckdb_store, "w1", state=State.SCHEDULED, audience=("ant",))

    with pytest.raises(Refused, match=OVERLAP):
        plan(duckdb_store, "w2", state=State.SCHEDULED)
    assert [wave.key for wave in duckdb_store.waves()] == ["w1"]


# When it is cut off

OPEN = partial(open_now, key="w1", actor=ACTOR)
BEFORE_IT_IS_OPEN = [
    ("survey.actions.opening._begin", True),
    ("survey.storage.keys.KeyFolder.keep", False),
    ("survey.storage.keys.KeyFolder.keep", True),
    ("survey.storage.ballot_box.BallotBox.fill", True),
    ("survey.actions.opening.set_state", True),
]


@pytest.mark.parametrize(("at", "after"), BEFORE_IT_IS_OPEN)
def test_an_opening_that_is_cut_off_is_made_again(
    settings: Settings, clock: Clock, at: str, after: bool
) -> None:
    """The wave is not open until all is in place; opened again, every link works, each once."""
    with closing(Store(settings, clock=clock)) as store:
        populate(store, FEW)
        plan(store)
    killed(settings, clock.moment, OPEN, at=at, after=after)

    with closing(Store(settings, clock=clock)) as store:
        assert store.wave("w1").state is State.DRAFT
        assert open_now(store, key="w1", actor=ACTOR) == 13
        answer_all(store, tokens(store))

        assert store.box(1).share_answered() == (13, 13)
        assert store.box(1).count() == 13


@pytest.mark.parametrize(("at", "after"), BEFORE_IT_IS_OPEN)
def test_an_opening_that_is_made_again_may_be_cut_off_again(
    settings: Settings, clock: Clock, at: str, after: bool
) -> None:
    """At the same step or an earlier one."""
    with closing(Store(settings, clock=clock)) as store:
        populate(store, FEW)
        plan(store)
    killed(settings, clock.moment, OPEN, at="survey.actions.opening.set_state", after=True)

    killed(settings, clock.moment, OPEN, at=at, after=after)

    with closing(Store(settings, clock=clock)) as store:
        assert open_now(store, key="w1", actor=ACTOR) == 13


def damaged_box(settings: Settings) -> None:
    """Of its box only some bytes were written."""
    (settings.boxes / "wave-1.duckdb").write_bytes(b"not a database")
    (settings.boxes / "wave-1.duckdb.wal").write_bytes(b"nor a log")


def half_a_key(settings: Settings) -> None:
    """Of its key only some bytes were written, and so there was no box yet."""
    shutil.rmtree(settings.boxes)
    key = settings.keys / "wave-1.key"
    key.write_bytes(key.read_bytes()[:50])


@pytest.mark.parametrize("damage", [damaged_box, half_a_key])
def test_what_a_cut_off_opening_left_half_written_stands_in_no_way(
    duckdb_settings: Settings, clock: Clock, damage: Callable[[Settings], None]
) -> None:
    """As after a power cut."""
    with closing(Store(duckdb_settings, clock=clock)) as store:
        populate(store, FEW)
        plan(store)
    killed(
        duckdb_settings,
        clock.moment,
        OPEN,
        at="survey.storage.ballot_box.BallotBox.fill",
        after=True,
    )
    damage(duckdb_settings)

    with closing(Store(duckdb_settings, clock=clock)) as store:
        assert open_now(store, key="w1", actor=ACTOR) == 13
        assert store.box(1).share_answered() == (0, 13)


def test_an_opening_that_failed_is_made_again_by_the_same_process(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For want of room, say: the box that was begun is open still."""
    populate(store, FEW)
    plan(store)
    with monkeypatch.context() as patched:
        patched.setattr("survey.actions.opening._freeze", no_room)
        with pytest.raises(OSError, match="No space left"):
            open_now(store, key="w1", actor=ACTOR)

    assert store.wave("w1").state is State.DRAFT
    assert open_now(store, key="w1", actor=ACTOR) == 13
    answer_all(store, tokens(store))
    assert store.box(1).share_answered() == (13, 13)


def no_room(*_: object) -> None:
    """What a full disk does."""
    raise OSError("No space left on device")


@pytest.mark.parametrize(
    ("at", "after"),
    [
        ("analytics.jobs.schedule.send_invitations", False),
        ("survey.mail.outbox.write_private", True),
        ("survey.mailing.inviting.mark_invited", False),
    ],
)
def test_invitations_that_are_cut_off_are_written_by_the_next_round(
    duckdb_settings: Settings, clock: Clock, at: str, after: bool
) -> None:
    """Everybody has one mail, with the link that works."""
    with closing(Store(duckdb_settings, clock=clock)) as store:
        populate(store, FEW)
        plan(store)
    killed(duckdb_settings, clock.moment, OPEN, at=at, after=after)

    with closing(Store(duckdb_settings, clock=clock)) as store:
        assert (store.wave("w1").state, store.wave("w1").invited_at) == (State.OPEN, None)
        make_rounds(store)
        make_rounds(store)

        written = [file.read_text() for file in (store.settings.outbox / "wave-1").iterdir()]
        assert len(written) == 13
        assert sum(token in mail for token in tokens(store).values() for mail in written) == 13
        assert [e.verb for e in store.audit()].count("send invitations") == 1


def test_a_wave_whose_opening_was_cut_off_can_be_cancelled(
    duckdb_settings: Settings, clock: Clock
) -> None:
    """And leaves nothing."""
    with closing(Store(duckdb_settings, clock=clock)) as store:
        populate(store, FEW)
        plan(store)
    killed(
        duckdb_settings,
        clock.moment,
        OPEN,
        at="survey.storage.ballot_box.BallotBox.fill",
        after=True,
    )

    with closing(Store(duckdb_settings, clock=clock)) as store:
        assert store.leftovers() == {1}
        cancel_wave(store, key="w1", actor=ACTOR, reason="Wrong week.")

        assert store.leftovers() == set()


def test_a_wave_opens_at_the_moment_it_is_opened(store: Store, clock: Clock) -> None:
    """Which may be later than planned."""
    populate(store, FEW)
    plan(store)
    clock.move(hours=30)

    open_wave(store, key="w1", actor=ACTOR)

    assert store.wave("w1").opened == NOON + timedelta(hours=30)
    assert store.wave("w1").opens == NOON
