"""What was asked before and cannot have changed since, in a process that alone may write?

DuckDB lets one process write, and all of its state changes go through one place. An answer is kept
with the number of the change it was read after; a change takes a number before and another after
its commit, so nothing that was read meanwhile is ever given again.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Known = TypeVar("Known")
MOST = 50_000


class Memory:
    """Answers by question; it keeps none unless this process is `alone`."""

    def __init__(self, *, alone: bool) -> None:
        self._alone = alone
        self._change = 0
        self._kept: dict[Hashable, tuple[int, Any]] = {}

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Something changes in this block; one at a time."""
        self._change += 1
        try:
            yield
        finally:
            self._change += 1
            self._kept = {}

    def answer(self, question: Hashable, read: Callable[[], Known]) -> Known:
        """The kept answer, or what is read now."""
        now, kept = self._change, self._kept
        known = kept.get(question)
        if known is not None and known[0] == now:
            found: Known = known[1]
            return found
        found = read()
        if self._alone and len(kept) < MOST:
            kept[question] = now, found
        return found
