"""Attack 11: somebody joins, leaves or moves, or two swap; what do two waves side by side tell?

The teams that fewer than k came to or went from are held: in everything that leaves they show their
composites to ten points and nothing else, and nobody else's figures hold their answers. Two worlds
in which only held teams answer differently look the same but for those composites.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import cycle
from pathlib import Path

import pytest
from sqlalchemy import text

from survey.answering.sending import send
from survey.organisation.structure import Person
from survey.settings import Settings
from survey.store import Store
from tests.attacks.outputs import Outputs, of_store
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
COMPOSITES = ("belonging", "alignment")
WROTE = ("1", "2")  # of each team
ALIKE: dict[str, object] = {"B1": 1, "B2": 5, "A1": 1, "A2": 1, "S1": True}
OTHERWISE: dict[str, object] = {"B1": 5, "B2": 1, "A1": 5, "A2": 5, "S1": False}


def moved(who: str, unit: str) -> Person:
    """Somebody who has another unit now."""
    return replace(CREW.people[who], unit=unit)


CHANGES = {
    "joins": ([person("ant-new", "ant")], {"ant"}),
    "leaves": ([replace(CREW.people["ant-7"], active=False)], {"ant"}),
    "moves": ([moved("ant-7", "bee")], {"ant", "bee"}),
    "two swap": ([moved("ant-7", "bee"), moved("bee-7", "ant")], {"ant", "bee"}),
}


@pytest.fixture(scope="module")
def first_wave(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which every team was shown in a first wave."""
    settings = Settings(data=tmp_path_factory.mktemp("newcomers"))
    with closing(Store(settings, clock=Clock())) as store:
        populate(store, CREW)
        run(store, "w1", {})
    return settings.data


@dataclass(frozen=True)
class Worlds:
    """Two second waves that differ in nothing but what the held teams answered."""

    held: set[str]
    stores: list[Store]

    @cached_property
    def outputs(self) -> list[Outputs]:
        """What leaves each of them."""
        return [of_store(store) for store in self.stores]


@pytest.fixture(scope="module", params=CHANGES)
def worlds(
    first_wave: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Worlds]:
    """Both after one change; the tests only read them."""
    people, held = CHANGES[str(request.param)]
    with ExitStack() as stack:
        stores = []
        for name, said in (("alike", ALIKE), ("otherwise", OTHERWISE)):
            folder = tmp_path_factory.mktemp("second") / name
            store = stack.enter_context(closing(_copy(first_wave, folder)))
            keep_people(store, people)
            run(store, "w2", dict.fromkeys(held, said))
            stores.append(store)
        yield Worlds(held, stores)


def _copy(folder: Path, to: Path) -> Store:
    shutil.copytree(folder, to)
    clock = Clock()
    clock.move(days=2)
    return Store(Settings(data=to), clock=clock)


def run(store: Store, key: str, said: dict[str, dict[str, object]]) -> None:
    """A wave of one day that everybody answers, some teams all alike; two of each team write."""
    forms = respondents(store, start(store, key, days=1, keep_days=30), wave=key)
    homes = {unit.unit: unit.key for unit in store.wave_units(store.wave(key).id)}
    home = {who: homes[at] for who, at in store.roster(store.wave(key).id).items()}

    def answer(who: str) -> None:
        given = dict(said.get(home[who]) or answers_of(who, wave=key))
        if who.split("-")[1] in WROTE:
            given["O1"] = f"Words of {who}"
        send(store, forms[who], given)

    together(answer, forms)
    assert isinstance(store.now, Clock)
    store.now.move(days=1)
    close(store, key)


def of_wave(outputs: Outputs, key: str) -> list[dict[str, str]]:
    """The lines of the report that are about a wave."""
    return [line for line in outputs.lines if line["wave"] == key]


