"""Engines: the embedded DuckDB file or PostgreSQL, opened with the settings that hold."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, QueuePool, create_engine, inspect, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import SQLModel, col, insert

from survey.errors import DatabaseBusy, DatabaseUnfit, Trouble
from survey.tables import BOX_TABLES, SCHEMA_VERSION, SchemaVersionRow, Table

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


def make_tables(engine: Engine, tables: Sequence[type[SQLModel]] | None = None) -> None:
    """Create what is missing of `tables` (all without the box's on DuckDB when None)."""
    wanted = [t.__table__ for t in tables] if tables else _main_tables(engine)  # type: ignore[attr-defined]
    Table.metadata.create_all(engine, tables=wanted)


def _main_tables(engine: Engine) -> list[Any]:
    boxed = {t.__tablename__ for t in BOX_TABLES} if engine.dialect.name == "duckdb" else set()
    return [t for t in Table.metadata.sorted_tables if t.name not in boxed]


def prepare(engine: Engine) -> None:
    """Create the tables of a new database; refuse one of another version. Errors: DatabaseUnfit."""
    with speaking():
        fresh = not inspect(engine).has_table("schema_version")
        make_tables(engine)
        with engine.begin() as connection:
            if fresh:
                connection.execute(insert(SchemaVersionRow), {"version": SCHEMA_VERSION})
            found = connection.execute(select(col(SchemaVersionRow.version))).scalars().all()
    if list(found) != [SCHEMA_VERSION]:
        raise DatabaseUnfit(
            f"The database is of version {', '.join(map(str, found)) or 'unknown'}, and this "
            f"Same Boat needs version {SCHEMA_VERSION}. Start the release that wrote it."
        )


def _busy(message: str) -> DatabaseBusy:
    holder = re.search(r"\(PID (\d+)\)", message)
    who = f"process {holder[1]}" if holder else "another process"
    return DatabaseBusy(
        f"The database file is in use by {who}. Same Boat is probably running already; "
        "use that one, or stop it first."
    )


def translated(error: SQLAlchemyError) -> Trouble:
    """The sentence for an error of the database, without its statement and values."""
    message = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    if "Could not set lock" in message:
        return _busy(message)
    if "Corrupt WAL" in message or "not a valid DuckDB" in message:
        return DatabaseUnfit(
            "The database file is damaged and was left as it is. Restore the last backup."
        )
    kind = type(error.orig if isinstance(error, DBAPIError) else error).__name__
    return Trouble(
        f"The database could not do this just now ({kind}). Nothing was changed; try again, and "
        "tell the person who runs Same Boat if it stays so."
    )


@contextmanager
def speaking() -> Iterator[None]:
    """Turn the database's own errors into sentences; theirs may hold statements and values."""
    try:
        yield
    except SQLAlchemyError as error:
        raise translated(error) from None
