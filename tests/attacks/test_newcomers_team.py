"""Attack 11: somebody joins, leaves or moves, or two swap: what is shown of the wave after?

Exactly what would be shown were it the first wave. Nobody is held back, and no figure is made with
an eye to an earlier one; whether it may be compared with one is another question.
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from survey.answering.sending import send
from survey.organisation.structure import Person
from survey.settings import Settings
from survey.store import Store
from tests.make import (
    Clock,
    Universe,
    answers_of,
    close,
    keep_people,
    person,
    populate,
    respondents,
    start,
    together,
)

TEAMS = ("ant", "bee", "cat", "dog")
CREW = Universe(
    {"all": 0} | dict.fromkeys(TEAMS, 7), {"all": None} | dict.fromkeys(TEAMS, "all"), ()
)
WROTE = ("1", "2")  # of each team
DAYS_APART = 30


def moved(who: str, unit: str) -> Person:
    """Somebody who has another unit now."""
    return replace(CREW.people[who], unit=unit)


CHANGES = {
    "joins": [person("ant-new", "ant")],
    "leaves": [replace(CREW.people["ant-7"], active=False)],
    "moves": [moved("ant-7", "bee")],
    "two swap": [moved("ant-7", "bee"), moved("bee-7", "ant")],
}


@pytest.fixture(scope="module")
def first_wave(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which every team was shown in a first wave."""
    settings = Settings(data=tmp_path_factory.mktemp("newcomers"))
    with closing(Store(settings, clock=Clock())) as store:
        populate(store, CREW)
        run(store, "w1")
    return settings.data


@pytest.fixture(scope="module", params=CHANGES)
def worlds(
    first_wave: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[Store, Store]]:
    """The same wave after one change, with the wave before it and without; only to be read."""
    folder = tmp_path_factory.mktemp("second")
    with ExitStack() as stack:
        shutil.copytree(first_wave, folder / "with")
        stores = []
        for name in ("with", "without"):
            clock = Clock()
            clock.move(days=DAYS_APART)
            store = stack.enter_context(closing(Store(Settings(data=folder / name), clock=clock)))
            if name == "without":
                populate(store, CREW)
            keep_people(store, CHANGES[str(request.param)])
            run(store, "w2")
            stores.append(store)
        before, alone = stores
        yield before, alone


def run(store: Store, key: str) -> None:
    """A wave of one day that everybody answers; two of each team write."""
    forms = respondents(store, start(store, key, days=1, keep_days=30), wave=key)

    def answer(who: str) -> None:
        given = dict(answers_of(who, wave=key))
        if who.split("-")[1] in WROTE:
            given["O1"] = f"Words of {who}"
        send(store, forms[who], given)

    together(answer, forms)
    assert isinstance(store.now, Clock)
    store.now.move(days=1)
    close(store, key)


def kept_rows(store: Store, wave: int) -> Counter[tuple[str, str]]:
    """The kept answer rows of a wave: the key of their unit, and what was answered."""
    names = {number: key for key, number in store.unit_numbers().items()}
    query = text("SELECT unit, answers FROM kept_answer")
    rows = store.kept_rows.look(wave, lambda connection: connection.execute(query).all())
    return Counter(
        (names[unit], json.dumps(json.loads(answers), sort_keys=True)) for unit, answers in rows
    )


def test_every_figure_is_as_it_would_be_without_the_wave_before(
    worlds: tuple[Store, Store],
) -> None:
    """All cells of all units, statements and distributions of the teams in question too."""
    before, alone = (
        [row._replace(wave=0) for row in store.cells(waves=[store.wave("w2").id])]
        for store in worlds
    )

    assert before == alone
    assert {row.unit for row in alone if row.shown and row.measure == "B1"} == {"all", *TEAMS}
    print(f"attack 11: 2 publications, {len(alone)} cells, the same in both")


def test_so_are_the_places_of_comments_and_the_answer_rows_that_are_kept(
    worlds: tuple[Store, Store],
) -> None:
    """Nobody's words or answers are left out because somebody came or went."""
    waves = [store.wave("w2").id for store in worlds]
    comments = [
        Counter((c.unit, c.scope, c.text) for c in store.comments(wave))
        for store, wave in zip(worlds, waves, strict=True)
    ]
    rows = [kept_rows(store, wave) for store, wave in zip(worlds, waves, strict=True)]

    assert comments[0] == comments[1]
    assert comments[0].total() == len(WROTE) * len(TEAMS)
    assert rows[0] == rows[1]
    assert {unit for unit, _ in rows[0]} == set(TEAMS)
