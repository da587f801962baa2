"""Promises of the copy by unit: it reads as what was published, whatever happens to it."""

import logging
import shutil
from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.exc import OperationalError

from analytics.promise.checks import check
from analytics.promise.privacy_proof import prove_anew
from survey.settings import Settings
from survey.storage import cell_copy
from survey.storage.cell_copy import COUNTS, LAG, CellCopy
from survey.storage.published_tables import PublishedCellRow
from survey.store import CellRow, Store
from tests.make import Clock, Universe, close, populate, published, start
from tests.processes import killed
from tests.tamper import tamper

pytestmark = pytest.mark.slow

TEAMS = ("ant", "bee", "cow")
HERD = Universe(
    {"all": 0} | dict.fromkeys(TEAMS, 6), {"all": None} | dict.fromkeys(TEAMS, "all"), ()
)
HERE = ("all", *TEAMS)
HIDDEN = CellRow(1, "ant", "team", "B1", "item", False, *[None] * 8)


def cells_of(wave: int, measures: int = 1, units: Sequence[str] = HERE) -> list[CellRow]:
    """Shown cells of a wave, each with another score, and a hidden one for every unit."""
    shown = [
        HIDDEN._replace(
            wave=wave, unit=unit, measure=f"B{measure}", shown=True, step=10,
            tenths=10 * wave + measure, people_low=5, people_high=7,
        )
        for unit in units
        for measure in range(measures)
    ]  # fmt: skip
    return shown + [HIDDEN._replace(wave=wave, unit=unit, measure="A1") for unit in units]


def put(store: Store, cells: Sequence[CellRow]) -> None:
    """Write cells as a publication does, in a transaction of their own."""
    numbers = store.unit_numbers()
    with store.engine.begin() as connection:
        rows = [cell._asdict() | {"unit": numbers[cell.unit]} for cell in cells]
        connection.execute(insert(PublishedCellRow), rows)


def copy_of(store: Store) -> CellCopy:
    """The copy of a store on DuckDB."""
    assert store._copy is not None
    return store._copy


def rows(store: Store) -> tuple[int, int]:
    """How many cells are published, and how many are copied."""
    with store.reading() as connection:
        there, copied = connection.execute(COUNTS).one()
    return there, copied


def slow(store: Store, units: Sequence[str]) -> list[CellRow]:
    """The slow twin: every cell there is, and then those of these units."""
    return sorted((cell for cell in store.cells() if cell.unit in units), key=str)


def fast(store: Store, units: Sequence[str]) -> list[CellRow]:
    """The cells of units from wherever they are found fast."""
    return sorted(store.cells(units=units), key=str)


def reads_as_published(store: Store) -> bool:
    """Whether every unit, and all together, read the same from the copy and from the original."""
    return all(fast(store, some) == slow(store, some) for some in (*zip(HERE), HERE))


@pytest.fixture
def herd(duckdb_store: Store) -> Store:
    """Four units and nobody's answers."""
    populate(duckdb_store, HERD)
    return duckdb_store


# Read


def test_a_publication_is_copied_in_the_order_of_the_units(herd: Store) -> None:
    """Of each unit all waves lie together."""
    published(herd)
    published(herd, "w2", days=1)

    there, copied = rows(herd)
    assert there == copied > 0
    with herd.reading() as connection:
        lie = connection.execute(text("SELECT unit, wave FROM cell_by_unit ORDER BY rowid")).all()
    assert lie == sorted(lie)
    assert reads_as_published(herd)


WAVES = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 3), st.booleans()), unique_by=lambda wave: wave[0]
)


