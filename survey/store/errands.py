"""One errand at a time: opening, inviting, closing and publishing, across threads and processes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from survey.settings import Settings
from survey.store.opened import Clock, Opened, utc_now

ERRANDS = 20261122


class Errands(Opened):
    """The part of the store that gives out turns."""

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        super().__init__(settings, clock=clock)
        self._errands = threading.Lock()

    @contextmanager
    def alone(self, *, wait: bool) -> Iterator[bool]:
        """Open, invite, close and publish one at a time, across threads and processes.

        Gives whether it is our turn; with `wait` it always is, sooner or later.
        """
        if not self._errands.acquire(blocking=wait):
            yield False
            return
        try:
            with self._turn(wait) as ours:
                yield ours
        finally:
            self._errands.release()

    @contextmanager
    def _turn(self, wait: bool) -> Iterator[bool]:
        if self.engine.dialect.name != "postgresql":
            yield True
            return
        with self.reading() as connection:
            asked = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
            got = connection.execute(text(f"SELECT {asked}({ERRANDS})")).scalar()
            ours = wait or bool(got)
            try:
                yield ours
            finally:
                if ours:
                    connection.execute(text(f"SELECT pg_advisory_unlock({ERRANDS})"))
