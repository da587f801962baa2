"""Did the clock jump? A closing that comes a day early because of it could not be taken back."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

A_JUMP = timedelta(days=1)


class ClockWatch:
    """Compares the clock on the wall with one that only counts on, from one look to the next.

    Once it jumped by a day or more, forwards or back, it stays so until somebody says that the time
    is right. A pause of the whole machine looks the same, and is asked about too.
    """

    def __init__(
        self, now: Callable[[], datetime], counting: Callable[[], float] = time.monotonic
    ) -> None:
        self._now, self._counting = now, counting
        self._last = now(), counting()
        self.jumped = False

    def look(self) -> bool:
        """Whether the clock jumped and nobody has said since that it is right."""
        moment, counted = self._now(), self._counting()
        passed = moment - self._last[0]
        should_be = timedelta(seconds=counted - self._last[1])
        self._last = moment, counted
        self.jumped = self.jumped or abs(passed - should_be) >= A_JUMP
        return self.jumped

    def is_right(self) -> None:
        """Somebody says that the time is right."""
        self.jumped = False
