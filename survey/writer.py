"""One writer: takes what waits, applies it in one transaction, answers each caller after commit.

A job decides before it writes: it may raise one of our errors only while it has changed nothing.
When a batch fails, each of its jobs is tried again alone, so that one bad job harms nobody.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from survey.database import translated
from survey.errors import SameBoatError, Trouble

MOST_PER_COMMIT = 256
Job = Callable[[Connection], Any]
_Waiting = tuple[Job, "Future[Any]"]


class Writer:
    """The one thread that writes to `engine`; `submit` blocks until the job's commit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.Queue[_Waiting | None] = queue.Queue()
        self._gate = threading.Lock()
        self._shut = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> Any:
        """Run `job` in a transaction of the writer and give back what it returns, or raise."""
        future: Future[Any] = Future()
        with self._gate:
            if self._shut:
                raise Trouble("Same Boat is shutting down. Please try again in a minute.")
            self._waiting.put((job, future))
        return future.result()

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self._gate:
            if not self._shut:
                self._shut = True
                self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, last = self._batch(first)
            self._apply(batch)
            if last:
                return

    def _batch(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
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

    def _apply(self, batch: list[_Waiting]) -> None:
        try:
            with self._engine.begin() as connection:
                outcomes = [_outcome(job, connection) for job, _ in batch]
        except Exception as error:
            self._one_by_one(batch, error)
            return
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            _answer(future, outcome)

    def _one_by_one(self, batch: list[_Waiting], error: Exception) -> None:
        if len(batch) > 1:
            for waiting in batch:
                self._apply([waiting])
            return
        _answer(batch[0][1], _said(error))


def _outcome(job: Job, connection: Connection) -> Any:
    try:
        return job(connection)
    except SameBoatError as refusal:
        return refusal


def _said(error: Exception) -> Exception:
    return translated(error) if isinstance(error, SQLAlchemyError) else error


def _answer(future: "Future[Any]", outcome: Any) -> None:
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
