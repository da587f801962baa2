"""Promises of the store: changes with their record or not at all, one holder, plain refusals."""

import os
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import text

from survey.actions.organisation import grant
from survey.audit import AuditVerb
from survey.errors import BadInput, DatabaseBusy, DatabaseUnfit, Trouble
from survey.organisation.structure import Role, Unit
from survey.settings import Settings
from survey.storage.people_tables import GrantRow
from survey.store import Store, utc_now
from tests.make import (
    Clock,
    Universe,
    keep_people,
    person,
    populate,
    published,
    shown,
    start,
    together,
)
from tests.processes import Line, Other

FEW = Universe({"all": 1, "ant": 6}, {"all": None, "ant": "all"}, ("ant",))


# Changing


def test_a_change_and_its_line_are_kept_together(store: Store) -> None:
    """Who, what, to what, when."""
    with store.change(AuditVerb.GRANT_HR, actor="hr-1", subject="ant-1", detail="hr") as session:
        session.add(GrantRow(person="ant-1", role="hr"))

    (line,) = store.audit()
    assert (line.actor, line.verb, line.subject, line.detail) == ("hr-1", "grant hr", "ant-1", "hr")
    assert line.moment == store.now()
    assert store.grants("ant-1") == {Role.HR}


def test_a_change_that_fails_leaves_neither(store: Store) -> None:
    """Whatever goes wrong in it."""

    def fail() -> None:
        with store.change(AuditVerb.GRANT_HR, actor="hr-1", subject="ant-1") as session:
            session.add(GrantRow(person="ant-1", role="hr"))
            session.flush()
            raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        fail()

    assert store.audit() == []
    assert store.grants("ant-1") == frozenset()


def test_what_the_database_refuses_is_said_in_a_sentence(store: Store) -> None:
    """Without the statement and without the value; and nothing is left of it."""
    with (
        pytest.raises(Trouble, match="Nothing was changed; try again") as trouble,
        store.change(AuditVerb.GRANT_HR, actor="hr-1", subject="secret-person") as session,
    ):
        session.add(GrantRow(person="secret-person", role="emperor"))

    assert "secret-person" not in str(trouble.value)
    assert "INSERT" not in str(trouble.value)
    assert store.audit() == []


def test_many_threads_change_one_after_another(store: Store) -> None:
    """Every change has its line, and no two lines the same number."""
    populate(store, FEW)

    together(lambda who: grant(store, person=who, role=Role.HR, actor=who), sorted(FEW.people) * 2)

    assert store.people_granted(Role.HR) == sorted(FEW.people)
    with store.reading() as connection:
        count = text("SELECT count(*), count(DISTINCT id) FROM event")
        lines, numbers = connection.execute(count).one()
    assert lines == numbers > len(FEW.people)


def test_the_latest_lines_come_first(duckdb_store: Store) -> None:
    """As many as are asked for."""
    for number in range(5):
        with duckdb_store.change(AuditVerb.SIGN_IN, actor="a", subject=f"s{number}"):
            pass

    assert [e.subject for e in duckdb_store.audit(most=2)] == ["s4", "s3"]


# Asking


def test_people_and_units_come_back_as_they_were_kept(store: Store) -> None:
    """And as they were changed."""
    universe = populate(store)
    assert store.people() == universe.people
    assert store.units() == universe.units

    keep_people(store, [person("ant-1", "bee", leads="bee")], units=[Unit("bee", "Bees", "all")])

    assert store.person("ant-1") == person("ant-1", "bee", leads="bee")
    assert store.person("nobody") is None
    assert store.units()["bee"] == Unit("bee", "Bees", "all")
    assert store.organisation().people["ant-2"] == universe.people["ant-2"]


def test_a_unit_keeps_its_number_for_ever(store: Store) -> None:
    """Published cells stand under it."""
    populate(store, FEW)
    before = store.unit_numbers()

    keep_people(store, [], units=[Unit("aaa", "New", "all"), Unit("ant", "Renamed", "all")])

    after = store.unit_numbers()
    assert {key: after[key] for key in before} == before
    assert len(set(after.values())) == 3


def test_an_address_finds_everybody_active_it_belongs_to(store: Store) -> None:
    """Letter case and spaces around it do not matter."""
    populate(store, FEW)
    keep_people(store, [person("ant-2", "ant", active=False)])

    assert [p.key for p in store.people_with_email(" ANT-1@Boat.example ")] == ["ant-1"]
    assert store.people_with_email("ant-2@boat.example") == []
    assert store.people_with_email("%") == []


def test_cells_are_found_by_wave_and_unit(store: Store) -> None:
    """All of them, or some; of a unit that is not there, none."""
    populate(store, FEW)
    first = published(store, "w1")
    start(store, "w2", days=1)
    everything = store.cells()

    assert {cell.wave for cell in everything} == {first.id}
    assert set(store.cells(waves=[first.id])) == set(everything)
    assert {cell.unit for cell in store.cells(units=["ant"])} == {"ant"}
    assert store.cells(units=["nowhere"]) == store.cells(waves=[99]) == store.cells(waves=[]) == []


