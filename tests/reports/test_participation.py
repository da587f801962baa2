"""Promises of participation over waves: published bands only, a part at a time, for HR only."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from analytics.published.cells import Band, Participation
from analytics.reports import participation
from analytics.reports.participation import Nothing, areas, turnout
from survey.errors import NotAllowed, NotFound
from survey.store import Store
from tests.make import Clock, Universe, populate, published, start
from tests.make_hr import HR, MEMBER
from tests.originals import original


@pytest.fixture(scope="module")
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Two published waves, the first of the ants only, and one that is open; to be read only."""
    clock = Clock()

    def build(store: Store) -> None:
        populate(store)
        published(store, "w1", audience=("ant",))
        clock.move(days=30)
        published(store, "w2")
        clock.move(days=30)
        start(store, "w3")

    with (
        original(request, tmp_path_factory.mktemp("asked"), build, clock=clock) as settings,
        closing(Store(settings, clock=clock)) as store,
    ):
        yield store


def test_every_unit_stands_with_a_band_or_a_word_for_each_wave(asked: Store) -> None:
    """In tree order; nothing of the open wave, and no number where too few are asked."""
    found = turnout(asked, viewer=HR)

    assert found.waves == ("Wave w1", "Wave w2")
    rows = {unit.name: (unit.depth, unit.waves) for unit in found.units}
    assert list(rows) == ["All", "Cat", "Dog", "North", "Ant", "Bee"]
    everybody = Participation(8, Band(75, 100))
    assert rows["Ant"] == (2, (everybody, everybody))
    assert rows["Cat"] == (1, (Nothing.NOT_ASKED, Nothing.WITHHELD))
    assert rows["Dog"][1] == (Nothing.NOT_ASKED, Participation(5, Band(75, 100)))
    assert rows["All"][1][1] == Participation(25, Band(90, 100))


def test_an_area_is_looked_at_with_all_below_it(asked: Store) -> None:
    """And nothing beside it."""
    found = turnout(asked, viewer=HR, area="north")

    shown = [(unit.name, unit.depth) for unit in found.units]
    assert shown == [("North", 0), ("Ant", 1), ("Bee", 1)]
    assert [unit.key for unit in areas(asked, viewer=HR)] == ["all", "north"]


def test_many_units_come_in_parts(asked: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Together they are all of them, each once."""
    whole = turnout(asked, viewer=HR)
    monkeypatch.setattr(participation, "AT_ONCE", 4)

    first, second = (turnout(asked, viewer=HR, part=part) for part in (0, 1))

    assert first.units + second.units == whole.units
    assert second.count == 6
    with pytest.raises(NotFound):
        turnout(asked, viewer=HR, part=2)


def test_ten_thousand_units_read_one_part_only(duckdb_store: Store) -> None:
    """The cells of the units shown, not of all."""
    above = {"all": None, **{f"u{number:05}": "all" for number in range(10_000)}}
    populate(duckdb_store, Universe(members={"u00000": 6, "u00001": 7}, above=above, leaders=()))
    published(duckdb_store, "w1")

    last = turnout(duckdb_store, viewer=HR, part=200)

    assert (last.count, len(last.units)) == (10_001, 1)
    assert turnout(duckdb_store, viewer=HR).units[1].waves == (Participation(6, Band(75, 100)),)


def test_waves_of_one_name_are_told_apart(duckdb_store: Store, clock: Clock) -> None:
    """By their key: two columns of a table need two names."""
    populate(duckdb_store)
    for key in ("w1", "w2"):
        published(duckdb_store, key)
        clock.move(days=30)
    with duckdb_store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE wave SET name = 'Pulse'")

    assert turnout(duckdb_store, viewer=HR).waves == ("Pulse (w1)", "Pulse (w2)")


@pytest.mark.parametrize("area", ["nowhere", ""])
def test_only_hr_looks_and_only_at_areas_there_are(asked: Store, area: str) -> None:
    """Anything else is refused."""
    with pytest.raises(NotAllowed):
        turnout(asked, viewer=MEMBER)
    with pytest.raises(NotAllowed):
        areas(asked, viewer=MEMBER)
    with pytest.raises(NotFound):
        turnout(asked, viewer=HR, area=area)


def test_nothing_published_is_nothing_to_see(duckdb_store: Store) -> None:
    """No waves, no units."""
    found = turnout(duckdb_store, viewer=HR)

    assert (found.waves, found.units, found.count) == ((), (), 0)
