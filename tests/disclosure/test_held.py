"""Promises of held teams: whoever joins or leaves cannot be read from two waves side by side."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from analytics.disclosure.held import held_teams, members
from survey.organisation.structure import Person
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import State
from tests.make import (
    NOON,
    Clock,
    Universe,
    answer_all,
    close,
    keep_people,
    person,
    populate,
    shown,
    start,
)

TWO = Universe({"all": 0, "ant": 7, "bee": 7}, {"all": None, "ant": "all", "bee": "all"}, ())


@pytest.fixture(scope="module")
def first_wave(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder where both teams were shown in a first wave, one day long."""
    settings = Settings(data=tmp_path_factory.mktemp("held"))
    with closing(Store(settings, clock=Clock())) as store:
        populate(store, TWO)
        run(store, "w1")
    return settings.data


@pytest.fixture
def store(first_wave: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A copy of it, two days later."""
    shutil.copytree(first_wave, tmp_path / "copy")
    clock.move(days=2)
    with closing(Store(Settings(data=tmp_path / "copy"), clock=clock)) as store:
        yield store


def run(store: Store, key: str, *, days: float = 1) -> None:
    """A whole wave that ends some days from now."""
    links = start(store, key, days=days)
    answer_all(store, links, wave=key)
    clock = store.now
    assert isinstance(clock, Clock)
    clock.move(days=days)
    close(store, key)
    clock.move(days=1)


def changed(people: int, *, unit: str = "ant") -> list[Person]:
    """So many people of a unit who have left."""
    return [person(f"{unit}-{n}", unit, active=False) for n in range(1, people + 1)]


def joined(people: int, *, unit: str = "ant") -> list[Person]:
    """So many new people in a unit."""
    return [person(f"{unit}-new-{n}", unit) for n in range(people)]


ITEMS = ("B1", "B2", "A1", "A2", "S1")


def is_held(store: Store, key: str, unit: str = "ant") -> bool:
    """Whether a team shows composites and nothing else; or everything."""
    figures = shown(store, key)
    items = {bool(figures[unit, "team", measure]) for measure in ITEMS}

    assert figures[unit, "team", "belonging"]
    assert len(items) == 1
    return items == {False}


@pytest.mark.parametrize(
    "now",
    [joined(1), changed(1), [*joined(1), *changed(1)], joined(4), [*joined(2), *changed(2)]],
    ids=["joins", "leaves", "one for another", "four join", "two for two"],
)
def test_a_team_is_held_when_fewer_than_k_people_came_or_went(
    store: Store, now: list[Person]
) -> None:
    """It shows its composites only, to ten points; the team beside it shows everything."""
    keep_people(store, now)
    run(store, "w2")

    figures = shown(store, "w2")
    assert is_held(store, "w2")
    assert not is_held(store, "w2", "bee")
    tenths, *_, step = figures["ant", "team", "belonging"][:4]
    assert step == 10
    assert isinstance(tenths, int)
    assert tenths % 100 == 0


def test_a_team_that_stayed_the_same_is_shown(store: Store) -> None:
    """There is nobody to read."""
    run(store, "w2")

    assert not is_held(store, "w2")


def test_a_team_where_k_people_changed_is_shown(store: Store) -> None:
    """Five together hide one another."""
    keep_people(store, [*joined(3), *changed(2)])
    run(store, "w2")

    assert not is_held(store, "w2")


def test_somebody_who_moves_holds_both_teams(store: Store) -> None:
    """The one they left and the one they joined."""
    keep_people(store, [replace(TWO.people["ant-1"], unit="bee")])
    run(store, "w2")

    assert is_held(store, "w2", "ant")
    assert is_held(store, "w2", "bee")


def test_a_held_team_is_compared_with_when_it_was_last_shown(store: Store) -> None:
    """A wave in which it had too few answers does not count."""
    keep_people(store, joined(1))
    links = start(store, "w2", days=1)
    answer_all(store, links, wave="w2", leave_out=[who for who in links if who[:3] == "ant"])
    close(store, "w2")
    assert not shown(store, "w2")["ant", "team", "belonging"]

    run(store, "w3")

    assert is_held(store, "w3")


@pytest.mark.parametrize(("days", "held"), [(58, True), (60, False)])
def test_a_team_shown_long_ago_is_not_held(
    store: Store, clock: Clock, days: int, held: bool
) -> None:
    """After sixty days too much else has changed."""
    keep_people(store, joined(1))
    clock.moment = NOON + timedelta(days=days)
    run(store, "w2")

    assert is_held(store, "w2") is held


def test_a_large_team_is_not_held(duckdb_store: Store, clock: Clock) -> None:
    """From thirty answers one more or less moves no figure far enough."""
    populate(duckdb_store, replace(TWO, members={"all": 0, "ant": 30, "bee": 7}))
    run(duckdb_store, "w1")
    keep_people(duckdb_store, [*joined(1), *joined(1, unit="bee")])
    run(duckdb_store, "w2")

    assert not is_held(duckdb_store, "w2", "ant")
    assert is_held(duckdb_store, "w2", "bee")


def test_a_wave_brought_in_between_is_compared_with_the_one_after_it(
    store: Store, clock: Clock
) -> None:
    """Past answers may come later than those they are read against."""
    keep_people(store, joined(1))
    clock.moment = NOON - timedelta(days=10)
    run(store, "w0")

    assert store.wave("w0").closed < store.wave("w1").closed  # type: ignore[operator]
    assert is_held(store, "w0")
    assert not is_held(store, "w0", "bee")


def test_members_are_who_was_invited_by_home(duckdb_store: Store) -> None:
    """Whoever leads counts above; a team that nobody has as home is not there."""
    populate(duckdb_store, replace(TWO, members={"all": 0, "ant": 5, "bee": 5}, leaders=("bee",)))
    start(duckdb_store)

    teams = members(duckdb_store, duckdb_store.wave("w1"))

    assert {team: len(people) for team, people in teams.items()} == {"all": 1, "ant": 5, "bee": 5}
    assert teams["all"] == {"bee-lead"}


def test_the_first_wave_of_all_holds_nobody(duckdb_store: Store) -> None:
    """There is nothing to compare with, and waves that are not published do not count."""
    populate(duckdb_store, TWO)
    start(duckdb_store)
    wave = duckdb_store.wave("w1")

    assert wave.state is State.OPEN
    assert held_teams(duckdb_store, wave, answered={"ant": 7, "bee": 7}) == frozenset()
