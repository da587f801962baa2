"""Promises of closing between waves: nobody is held back for having come, gone or moved.

Everybody counts in the home frozen at the opening, from their first wave to their last.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from survey.organisation.structure import Person
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import RULES
from tests.make import (
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
MOVED = [replace(TWO.people["ant-1"], unit="bee")]
MEASURES = ("B1", "B2", "A1", "A2", "S1", "belonging", "alignment", "participation")
FEWEST, MOST = slice(1, 2), slice(2, 3)


@pytest.fixture(scope="module")
def first_wave(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder where both teams were shown in a first wave, one day long."""
    settings = Settings(data=tmp_path_factory.mktemp("everybody"))
    with closing(Store(settings, clock=Clock())) as store:
        populate(store, TWO)
        run(store, "w1")
    return settings.data


@pytest.fixture
def store(first_wave: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A copy of it, a month later."""
    shutil.copytree(first_wave, tmp_path / "copy")
    clock.move(days=31)
    with closing(Store(Settings(data=tmp_path / "copy"), clock=clock)) as store:
        yield store


def run(store: Store, key: str) -> None:
    """A whole wave that everybody answers."""
    answer_all(store, start(store, key, days=1), wave=key)
    clock = store.now
    assert isinstance(clock, Clock)
    clock.move(days=1)
    close(store, key)


def gone(people: int) -> list[Person]:
    """So many people of one team who have left."""
    return [person(f"ant-{n}", "ant", active=False) for n in range(1, people + 1)]


def joined(people: int) -> list[Person]:
    """So many new people in it."""
    return [person(f"ant-new-{n}", "ant") for n in range(people)]


@pytest.mark.parametrize(
    "now",
    [joined(1), gone(1), [*joined(1), *gone(1)], joined(4), MOVED],
    ids=["one came", "one left", "one for another", "four came", "one moved"],
)
def test_a_team_where_one_person_came_since_the_last_wave_shows_its_statements(
    store: Store, now: list[Person]
) -> None:
    """Or left, or moved: every figure it has."""
    keep_people(store, now)
    run(store, "w2")

    figures = shown(store, "w2")
    hidden = [
        (unit, measure)
        for unit in ("ant", "bee")
        for measure in MEASURES
        if not figures[unit, "team", measure]
    ]
    assert hidden == []


def test_an_area_counts_everybody_of_its_shown_teams(store: Store) -> None:
    """Sixteen answered in two teams: the area's figures are about 15 to 29 people."""
    keep_people(store, joined(2))
    run(store, "w2")

    figures = shown(store, "w2")
    for measure in MEASURES[:-1]:
        assert figures["all", "area", measure][FEWEST] == (15,), measure
        assert figures["all", "area", measure][MOST] == (29,), measure


def test_a_composite_is_never_about_other_people_than_its_statements(store: Store) -> None:
    keep_people(store, joined(1))
    run(store, "w2")

    figures = shown(store, "w2")
    for unit, scope in (("ant", "team"), ("bee", "team"), ("all", "area")):
        people = {figures[unit, scope, measure][1:3] for measure in ("B1", "B2", "belonging")}
        assert len(people) == 1


def test_what_is_shown_of_a_wave_does_not_depend_on_the_waves_around_it(
    store: Store, tmp_path: Path
) -> None:
    """The same people and answers without the first wave: the same figures, cell for cell."""
    keep_people(store, joined(1))
    run(store, "w2")
    with closing(Store(Settings(data=tmp_path / "alone"), clock=Clock())) as alone:
        populate(alone, TWO)
        keep_people(alone, joined(1))
        run(alone, "w2")

        assert shown(alone, "w2") == shown(store, "w2")
        assert alone.wave("w2").rules == store.wave("w2").rules == RULES == 5
