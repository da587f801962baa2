"""The database of a store, opened: reading it, and changing it with a line in the audit log."""

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar, TypeVarTuple

from sqlalchemy import Connection, Engine, Row, Select
from sqlmodel import Session

from survey.audit import AuditVerb
from survey.private_files import close_to_others
from survey.settings import Settings
from survey.storage.database import connected, is_new, prepare, speaking
from survey.storage.keys import KeyFolder
from survey.storage.leftovers import check_nothing_lies_there
from survey.storage.tables import AuditRow
from survey.storage.triggers import in_place
from survey.store.memory import Memory

Clock = Callable[[], datetime]
Known = TypeVar("Known")
Columns = TypeVarTuple("Columns")


def utc_now() -> datetime:
    """The clock of a running process."""
    return datetime.now(UTC)


class Opened:
    """What all parts of the store stand on; `clock` gives aware UTC times.

    Errors: DatabaseBusy, DatabaseUnfit, DatabaseMissing, Trouble.
    """

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        self.settings = settings
        self.now = clock
        self.keys = KeyFolder(settings.keys)
        self._one_change = threading.Lock()
        self.engine = self._open()
        self._memory = Memory(alone=self.engine.dialect.name == "duckdb")

    def _open(self) -> Engine:
        self.settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        close_to_others(self.settings.data)
        if not (self.settings.database_url or self.settings.database_file.exists()):
            # DuckDB would make one.
            check_nothing_lies_there(self.settings)
        engine, self._held = connected(self.settings)
        try:
            if is_new(engine):
                check_nothing_lies_there(self.settings)
            prepare(engine)
        except BaseException:
            self._held.close()
            engine.dispose()
            raise
        self._held.rollback()
        return engine

    def close(self) -> None:
        """Let go of the database."""
        self._held.close()
        self.engine.dispose()

    @contextmanager
    def change(
        self, verb: AuditVerb, *, actor: str, subject: str, detail: str = ""
    ) -> Iterator[Session]:
        """One transaction that changes state and writes its audit line, both or neither."""
        with (
            self._one_change,
            self._memory.changing(),
            speaking(),
            Session(self.engine) as session,
        ):
            line = AuditRow(
                moment=self.now(), actor=actor, verb=verb.value, subject=subject, detail=detail
            )
            session.add(line)
            yield session
            session.commit()

    def note(self, verb: AuditVerb, *, actor: str, subject: str, detail: str = "") -> None:
        """A line on the record of what changes nothing else."""
        with self.change(verb, actor=actor, subject=subject, detail=detail):
            pass

    @contextmanager
    def unsaid(self) -> Iterator[Connection]:
        """One transaction without a line on the record: of what nobody is to learn of anybody."""
        with (
            self._one_change,
            self._memory.changing(),
            speaking(),
            self.engine.begin() as connection,
        ):
            yield connection

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nobody changes the database meanwhile."""
        with self._one_change:
            yield

    def guarded(self) -> bool:
        """Whether the database refuses all that it can (DuckDB has no triggers, so no more)."""
        with self.reading() as connection:
            return self.engine.dialect.name != "postgresql" or in_place(connection)

    def remembered(self, question: Hashable, read: Callable[[], Known]) -> Known:
        """The answer to a question that only changes by `change`, kept until the next one.

        Where other processes write too, it is read each time.
        """
        return self._memory.answer(question, read)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for one question."""
        with speaking(), self.engine.connect() as connection:
            yield connection

    def found(self, query: Select[*Columns]) -> Sequence[Row[*Columns]]:
        """Every row that a question of several columns finds."""
        with self.reading() as connection:
            return connection.execute(query).all()

    def scalars(self, query: Select[Known]) -> Sequence[Known]:
        """Every value that a question of one column finds."""
        with self.reading() as connection:
            return connection.execute(query).scalars().all()

    def one(self, query: Select[Known]) -> Known:
        """The one value that a question has as its answer."""
        with self.reading() as connection:
            return connection.execute(query).scalar_one()

    @contextmanager
    def rows(self) -> Iterator[Session]:
        """A session for one question that is answered with whole rows."""
        with speaking(), Session(self.engine) as session:
            yield session
