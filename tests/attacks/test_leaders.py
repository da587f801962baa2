"""Attack 22: a team of one, and a leader in their own team: vary what one person says and look."""

import csv
from collections.abc import Mapping
from io import StringIO
from random import Random

import pytest

from commands.desk import Request
from commands.verbs import carry_out
from survey.answering.sending import send
from survey.store import Store
from tests.make import Clock, Universe, close, populate, respondents, start, together

ITEMS = ("B1", "B2", "A1", "A2")
VALUES = ("n_band", "score", "interval_low", "interval_high", "shown")
Lines = dict[tuple[str, str, str], tuple[str, ...]]
SEEDS = range(2)


def organisation(rng: Random) -> Universe:
    """Teams with a leader each below areas with one, and two teams of one.

    Under 30 people: from there on intervals use the pooled spread of everybody, leaders too.
    """
    members = {"all": 0, "north": 0, "south": 0, "solo": 1, "duo": 1}
    above: dict[str, str | None] = {"all": None, "north": "all", "south": "all"}
    above |= {"solo": rng.choice(("all", "north")), "duo": "south"}
    for number in range(rng.randint(2, 3)):
        members[f"t{number}"] = rng.randint(5, 6)
        above[f"t{number}"] = rng.choice(("north", "south"))
    leaders = ("north", "south", "duo", *(team for team in members if team.startswith("t")))
    return Universe(members, above, leaders)


class Waves:
    """The same organisation wave after wave, everybody answering alike but for who varies."""

    def __init__(self, store: Store, universe: Universe) -> None:
        populate(store, universe)
        self.store, self.universe, self.count = store, universe, 0

    def publish(self, varied: Mapping[str, int], rng: Random) -> Lines:
        """What a report says of one wave; whoever varies answers everything with this value."""
        self.count += 1
        key = f"w{self.count}"
        forms = respondents(self.store, start(self.store, key, days=1), wave=key)
        said = {who: {item: rng.randint(1, 5) for item in ITEMS} for who in forms}
        said |= {who: dict.fromkeys(ITEMS, value) for who, value in varied.items()}
        together(lambda who: send(self.store, forms[who], said[who]), list(forms))
        close(self.store, key)
        assert isinstance(self.store.now, Clock)
        self.store.now.move(days=2)
        report = carry_out(self.store, Request("report", {"wave": key})).files["out"].decode()
        rows = csv.DictReader(StringIO(report, newline=""))
        return {
            (r["unit"], r["scope"], r["measure"]): tuple(r[name] for name in VALUES) for r in rows
        }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_leader_is_in_the_area_and_never_in_the_team(duckdb_store: Store, seed: int) -> None:
    """All leaders say 1, then all say 5: no team says anything else, some area does."""
    universe = organisation(Random(seed))
    waves = Waves(duckdb_store, universe)
    led = [f"{unit}-lead" for unit in universe.leaders]
    low, high = (waves.publish(dict.fromkeys(led, value), Random(seed)) for value in (1, 5))
    moved = {place[:2] for place in low if low[place] != high[place]}
    homes = {universe.above[unit] for unit in universe.leaders}

    assert {unit for unit, scope in moved if scope == "team"} <= homes
    assert ("all", "area") in moved
    said(seed, low, high)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("one", ["solo-1", "duo-1"])
def test_a_team_of_one_climbs(duckdb_store: Store, seed: int, one: str) -> None:
    """Whatever the only member says, their team is blank: they count with others above, or not."""
    waves = Waves(duckdb_store, organisation(Random(seed)))
    low, high = (waves.publish({one: value}, Random(seed)) for value in (1, 5))
    team = one.partition("-")[0]

    mine = {place: values for place, values in low.items() if place[0] == team}
    assert set(mine.values()) == {("", "", "", "", "no")}
    moved = {place[:2] for place in low if low[place] != high[place]}
    assert {scope for _, scope in moved} <= {"area"}
    said(seed, low, high)


def said(seed: int, *publications: Lines) -> None:
    """What was read, for the page of the attacks."""
    figures = sum(map(len, publications))
    print(f"attack 22: seeds {seed} to {seed}: {len(publications)} publications, {figures} figures")


def test_the_attack_would_see_a_member(duckdb_store: Store) -> None:
    """Somebody in a team does change what the team says."""
    waves = Waves(duckdb_store, organisation(Random(0)))
    low, high = (waves.publish({"t0-1": value, "t0-2": value}, Random(0)) for value in (1, 5))

    assert any(low[place] != high[place] for place in low if place[:2] == ("t0", "team"))
