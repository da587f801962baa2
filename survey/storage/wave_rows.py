"""Rows of one table that outlive a closing, wave by wave, and can be destroyed without a trace.

Embedded, each wave has a DuckDB file of its own; on PostgreSQL it is a table of the database, which
is written anew whenever it changes. Rows lie in the order of their random keys, so that where a row
lies says nothing about when it came.

A change here is a transaction of its own, beside the one that writes the audit line: whoever makes
it calls `tidy` when that is committed, because PostgreSQL keeps what an open transaction may see.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, delete, insert, select, text
from sqlmodel import SQLModel, col

from survey.errors import NotFound
from survey.private_files import settle
from survey.storage.database import duckdb_engine, make_tables, speaking
from survey.storage.wave_file import own_file, remove, waves_in
from survey.text import sentence

REMEMBERED = 4
Seen = TypeVar("Seen")


class WaveRows:
    """The rows of one table, by wave; the table has the columns `key` and `wave`."""

    def __init__(self, table: type[SQLModel], main: Engine, folder: Path) -> None:
        self._table: Any = table
        self._main = main
        self._folder = folder
        self._embedded = main.dialect.name == "duckdb"
        # A file that is being replaced must not be open: DuckDB keeps one instance for each name.
        self._lock = threading.Lock()
        # Opening a file takes DuckDB 40 ms; a page asks for the same rows again and again.
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._of_file)

    @property
    def table(self) -> str:
        """The name of its table."""
        return str(self._table.__tablename__)

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self._folder.name

    def put(self, wave: int, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep these rows of a wave and no others; each has a random `key`."""
        ordered = [dict(row) for row in sorted(rows, key=itemgetter("key"))]
        with self._lock, speaking():
            if self._embedded:
                self._put_file(wave, ordered)
            else:
                with self._main.begin() as connection:
                    connection.execute(self._gone(wave))
                    self._insert(connection, ordered)
                self._write_anew()

    def rows(self, wave: int) -> list[Row[Any]]:
        """Every row of a wave, in the order of their keys."""
        if not self._embedded:
            with speaking():
                return self._read(wave)
        file = own_file(self._folder, wave)
        with self._lock, speaking():
            if not file.exists():
                return []
            now = file.stat()
            return list(self._remembered(wave, now.st_mtime_ns, now.st_size))

    def look(self, wave: int, look: Callable[[Connection], Seen]) -> Seen:
        """What somebody who doubts sees of a wave's rows (store.evidence). Errors: NotFound."""
        with self._lock, speaking(), self._reading(wave) as connection:
            return look(connection)

    def waves(self) -> frozenset[int]:
        """The waves of which anything is left: rows, or a file that was never finished."""
        if self._embedded:
            return waves_in(self._folder)
        with speaking(), self._main.connect() as connection:
            query = select(col(self._table.wave)).distinct()
            return frozenset(connection.execute(query).scalars())

    def destroy(self, wave: int) -> None:
        """Remove a wave's rows, and whatever they were written to; quietly when there are none."""
        with self._lock, speaking():
            if self._embedded:
                self._remembered.cache_clear()
                remove(own_file(self._folder, wave))
            else:
                with self._main.begin() as connection:
                    connection.execute(self._gone(wave))
                self._write_anew()

    def tidy(self) -> None:
        """Leave no byte of rows that are gone; a file that was replaced left none."""
        if not self._embedded:
            with self._lock, speaking():
                self._write_anew()

    def _of_file(self, wave: int, _changed: int, _size: int) -> tuple[Row[Any], ...]:
        return tuple(self._read(wave))

    def _read(self, wave: int) -> list[Row[Any]]:
        query = select(self._table.__table__).where(col(self._table.wave) == wave)
        with self._reading(wave) as connection:
            return list(connection.execute(query.order_by(col(self._table.key))))

    def _put_file(self, wave: int, rows: list[dict[str, Any]]) -> None:
        file = own_file(self._folder, wave)
        self._remembered.cache_clear()
        if not rows:
            remove(file)
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = file.with_suffix(".duckdb.new")
        remove(draft)
        engine = duckdb_engine(draft, threads=1)
        try:
            make_tables(engine, [self._table])
            with engine.begin() as connection:
                self._insert(connection, rows)
        finally:
            engine.dispose()
        draft.replace(file)
        settle(self._folder)

    def _insert(self, connection: Connection, rows: list[dict[str, Any]]) -> None:
        if rows:
            connection.execute(insert(self._table), rows)

    @contextmanager
    def _reading(self, wave: int) -> Iterator[Connection]:
        if not self._embedded:
            with self._main.connect() as connection:
                yield connection
            return
        file = own_file(self._folder, wave)
        if not file.exists():
            # DuckDB would make an empty one.
            raise NotFound(sentence("refused.missing.wave_rows", file=file))
        engine = duckdb_engine(file, threads=1)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def _gone(self, wave: int) -> Any:
        return delete(self._table).where(col(self._table.wave) == wave)

    def _write_anew(self) -> None:
        """The table in the order of its keys, in a new file: nothing that was deleted is in it."""
        with self._main.connect() as connection:
            outside = connection.execution_options(isolation_level="AUTOCOMMIT")
            outside.execute(text(f"CLUSTER {self.table} USING {self.table}_pkey"))