@examples(max_examples=20, deadline=None)
@given(waves=WAVES)
def test_whatever_is_copied_yet_a_unit_reads_as_it_was_published(
    waves: list[tuple[int, int, bool]], blank: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Waves in any order and of any size; after some the copy is looked after, after others not."""
    settings = Settings(data=tmp_path_factory.mktemp("waves"))
    shutil.copyfile(blank, settings.database_file)
    with closing(Store(settings)) as store:
        populate(store, HERD)
        for wave, measures, renewed in waves:
            put(store, cells_of(wave, measures))
            if renewed:
                store.renew_copy()

            assert reads_as_published(store)


def test_a_wave_with_other_rows_than_its_copy_is_read_from_the_original(herd: Store) -> None:
    """Such as cells that somebody added by hand, or a copy that lost some."""
    put(herd, cells_of(1) + cells_of(2))
    herd.renew_copy()
    tamper(herd, "DELETE FROM cell_by_unit WHERE wave = 1 AND shown")
    assert reads_as_published(herd)
    put(herd, [HIDDEN._replace(wave=2, measure="late")])

    assert reads_as_published(herd)
    assert "late" in {cell.measure for cell in herd.cells(units=["ant"])}


def test_what_is_not_committed_is_read_by_nobody(herd: Store) -> None:
    """While a publication is written, and after it is undone."""
    put(herd, cells_of(1))
    herd.renew_copy()
    before = fast(herd, HERE)

    with herd.engine.connect() as writing:
        late = {"wave": 2, "unit": 1, "scope": "team", "measure": "A1", "kind": "item"}
        writing.execute(insert(PublishedCellRow), late | {"shown": False})
        assert fast(herd, HERE) == before
        writing.rollback()

    assert fast(herd, HERE) == before


def test_reading_goes_on_while_the_copy_is_made_anew(
    herd: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table is gone and made again only for those who come after."""
    put(herd, cells_of(1))
    herd.renew_copy()
    put(herd, cells_of(2))
    seen = []
    real = cell_copy._parts

    def parts(*extent: int) -> list[tuple[int, int]]:
        seen.append(reads_as_published(herd))
        return real(*extent)

    monkeypatch.setattr(cell_copy, "_parts", parts)
    herd.renew_copy()

    assert seen == [True]
    assert rows(herd) == (16, 16)
    assert reads_as_published(herd)


# Made


def test_the_copy_is_made_a_part_at_a_time(herd: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """In parts of few rows it is the same, and lies the same."""
    monkeypatch.setattr(cell_copy, "AT_ONCE", 5)
    put(herd, [cell for wave in (1, 2, 3) for cell in cells_of(wave)])

    herd.renew_copy()

    with herd.reading() as connection:
        lie = connection.execute(text("SELECT unit, wave FROM cell_by_unit ORDER BY rowid")).all()
    assert len(lie) == 24
    assert lie == sorted(lie)
    assert reads_as_published(herd)


@given(rows=st.integers(1, 10**8), first=st.integers(0, 10**5), more=st.integers(0, 10**5))
def test_every_unit_is_in_one_part(rows: int, first: int, more: int) -> None:
    """However many rows there are for however few units."""
    parts = cell_copy._parts(rows, first, first + more)

    assert parts[0][0] == first
    assert parts[-1][0] <= first + more < parts[-1][1]
    assert all(one[1] == other[0] for one, other in pairwise(parts))
    assert len(parts) <= rows / cell_copy.AT_ONCE + 1


def test_a_closing_sorts_no_more_rows_in_the_end_than_in_the_beginning(herd: Store) -> None:
    """However many waves there are, on the whole; and little is read beside the copy."""
    waves, size, copied, made = 64, len(cells_of(1)), 0, 0
    for wave in range(1, waves + 1):
        put(herd, cells_of(wave))
        herd.renew_copy()
        before, (there, copied) = copied, rows(herd)
        made += copied if copied != before else 0

        assert there - copied <= LAG * copied

    assert made <= (1 + 1 / LAG) * waves * size
    assert reads_as_published(herd)


def test_a_database_without_a_copy_gets_one_at_the_start(
    duckdb_settings: Settings, clock: Clock
) -> None:
    """It comes from a release that had none."""
    with closing(Store(duckdb_settings, clock=clock)) as store:
        populate(store, HERD)
        published(store)
        before = store.cells(units=HERE)
        tamper(store, "DROP TABLE cell_by_unit")

    with closing(Store(duckdb_settings, clock=clock)) as store:
        assert rows(store) == (len(before), len(before))
        assert store.cells(units=HERE) == before


@pytest.mark.parametrize(
    ("at", "after"),
    [
        ("analytics.closing.publication.sweep", True),
        ("survey.storage.cell_copy.CellCopy.make_anew", False),
        ("survey.storage.cell_copy._parts", True),
        ("survey.storage.cell_copy.CellCopy.make_anew", True),
        ("survey.storage.cell_copy.CellCopy._free", True),
    ],
)
def test_a_copy_that_is_cut_off_is_made_at_the_next_start(
    duckdb_settings: Settings, clock: Clock, at: str, *, after: bool
) -> None:
    """Killed before it begins, in the middle of it, after its commit: nothing is lost or wrong."""
    with closing(Store(duckdb_settings, clock=clock)) as store:
        populate(store, HERD)
        published(store)
        start(store, "w2", days=1)

    killed(duckdb_settings, clock.moment, close_second, at=at, after=after)

    with closing(Store(duckdb_settings, clock=clock)) as store:
        there, copied = rows(store)
        assert there == copied
        assert {cell.wave for cell in store.cells(units=["all"])} == {1, 2}
        assert reads_as_published(store)
        assert [finding for finding in check(store) if not finding.holds] == []
        assert all(proof.holds for proof in prove_anew(store))


def close_second(store: Store) -> None:
    """Close and publish the second wave."""
    close(store, "w2")


def test_a_publication_stands_where_its_copy_cannot_be_made(
    herd: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """For want of room, say: that is logged, and everything is read from the original."""

    def full(_: CellCopy) -> None:
        raise OperationalError("", {}, OSError("No space left on device"))

    monkeypatch.setattr(CellCopy, "make_anew", full)
    with caplog.at_level(logging.WARNING, "same_boat.database"):
        published(herd)

    (said,) = [r.getMessage() for r in caplog.records if r.name == "same_boat.database"]
    assert said.startswith("The copy of the published figures that lies unit by unit could not")
    assert rows(herd)[1] == 0
    assert reads_as_published(herd)
    monkeypatch.undo()
    herd.renew_copy()
    assert rows(herd)[1] > 0


def test_on_postgresql_there_is_no_copy(postgresql_store: Store) -> None:
    """It has an index by unit."""
    populate(postgresql_store, HERD)
    published(postgresql_store)

    assert postgresql_store._copy is None
    assert reads_as_published(postgresql_store)
