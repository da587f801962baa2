"""Promises of upgrades: a database of an earlier release is brought up with everything in it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from analytics.jobs.schedule import make_rounds
from analytics.promise.checks import check
from analytics.promise.privacy_proof import prove_anew
from analytics.published.kept_cells import seal_of
from survey.audit import AuditVerb
from survey.errors import DatabaseUnfit
from survey.settings import Settings
from survey.storage.migrations import SEALED_FROM, STEPS
from survey.storage.table_parts import Table
from survey.storage.tables import SCHEMA_VERSION
from survey.store import Store
from survey.waves.wave import RULES
from tests.conftest import ENGINES
from tests.english import text as words
from tests.make import (
    Clock,
    Universe,
    answer_all,
    close,
    keep_people,
    populate,
    published,
    shown,
    start,
)
from tests.make_mails import recipients, written
from tests.originals import copy_of, original
from tests.tamper import tamper, tampering

pytestmark = pytest.mark.slow

FEW = Universe({"all": 0, "ant": 6, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ())
OLD_TABLES = (
    "DROP TABLE IF EXISTS comment",
    "DROP TABLE IF EXISTS kept_answer",
    "CREATE TABLE comment (key VARCHAR PRIMARY KEY, wave INTEGER NOT NULL, unit INTEGER NOT NULL,"
    " scope VARCHAR NOT NULL, prompt VARCHAR NOT NULL, text VARCHAR NOT NULL)",
    "CREATE TABLE kept_answer (key VARCHAR PRIMARY KEY, wave INTEGER NOT NULL,"
    " atom INTEGER NOT NULL, answers VARCHAR NOT NULL)",
)
OLD_ROWS = (
    "DELETE FROM diagnostic WHERE figure NOT LIKE 'spread:%'",
    "UPDATE event SET detail = '' WHERE verb = 'open wave'",
    "UPDATE wave SET rules = 1",
    "UPDATE schema_version SET version = 1",
)


def to_version_1(store: Store) -> None:
    """Take back all that later versions brought: the database is as the first release left it."""
    seals = {wave.id: seal_of(store.cells(waves=[wave.id])) for wave in store.waves() if wave.seal}
    with tampering(store) as connection:
        for statement in (*OLD_TABLES, *OLD_ROWS):
            connection.execute(text(statement))
        for wave, seal in seals.items():
            connection.execute(text(f"UPDATE wave SET seal = '{seal}' WHERE id = {wave}"))
            line = "UPDATE event SET detail = :seal WHERE verb = 'publish wave'"
            connection.execute(text(line), {"seal": f"seal {seal}"})
    with store.engine.begin() as connection:
        drop_what_came_later(connection)


LATER_COLUMNS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "wave": {
        "keep_days": ("keep_days INTEGER, ", "CHECK((keep_days BETWEEN 1 AND 730)), "),
        "series": ("series VARCHAR, ",),
    },
    "unit": {"closed": ("closed BOOLEAN, ",)},
    "person": {"gone_since": ("gone_since TIMESTAMP WITH TIME ZONE, ",)},
    "sign_in": {
        "idle": ("idle TIMESTAMP WITH TIME ZONE, ",),
        "browser": ("browser VARCHAR, ",),
    },
}
LATER_TABLES = (
    *("asked_address", "delivery", "bounce", "preference", "instrument", "job"),
    *("other_people", "receipt", "experiment", "passed_up", "heard", "match"),
    *("import_undo", "withdrawn", "unread"),
)


def drop_what_came_later(connection: Connection) -> None:
    """Without triggers, tables and columns of later versions (DuckDB drops none beside a key)."""
    for table in LATER_TABLES:
        connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text("DROP TABLE IF EXISTS cell_by_unit"))
    if connection.dialect.name == "postgresql":
        guards = text("SELECT proname FROM pg_proc WHERE starts_with(proname, 'same_boat_guard_')")
        for name in connection.execute(guards).scalars().all():
            connection.execute(text(f"DROP FUNCTION {name}() CASCADE"))
    for table, columns in LATER_COLUMNS.items():
        if connection.dialect.name == "postgresql":
            for column in columns:
                connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        else:
            _made_anew(connection, table, columns)


def _made_anew(connection: Connection, table: str, columns: Mapping[str, Sequence[str]]) -> None:
    made = text(f"SELECT sql FROM duckdb_tables() WHERE table_name = '{table}'")
    statement = connection.execute(made).scalar_one()
    for part in (part for parts in columns.values() for part in parts):
        assert part in statement, (part, statement)
        statement = statement.replace(part, "")
    for step in (
        f"CREATE TABLE aside AS SELECT * EXCLUDE ({', '.join(columns)}) FROM {table}",
        f"DROP TABLE {table}",
        statement,
        f"INSERT INTO {table} SELECT * FROM aside",
        "DROP TABLE aside",
    ):
        connection.execute(text(step))


def left(store: Store) -> None:
    """What the first release left: a published wave, and one that is open and answered."""
    clock = store.now
    assert isinstance(clock, Clock)
    populate(store, FEW)
    published(store, days=1)
    clock.move(days=2)
    answer_all(store, start(store, "w2"), wave="w2")
    to_version_1(store)
    assert "keep_days" not in columns(store, "wave")


@pytest.fixture(scope="module", params=ENGINES)
def untouched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A database of version 1 on either engine, to be copied."""
    with original(request, tmp_path_factory.mktemp("version_1"), left) as settings:
        yield settings


