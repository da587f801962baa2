"""Promises of upgrades that are cut off: whenever it happens, the next start finds everything."""

import logging
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Connection, text

from analytics.promise.checks import check
from survey.audit import AuditVerb
from survey.errors import DatabaseUnfit, Trouble
from survey.settings import Settings
from survey.storage import copying
from survey.storage.database import duckdb_engine
from survey.storage.migrations import NOTED, STEPS, take_step
from survey.storage.tables import SCHEMA_VERSION
from survey.store import Store
from tests.make import Clock, close, shown
from tests.originals import copy_of, original
from tests.processes import Line, Other, killed_at_the_start
from tests.storage.test_migrations import FEW, left
from tests.store.test_store import try_to_open

pytestmark = pytest.mark.slow

OLDER = range(1, SCHEMA_VERSION)


@pytest.fixture(scope="module", params=["duckdb"])
def version_1(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A DuckDB file of version 1 with a wave that is published and one that is open."""
    with original(request, tmp_path_factory.mktemp("version_1"), left) as settings:
        yield settings


@pytest.fixture
def older(
    version_1: Settings, tmp_path: Path, clock: Clock, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """A copy of it, two days after its first wave opened."""
    clock.move(days=2)
    with copy_of(version_1, tmp_path, request) as settings:
        yield settings


def become(settings: Settings, version: int) -> None:
    """Bring the file to a version, all of it in the file itself."""
    engine = duckdb_engine(settings.database_file)
    for step in range(1, version):
        with engine.begin() as connection:
            _step(connection, step)
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
    engine.dispose()


def _step(connection: Connection, version: int) -> None:
    take_step(connection, version)
    connection.execute(text(f"UPDATE schema_version SET version = {version + 1}"))


def cut_off(settings: Settings) -> dict[str, bytes]:
    """Leave the file as an earlier release did when it was killed after its first step."""
    with duckdb.connect(settings.database_file) as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.begin()
        for statement in STEPS[2]:
            connection.execute(statement)
        connection.execute(NOTED.replace(":version", "'version 2'"))
        connection.execute("UPDATE schema_version SET version = 2")
        connection.commit()
    with pytest.raises(duckdb.InternalException, match="GetDefaultDatabase with no default"):
        duckdb.connect(settings.database_file)
    return {file.name: file.read_bytes() for file in settings.data.glob("same_boat.*")}


def everything_is_there(settings: Settings, clock: Clock) -> None:
    """What the older release kept, the lines of every step, and what goes on from there."""
    with closing(Store(settings, clock=clock)) as store:
        assert store.people() == FEW.people
        assert [wave.key for wave in store.waves()] == ["w1", "w2"]
        assert len(shown(store)) == 24
        assert len(store.roster(2)) == 12
        assert store.box(2).count() == 12
        lines = [
            event.subject for event in store.audit() if event.verb == AuditVerb.UPGRADE_DATABASE
        ]
        assert lines == [f"version {step}" for step in reversed(STEPS)]
        assert [finding for finding in check(store) if not finding.holds] == []
        assert shown(store, close(store, "w2").key)


# Killed


PLACES = [
    ("survey.storage.database.keep_copy", True),
    ("survey.storage.database.take_step", True),
    ("survey.storage.database.checkpoint", False),
    ("survey.storage.database.checkpoint", True),
]
STEPS_OF = [
    pytest.param(version, step, marks=pytest.mark.long if step > version else ())
    for version in OLDER
    for step in range(version, SCHEMA_VERSION)
]
"""Each step once, from the version before it, in `make test`; those after it in `make attacks`."""


@pytest.mark.parametrize(("at", "after"), PLACES)
@pytest.mark.parametrize(("version", "step"), STEPS_OF)
def test_an_upgrade_that_is_killed_at_any_step_loses_nothing(
    older: Settings, clock: Clock, *, version: int, step: int, at: str, after: bool
) -> None:
    """Before its commit, between it and the checkpoint, after that; from every older version."""
    become(older, version)
    call = 1 if at.endswith("keep_copy") else step - version + 1

    killed_at_the_start(older, clock.moment, at=at, after=after, call=call)

    everything_is_there(older, clock)


@pytest.mark.parametrize("version", OLDER)
def test_an_upgrade_that_is_killed_after_its_last_step_loses_nothing(
    older: Settings, clock: Clock, version: int
) -> None:
    """New tables are not made yet."""
    become(older, version)

    killed_at_the_start(older, clock.moment, at="survey.storage.database.make_tables", after=False)

    everything_is_there(older, clock)


@pytest.mark.parametrize(
    ("at", "after"),
    [("survey.storage.database.make_tables", True), ("survey.storage.database.guard", False)],
)
def test_a_first_start_that_is_killed_is_made_again(
    tmp_path: Path, clock: Clock, at: str, after: bool
) -> None:
    """Tables without a version would be refused for ever."""
    settings = Settings(data=tmp_path / "new")

    killed_at_the_start(settings, clock.moment, at=at, after=after)

    with closing(Store(settings, clock=clock)) as store:
        assert store.waves() == []


# The copy


def test_the_file_is_copied_before_it_is_brought_up(older: Settings, clock: Clock) -> None:
    """As the older release left it, readable by its owner only; once, and not again."""
    before = older.database_file.read_bytes()
    copy = older.data / "same_boat.version-1.duckdb"

    Store(older, clock=clock).close()

    assert copy.stat().st_mode & 0o777 == 0o600
    with duckdb.connect(copy, read_only=True) as kept:
        assert kept.execute("SELECT version FROM schema_version").fetchall() == [(1,)]
        assert kept.execute("SELECT count(*) FROM person").fetchall() == [(12,)]
    assert copy.read_bytes() == before
    copied = copy.stat().st_mtime_ns
    Store(older, clock=clock).close()
    assert copy.stat().st_mtime_ns == copied
    assert [file.name for file in older.data.glob("same_boat.*")] == [copy.name, "same_boat.duckdb"]


def test_a_second_upgrade_from_the_same_version_keeps_one_copy(
    older: Settings, clock: Clock
) -> None:
    """Such as after the older release was put back for a while: the last one counts."""
    Store(older, clock=clock).close()
    copy = older.data / "same_boat.version-1.duckdb"
    copy.replace(older.database_file)
    with duckdb.connect(older.database_file) as old:
        old.execute("UPDATE person SET name = 'Renamed'")

    Store(older, clock=clock).close()

    with duckdb.connect(copy, read_only=True) as kept:
        assert kept.execute("SELECT DISTINCT name FROM person").fetchall() == [("Renamed",)]


def test_nothing_is_brought_up_that_could_not_be_copied(older: Settings, clock: Clock) -> None:
    """For want of room, say; the sentence says what to do, and the older release can go on."""
    (older.data / "same_boat.version-1.duckdb.new").mkdir()
    before = older.database_file.read_bytes()

    with pytest.raises(Trouble, match=r"could not be copied to .* \(Is a directory\), so nothing"):
        Store(older, clock=clock)

    assert older.database_file.read_bytes() == before


def open_while_it_is_copied(line: Line, settings: Settings) -> None:
    """Bring the database up, and wait in the middle of it."""
    real = copying.copy

    def copy(file: Path, to: Path) -> None:
        real(file, to)
        line.send("copied")
        line.recv()

    copying.copy = copy
    Store(settings).close()
    line.send("done")


def test_nobody_else_gets_at_the_file_while_it_is_copied(older: Settings) -> None:
    """Closing a file would let go of DuckDB's lock on it; two writers would ruin it."""
    with Other(open_while_it_is_copied, older) as upgrading:
        assert upgrading.line.recv() == "copied"
        with Other(try_to_open, older) as other:
            assert "The database file is in use by process" in other.line.recv()
        upgrading.line.send("go on")
        assert upgrading.line.recv() == "done"


# Mended


def test_a_file_that_an_earlier_release_left_cut_off_is_mended(
    older: Settings, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """By the start itself: file and log are copied aside as they were, and the log says so."""
    damaged = cut_off(older)

    with caplog.at_level(logging.WARNING, "same_boat.database"):
        everything_is_there(older, clock)

    (said,) = [r.getMessage() for r in caplog.records if r.name == "same_boat.database"]
    (file,) = older.data.glob("same_boat.damaged-*.duckdb")
    log = file.with_name(f"{file.name}.wal")
    assert said.startswith("An upgrade of the database was cut off before")
    assert str(file) in said
    assert (file.read_bytes(), log.read_bytes()) == (
        damaged["same_boat.duckdb"], damaged["same_boat.duckdb.wal"],
    )  # fmt: skip
    assert {f.stat().st_mode & 0o777 for f in (file, log)} == {0o600}


def test_any_other_damage_is_left_as_it_is(older: Settings, clock: Clock) -> None:
    """A log that cannot be read back even so is nothing to guess about."""
    cut_off(older)
    with (older.data / "same_boat.duckdb.wal").open("ab") as log:
        log.write(bytes(5000))
    before = {file.name: file.read_bytes() for file in older.data.glob("same_boat.*")}

    with pytest.raises(DatabaseUnfit, match="is damaged and was left as it is"):
        Store(older, clock=clock)

    assert {f.name: f.read_bytes() for f in older.data.glob("same_boat.*")} == before


def test_nothing_is_mended_that_could_not_be_copied(older: Settings, clock: Clock) -> None:
    """The file stays as it was, to be mended by the next start."""
    damaged, noon = cut_off(older), clock.moment.timestamp()
    os.utime(older.data / "same_boat.duckdb.wal", (noon, noon))
    in_the_way = older.data / f"same_boat.damaged-{clock.moment:%Y%m%d-%H%M%S}.duckdb.wal.new"
    in_the_way.mkdir()

    with pytest.raises(Trouble, match=r"same_boat\.duckdb\.wal could not be copied"):
        Store(older, clock=clock)

    assert {name: (older.data / name).read_bytes() for name in damaged} == damaged
    in_the_way.rmdir()
    everything_is_there(older, clock)
