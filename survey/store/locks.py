"""One errand at a time: opening, inviting, closing and publishing, across threads and processes.

Sending mails and long work have turns of their own: however long they take, they hold up nothing
else.
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import text

from survey.settings import Settings
from survey.store.opened import Clock, Opened, utc_now

ERRANDS, MAILS, LONG_WORK = 20261122, 20261124, 20261125


class Locks(Opened):
    """The part of the store that gives out turns, across threads and processes.

    Each gives whether it is our turn; with `wait` it always is, sooner or later.
    """

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        super().__init__(settings, clock=clock)
        self._locks = {what: threading.Lock() for what in (ERRANDS, MAILS, LONG_WORK)}

    def alone(self, *, wait: bool) -> AbstractContextManager[bool]:
        """Open, invite, close and publish one at a time."""
        return self._one_at_a_time(ERRANDS, wait=wait)

    def mailing(self) -> AbstractContextManager[bool]:
        """Send mails one at a time."""
        return self._one_at_a_time(MAILS, wait=False)

    def working(self) -> AbstractContextManager[bool]:
        """Do long work that people asked for one at a time."""
        return self._one_at_a_time(LONG_WORK, wait=False)

    @contextmanager
    def _one_at_a_time(self, what: int, *, wait: bool) -> Iterator[bool]:
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