@pytest.fixture
def version_1(
    untouched: Settings, tmp_path: Path, clock: Clock, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """A copy of it, two days after its first wave opened."""
    clock.move(days=2)
    with copy_of(untouched, tmp_path, request) as settings:
        yield settings


def columns(store: Store, table: str) -> set[str]:
    """The names of a table's columns."""
    return {column["name"] for column in inspect(store.engine).get_columns(table)}


def test_everything_is_there_after_an_upgrade(version_1: Settings, clock: Clock) -> None:
    """People, waves, figures, the record; and every check finds it well."""
    with closing(Store(version_1, clock=clock)) as store:
        assert store.people() == FEW.people
        assert [(wave.key, wave.rules, wave.keep_days) for wave in store.waves()] == [
            ("w1", 1, None),
            ("w2", 1, None),
        ]
        assert len(shown(store)) == 24
        assert len(store.roster(2)) == 12
        assert [finding for finding in check(store) if not finding.holds] == []
        assert "keep_days" in columns(store, "wave")


def test_what_was_open_is_closed_by_the_new_rules(version_1: Settings, clock: Clock) -> None:
    """Its ballots are counted, and it is sealed as every wave from now on."""
    with closing(Store(version_1, clock=clock)) as store:
        wave = close(store, "w2")

        assert wave.rules == RULES
        assert shown(store, "w2")["ant", "team", "B1"]
        assert "comments" in store.diagnostics(wave.id)
        assert [finding for finding in check(store) if not finding.holds] == []


def test_what_an_earlier_closing_did_not_record_is_said_as_not_known(
    version_1: Settings, clock: Clock
) -> None:
    """Its figures stay readable, and the proof claims nothing for it."""
    with closing(Store(version_1, clock=clock)) as store:
        close(store, "w2")
        proofs = {proof.claim: proof for proof in prove_anew(store)}

        assert all(proof.holds for proof in proofs.values())
        assert "w1" in proofs[words("proof.not_known", count=1)].answer
        assert "\n  statements, 1, 5, " in proofs[words("proof.groups")].answer


def test_a_publication_of_the_release_before_is_as_it_was_sealed(
    version_1: Settings, clock: Clock
) -> None:
    """Its seal is over figures of which none says what closing found."""
    with closing(Store(version_1, clock=clock)) as store:
        close(store, "w2")
        tamper(
            store,
            "DELETE FROM diagnostic WHERE figure LIKE 'enough:%' OR figure LIKE 'least:%'",
            "UPDATE wave SET rules = 2 WHERE id = 2",
        )
        sealed = seal_of(store.cells(waves=[2]), store.diagnostics(2), wave=store.wave("w2"))
        tamper(
            store,
            f"UPDATE wave SET seal = '{sealed}' WHERE id = 2",
            f"UPDATE event SET detail = 'seal {sealed}'"
            " WHERE verb = 'publish wave' AND subject = 'w2'",
        )

        assert [finding for finding in check(store) if not finding.holds] == []
        proofs = {proof.claim: proof for proof in prove_anew(store)}
        assert all(proof.holds for proof in proofs.values())
        assert "w2" in proofs[words("proof.not_known", count=2)].answer


def test_an_upgrade_is_on_the_record_once(version_1: Settings, clock: Clock) -> None:
    """However often the database is opened afterwards."""
    for _ in range(2):
        with closing(Store(version_1, clock=clock)) as store:
            lines = [e.subject for e in store.audit() if e.verb == AuditVerb.UPGRADE_DATABASE]

    assert lines == [f"version {step}" for step in reversed(STEPS)]
    assert SEALED_FROM in lines


def test_an_upgraded_database_has_the_columns_of_this_release(
    version_1: Settings, clock: Clock
) -> None:
    """In every table that lies in it; on DuckDB comments and kept rows have files of their own."""
    with closing(Store(version_1, clock=clock)) as store:
        tables = set(inspect(store.engine).get_table_names())

        assert ({"comment", "kept_answer"} <= tables) is bool(version_1.database_url)
        assert ("cell_by_unit" in tables) is store.embedded
        for table in tables:
            assert columns(store, table) == set(Table.metadata.tables[table].columns.keys())


def test_a_wave_that_is_open_writes_to_the_addresses_of_the_upgrade(
    version_1: Settings, clock: Clock
) -> None:
    """Whoever is here with an address; a wave that is over writes to nobody."""
    clock.move(days=5)
    with closing(Store(version_1, clock=clock)) as store:
        assert store.asked_addresses(1) == {}
        assert store.asked_addresses(2) == {who: one.email for who, one in FEW.people.items()}
        keep_people(store, [replace(one, email="me@boat.example") for one in FEW.people.values()])
        make_rounds(store)

        to = recipients(written(version_1.outbox / "wave-2" / "reminder"))
        assert to == sorted(one.email for one in FEW.people.values())
        close(store, "w2")
        assert store.asked_addresses(2) == {}


@pytest.mark.parametrize(
    ("statement", "left_out"),
    [
        ("UPDATE person SET email = '' WHERE key = 'ant-1'", "ant-1"),
        ("UPDATE person SET active = FALSE WHERE key = 'ant-2'", "ant-2"),
        ("INSERT INTO bounce VALUES ('ant-3', now())", "ant-3"),
        ("UPDATE wave SET replay = TRUE WHERE key = 'w1'", None),
    ],
)
def test_at_the_step_to_version_4_only_addresses_that_work_are_frozen(
    settings: Settings, clock: Clock, statement: str, left_out: str | None
) -> None:
    """Of people who are here; past answers that are being brought in write to nobody."""
    with closing(Store(settings, clock=clock)) as store:
        populate(store, FEW)
        start(store)
        step_back = "UPDATE schema_version SET version = 3"
        tamper(store, statement, step_back)
        with store.engine.begin() as connection:
            connection.execute(text("DROP TABLE asked_address"))

    with closing(Store(settings, clock=clock)) as store:
        frozen = set(store.asked_addresses(1))
    assert frozen == (FEW.people.keys() - {left_out} if left_out else set())


def test_a_wave_without_a_seal_that_opened_afterwards_is_found(
    version_1: Settings, clock: Clock
) -> None:
    """The excuse is for waves of the earlier release only."""
    with closing(Store(version_1, clock=clock)) as store:
        close(store, "w2")
        clock.move(days=8)
        start(store, "w3")
        tamper(store, "UPDATE event SET detail = '' WHERE verb = 'open wave'")

        found = [finding.sentence for finding in check(store) if not finding.holds]

    assert found == ["Wave w3: what it froze at opening has no seal on the record."]


@pytest.mark.parametrize("version", [0, SCHEMA_VERSION + 1, 99])
def test_a_version_this_release_does_not_know_is_refused(settings: Settings, version: int) -> None:
    """Too old or too new: it is left as it is."""
    with closing(Store(settings)) as store:
        tamper(store, f"UPDATE schema_version SET version = {version}")

    for _ in range(2):
        with pytest.raises(DatabaseUnfit, match=f"is of version {version}, and this Same Boat"):
            Store(settings)


def test_a_database_that_does_not_say_its_version_is_refused(settings: Settings) -> None:
    """Or says two."""
    with closing(Store(settings)) as store:
        tamper(store, "INSERT INTO schema_version VALUES (1)")

    with pytest.raises(DatabaseUnfit, match="The database is of version"):
        Store(settings)


def test_every_step_leads_to_the_version_of_the_tables() -> None:
    """None is missing in between."""
    assert sorted(STEPS) == list(range(2, SCHEMA_VERSION + 1))
