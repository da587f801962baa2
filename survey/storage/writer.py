"""One writer: takes what waits, applies it in one transaction, answers each caller after commit.

A transaction costs much the same for one item as for eight, so while several come at once it waits
a moment for more.

What `apply` makes of an item is a result or one of our errors; it decides before it writes. When a
batch fails as a whole, each of its items is tried again alone, so that one bad item harms nobody.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from survey.errors import Trouble
from survey.storage.database import translated
from survey.text import sentence

MOST_PER_COMMIT = 256
A_MOMENT = 0.015
Item = TypeVar("Item")


class Writer(Generic[Item]):
    """The one thread that writes to `engine`; `submit` blocks until the item's commit."""

    def __init__(
        self, engine: Engine, apply: Callable[[Connection, Sequence[Item]], Sequence[object]]
    ) -> None:
        self._engine = engine
        self._apply = apply
        self._waiting: queue.Queue[tuple[Item, Future[Any]] | None] = queue.Queue()
        self._gate = threading.Lock()
        self._turn = threading.Lock()
        self._shut = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, item: Item) -> Any:
        """Have an item applied, and give back its result or raise its error."""
        future: Future[Any] = Future()
        with self._gate:
            if self._shut:
                raise Trouble(sentence("refused.database.stopping"))
            self._waiting.put((item, future))
        return future.result()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Between two transactions, for as long as this lasts."""
        with self._turn:
            yield

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self._gate:
            if not self._shut:
                self._shut = True
                self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        several = False
        while (first := self._waiting.get()) is not None:
            if several:
                time.sleep(A_MOMENT)
            batch, last = self._batch(first)
            several = len(batch) > 1
            self._commit(batch)
            if last:
                return

    def _batch(
        self, first: tuple[Item, "Future[Any]"]
    ) -> tuple[list[tuple[Item, "Future[Any]"]], bool]:
        batch = [first]
        while len(batch) < MOST_PER_COMMIT:
            try:
                waiting = self._waiting.get_nowait()
            except queue.Empty:
                break
            if waiting is None:
                return batch, True
            batch.append(waiting)
        return batch, False

    def _commit(self, batch: list[tuple[Item, "Future[Any]"]]) -> None:
        try:
            with self._turn, self._engine.begin() as connection:
                outcomes = self._apply(connection, [item for item, _ in batch])
        except Exception as error:
            self._one_by_one(batch, error)
            return
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            _answer(future, outcome)

    def _one_by_one(self, batch: list[tuple[Item, "Future[Any]"]], error: Exception) -> None:
        if len(batch) > 1:
            for waiting in batch:
                self._commit([waiting])
            return
        said = translated(error) if isinstance(error, SQLAlchemyError) else error
        _answer(batch[0][1], said)


def _answer(future: "Future[Any]", outcome: object) -> None:
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