def test_what_is_kept_is_there_after_a_start(settings: Settings, clock: Clock) -> None:
    """The organisation, the publication, the record."""
    with closing(Store(settings, clock=clock)) as store:
        populate(store, FEW)
        published(store)
        before = (store.people(), store.waves(), shown(store), store.audit())

    with closing(Store(settings, clock=clock)) as store:
        assert (store.people(), store.waves(), shown(store), store.audit()) == before


def test_another_app_sees_a_change_at_once(postgresql_settings: Settings, clock: Clock) -> None:
    """The tree is remembered only until a line says that it changed."""
    with (
        closing(Store(postgresql_settings, clock=clock)) as one,
        closing(Store(postgresql_settings, clock=clock)) as other,
    ):
        populate(one, FEW)
        assert set(other.units()) == {"all", "ant"}
        keep_people(one, [], units=[Unit("new", "New", "all")])

        assert set(other.units()) == {"all", "ant", "new"}


# Opening


def try_to_open(line: Line, settings: Settings) -> None:
    """Open the store in another process and say how that ends."""
    try:
        Store(settings).close()
    except DatabaseBusy as busy:
        line.send(str(busy))
    else:
        line.send("opened")


def test_a_second_process_on_the_file_is_told_who_holds_it(
    duckdb_store: Store,
) -> None:
    """In plain words; when the first is gone, it opens."""
    with Other(try_to_open, duckdb_store.settings) as other:
        said = other.line.recv()
    duckdb_store.close()
    with Other(try_to_open, duckdb_store.settings) as other:
        afterwards = other.line.recv()

    assert said == (
        f"The database file is in use by process {os.getpid()}. Same Boat is probably running "
        "already; use that one, or stop it first."
    )
    assert afterwards == "opened"


def test_two_processes_may_use_one_postgresql(postgresql_store: Store) -> None:
    """That is what it is for."""
    with Other(try_to_open, postgresql_store.settings) as other:
        assert other.line.recv() == "opened"


def test_a_database_of_another_version_is_left_as_it_is(settings: Settings) -> None:
    """The sentence names both versions."""
    with closing(Store(settings)) as store, store.engine.begin() as connection:
        connection.execute(text("UPDATE schema_version SET version = 99"))

    with pytest.raises(DatabaseUnfit, match="The database is of version 99, and this Same Boat"):
        Store(settings)


def garbage(file: Path) -> None:
    """Something else in its place."""
    file.write_bytes(b"this is not a database" * 1000)


def broken_log(file: Path) -> None:
    """A log that ends in zeros, as after a power cut."""
    with duckdb.connect(file) as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.execute("INSERT INTO role_grant VALUES ('ant-1', 'hr')")
    with file.with_name(f"{file.name}.wal").open("ab") as log:
        log.write(bytes(5000))


@pytest.mark.parametrize("damage", [garbage, broken_log])
def test_a_damaged_file_is_said_to_be_damaged_and_left_alone(
    duckdb_settings: Settings, damage: Callable[[Path], None]
) -> None:
    """Whoever runs it restores a backup; nothing is written over it."""
    damage(duckdb_settings.database_file)
    before = duckdb_settings.database_file.read_bytes()

    with pytest.raises(DatabaseUnfit, match=r"is damaged and was left as it is\."):
        Store(duckdb_settings)

    assert duckdb_settings.database_file.read_bytes() == before


def test_a_postgresql_that_does_not_answer_is_said_in_a_sentence(tmp_path: Path) -> None:
    """Without its address, which holds a password."""
    url = "postgresql://boat:secret@127.0.0.1:1/boat?connect_timeout=1"

    with pytest.raises(Trouble) as trouble:
        Store(Settings(data=tmp_path, database_url=url))

    assert "secret" not in str(trouble.value)
    assert "try again" in str(trouble.value)


def test_the_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    """It holds the keys of open waves."""
    settings = Settings(data=tmp_path / "new" / "data")

    with closing(Store(settings)):
        assert settings.data.stat().st_mode & 0o777 == 0o700


def test_a_file_that_is_read_by_sql_stays_closed(duckdb_store: Store, tmp_path: Path) -> None:
    """The embedded database reads no other file, and loads nothing from elsewhere."""
    (tmp_path / "secret.csv").write_text("a\n1\n")

    for statement in (
        f"SELECT * FROM read_csv('{tmp_path}/secret.csv')",
        f"COPY unit TO '{tmp_path}/stolen.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ):
        with pytest.raises(Trouble), duckdb_store.reading() as connection:
            connection.execute(text(statement))
    assert not (tmp_path / "stolen.csv").exists()


def test_reading_says_troubles_in_sentences_too(store: Store) -> None:
    """And errors of ours pass as they are."""
    with pytest.raises(Trouble, match="could not do this"), store.reading() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    with pytest.raises(BadInput, match="ours"), store.reading():
        raise BadInput("ours")


def test_reading_goes_on_while_something_is_written(store: Store) -> None:
    """A page does not wait for an import."""
    populate(store, FEW)
    read = threading.Event()

    with store.change(AuditVerb.SIGN_IN, actor="a", subject="s") as session:
        session.add(GrantRow(person="ant-1", role="hr"))
        session.flush()

        def look() -> None:
            store.people()
            read.set()

        reader = threading.Thread(target=look)
        reader.start()
        assert read.wait(10)
    reader.join()


def test_the_clock_of_a_running_process_is_in_utc() -> None:
    """Whatever the machine shows."""
    assert str(utc_now().tzinfo) == "UTC"
