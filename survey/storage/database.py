"""Engines: the embedded DuckDB file or PostgreSQL, opened with the settings that hold."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, inspect, select, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import SQLModel, col, insert

from survey.errors import DatabaseBusy, DatabaseUnfit, Refused, SameBoatError, Trouble
from survey.settings import Settings
from survey.storage import (  # noqa: F401  (imported, their tables are known)
    experiment_tables,
    people_tables,
    published_tables,
)
from survey.storage.database_file import checkpoint, keep_copy, mend, was_cut_off
from survey.storage.migrations import take_step
from survey.storage.table_parts import COPIED_FROM, Table
from survey.storage.tables import ONLY_APART, SCHEMA_VERSION, SchemaVersionRow
from survey.storage.triggers import REFUSES, guard
from survey.text import sentence

DAMAGED = (
    *("Corrupt WAL", "not a valid DuckDB", "Failure while replaying WAL"),
    *("Corrupt database file", "Could not read enough bytes"),
)
FULL = ("No space left on device", "Disk quota exceeded", "File too large", "DiskFull")
READ_ONLY = (
    "Read-only file system",
    "read-only mode",
    "Permission denied",
    "read-only transaction",
)
POOL: dict[str, Any] = {
    "poolclass": QueuePool,
    "pool_size": 8,
    "max_overflow": 24,
    "pool_timeout": 10,
    "hide_parameters": True,
}


def duckdb_engine(file: Path, *, threads: int | None = None) -> Engine:
    """An engine on one DuckDB file, closed to extensions and to every other file."""
    config = {
        "threads": str(threads or min(4, os.cpu_count() or 1)),
        "memory_limit": "2GB",
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "lock_configuration": "true",
    }
    return create_engine(f"duckdb:///{file}", connect_args={"config": config}, **POOL)


def postgresql_engine(url: str) -> Engine:
    """An engine on PostgreSQL through psycopg 3."""
    return create_engine(
        re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql+psycopg://", url),
        connect_args={"options": "-c timezone=UTC"},
        **POOL,
    )


def connected(settings: Settings) -> tuple[Engine, Connection]:
    """An engine on the database of these settings, and its first connection.

    A file that an upgrade left half done is mended. Errors: DatabaseBusy, DatabaseUnfit, Trouble.
    """
    url, file = settings.database_url, settings.database_file
    with speaking():
        engine = postgresql_engine(url) if url else duckdb_engine(file)
        try:
            return engine, engine.connect()
        except SQLAlchemyError as error:
            if url or not was_cut_off(error):
                raise
        mend(file)
        return engine, engine.connect()


def make_tables(place: Engine | Connection, tables: Sequence[type[SQLModel]] | None = None) -> None:
    """Create what is missing; on DuckDB tables with a file of their own only when named."""
    wanted = [t.__table__ for t in tables] if tables else _main_tables(place)  # type: ignore[attr-defined]
    Table.metadata.create_all(place, tables=wanted)


def _main_tables(engine: Engine | Connection) -> list[Any]:
    apart = ONLY_APART if engine.dialect.name == "duckdb" else ()
    elsewhere = {table.__tablename__ for table in apart}
    own = [t for t in Table.metadata.sorted_tables if COPIED_FROM not in t.info]
    return [t for t in own if t.name not in elsewhere]


def is_new(engine: Engine) -> bool:
    """Whether the database holds nothing of ours yet."""
    with speaking():
        return not inspect(engine).has_table("schema_version")


def prepare(engine: Engine) -> None:
    """Create the tables of a new database, bring an older one up. Errors: DatabaseUnfit, Trouble.

    Before an older one is brought up, its file is copied (DuckDB).
    """
    new = is_new(engine)
    with speaking():
        if new:
            with engine.begin() as connection:
                make_tables(connection)
                connection.execute(insert(SchemaVersionRow), {"version": SCHEMA_VERSION})
        else:
            _bring_up(engine)
            make_tables(engine)
        guard(engine)


def _bring_up(engine: Engine) -> None:
    """Take the steps to this release, each in a transaction of its own and then in the file."""
    with engine.begin() as connection:
        version = _version(connection)
    if version < SCHEMA_VERSION:
        keep_copy(engine, version)
    while _stepped(engine):
        checkpoint(engine)


def _stepped(engine: Engine) -> bool:
    """Take the next step; whether there was one."""
    with engine.begin() as connection:
        version = _version(connection)
        if version == SCHEMA_VERSION:
            return False
        take_step(connection, version)
        connection.execute(update(SchemaVersionRow).values(version=version + 1))
        return True


def _version(connection: Connection) -> int:
    query = select(col(SchemaVersionRow.version))
    if connection.dialect.name == "postgresql":
        # Of two processes that start at once the second waits, and finds the work done.
        query = query.with_for_update()
    found = connection.execute(query).scalars().all()
    if len(found) != 1 or not 1 <= found[0] <= SCHEMA_VERSION:
        raise DatabaseUnfit(
            sentence(
                "refused.database.version",
                found=", ".join(map(str, found)) or sentence("refused.database.unknown"),
                needed=SCHEMA_VERSION,
            )
        )
    return found[0]


def _busy(message: str) -> DatabaseBusy:
    holder = re.search(r"\(PID (\d+)\)", message)
    key = "refused.database.busy_with" if holder else "refused.database.busy"
    return DatabaseBusy(sentence(key, process=holder[1] if holder else ""))


def translated(error: SQLAlchemyError) -> SameBoatError:
    """The sentence for an error of the database, without its statement and values."""
    message = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    if guarded := re.match(f"{REFUSES}.*", message):
        return Refused(guarded[0])
    if "Could not set lock" in message:
        return _busy(message)
    if any(part in message for part in DAMAGED):
        return DatabaseUnfit(sentence("refused.database.damaged"))
    kind = type(error.orig if isinstance(error, DBAPIError) else error).__name__
    if any(part in f"{kind} {message}" for part in FULL):
        return Trouble(sentence("refused.database.full"))
    if any(part in message for part in READ_ONLY):
        return Trouble(sentence("refused.database.read_only"))
    return Trouble(sentence("refused.database.trouble", kind=kind))


@contextmanager
def speaking() -> Iterator[None]:
    """Turn the database's own errors into sentences; theirs may hold statements and values."""
    try:
        yield
    except SQLAlchemyError as error:
        raise translated(error) from None
