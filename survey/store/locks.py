"""One errand at a time: opening, inviting, closing and publishing, across threads and processes.

Sending mails has turns of its own: however long it takes, it holds up no opening and no closing.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from survey.settings import Settings
from survey.store.opened import Clock, Opened, utc_now

ERRANDS, MAILS = 20261122, 20261124


class Locks(Opened):
    """The part of the store that gives out turns."""

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        super().__init__(settings, clock=clock)
        self._locks = {ERRANDS: threading.Lock(), MAILS: threading.Lock()}

    @contextmanager
    def alone(self, *, wait: bool) -> Iterator[bool]:
        """Open, invite, close and publish one at a time, across threads and processes.

        Gives whether it is our turn; with `wait` it always is, sooner or later.
        """
        with self._one_at_a_time(ERRANDS, wait) as ours:
            yield ours

    @contextmanager
    def mailing(self, *, wait: bool) -> Iterator[bool]:
        """Send mails one at a time, across threads and processes; gives whether it is our turn."""
        with self._one_at_a_time(MAILS, wait) as ours:
            yield ours

    @contextmanager
    def _one_at_a_time(self, what: int, wait: bool) -> Iterator[bool]:
        if not self._locks[what].acquire(blocking=wait):
            yield False
            return
        try:
            with self._turn(what, wait) as ours:
                yield ours
        finally:
            self._locks[what].release()

    @contextmanager
    def _turn(self, what: int, wait: bool) -> Iterator[bool]:
        if self.engine.dialect.name != "postgresql":
            yield True
            return
        with self.reading() as connection:
            asked = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
            got = connection.execute(text(f"SELECT {asked}({what})")).scalar()
            ours = wait or bool(got)
            try:
                yield ours
            finally:
                if ours:
                    connection.execute(text(f"SELECT pg_advisory_unlock({what})"))