def kept_rows(store: Store, wave: int) -> list[tuple[str, dict[str, object]]]:
    """The kept answer rows of a wave: the key of their unit, and what was answered."""
    names = {number: key for key, number in store.unit_numbers().items()}
    query = text("SELECT unit, answers FROM kept_answer")
    rows = store.kept_rows.look(wave, lambda connection: connection.execute(query).all())
    return [(names[unit], json.loads(answers)) for unit, answers in rows]


def test_held_teams_show_composites_to_ten_points_and_nothing_else(worlds: Worlds) -> None:
    """In the report, where a change, an interval or a distribution would stand too."""
    for outputs in worlds.outputs:
        shown = [line for line in of_wave(outputs, "w2") if line["shown"] == "yes"]
        mine = [line for line in shown if line["unit"] in worlds.held]
        answered = {line["measure"] for line in mine} - {"participation"}
        assert answered == set(COMPOSITES)
        assert all(float(x["score"]) % 10 == 0 for x in mine if x["measure"] in COMPOSITES)
        assert not any(x["favourable_pct"] for x in mine)
        others = {line["unit"] for line in shown if line["measure"] == "B1"}
        assert others == {"all", *TEAMS} - worlds.held


def test_nothing_but_their_composites_depends_on_what_held_teams_answered(worlds: Worlds) -> None:
    """Every other line of the report is the same, byte for byte, and the pages of other teams."""
    one, other = worlds.outputs
    differ = {
        (mine["unit"], mine["measure"])
        for mine, theirs in zip(of_wave(one, "w2"), of_wave(other, "w2"), strict=True)
        if mine != theirs
    }

    assert differ == {(unit, name) for unit in {"all", *worlds.held} for name in COMPOSITES}
    assert of_wave(one, "w1") == of_wave(other, "w1")


def test_the_page_of_a_held_team_holds_its_composites_and_no_sign(worlds: Worlds) -> None:
    """The figures as they are in a browser: the trend first, then the tiles of signs."""
    one, other = (outputs.pages for outputs in worlds.outputs)
    tiles = [{unit: page.splitlines()[1] for unit, page in pages.items()} for pages in (one, other)]

    assert tiles[0] == tiles[1]
    for unit in worlds.held:
        own, theirs = (latest(pages[unit].splitlines()[0]) for pages in (one, other))
        assert len(own) == len(COMPOSITES)
        assert own != theirs
        assert all(value % 10 == 0 for value in own + theirs)


def latest(figure: str) -> list[float]:
    """The last value of each line with a label, which is the unit's own."""
    return [line["y"][-1] for line in json.loads(figure)["data"] if line.get("text")]


def test_comments_of_held_teams_stand_among_others_or_nowhere(worlds: Worlds) -> None:
    """In the area, with fourteen or more who are not held, of whom four or more wrote."""
    for store in worlds.stores:
        comments = store.comments(store.wave("w2").id)
        assert {(c.unit, c.scope) for c in comments} == {("all", "area")}
        assert len(comments) == 2 * len(TEAMS)


def test_answer_rows_of_held_teams_are_not_kept(worlds: Worlds) -> None:
    """Where rows of all others are, and where their own were kept of the wave before."""
    for store, said in zip(worlds.stores, (ALIKE, OTHERWISE), strict=True):
        before, now = (kept_rows(store, store.wave(key).id) for key in ("w1", "w2"))
        assert {unit for unit, _ in before} == set(TEAMS)
        assert {unit for unit, _ in now} == set(TEAMS) - worlds.held
        assert len(now) == 7 * (len(TEAMS) - len(worlds.held))
        assert said not in [answers for _, answers in now]


def test_comments_of_a_held_team_beside_too_few_stand_nowhere(
    first_wave: Path, tmp_path: Path
) -> None:
    """Three teams are held; the seven of the fourth are fewer than ten."""
    with closing(_copy(first_wave, tmp_path / "few")) as store:
        come = zip(cycle(("ant", "bee", "cat")), range(3), strict=False)
        keep_people(store, [person(f"{unit}-new{n}", unit) for unit, n in come])
        run(store, "w2", {})

        assert store.comments(store.wave("w1").id) != []
        assert store.comments(store.wave("w2").id) == []
