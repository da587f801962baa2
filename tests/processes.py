"""Other processes on the same data: one that is killed at a chosen step, one that asks a question.

They are forked from a server that has imported everything already, so that each costs little.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias
from unittest.mock import patch

# Imported here so that the fork server has them; DuckDB imports pandas at its first question.
import pandas as pd  # noqa: F401
from sqlalchemy import Engine, event

from analytics.jobs import schedule  # noqa: F401
from commands import verbs  # noqa: F401
from survey.settings import Settings
from survey.storage.database import duckdb_engine, postgresql_engine
from survey.store import Store
from tests.make import Clock

KILLED = -signal.SIGKILL
Deed = Callable[[Store], object]
Line: TypeAlias = "Connection[Any, Any]"

# An engine opens nothing yet, but loads all that it needs: the fork server shall have that too.
duckdb_engine(Path("nowhere"))
postgresql_engine("postgresql://nowhere")

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.processes", "tests.journeys.preloaded"])


def _start(process: BaseProcess) -> None:
    """Start a process that imports no main script: a page that was tested stands there as one."""
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()


@contextmanager
def forked(deed: Callable[..., object], *args: object) -> Iterator[BaseProcess]:
    """Another process that does a deed, until the block ends."""
    process = _processes.Process(target=deed, args=args)
    _start(process)
    try:
        yield process
    finally:
        process.kill()
        process.join()


def die(*_: object, **__: object) -> None:
    """End this process as a power cut would: nothing is flushed, nothing tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def killed(settings: Settings, moment: datetime, deed: Deed, *, at: str, after: bool) -> None:
    """Do something in another process that is killed before or after the first call of `at`."""
    process = _processes.Process(target=_do_and_die, args=(settings, moment, deed, at, after))
    _start(process)
    process.join()

    assert process.exitcode == KILLED, f"{at} was not reached"


def killed_at_the_start(
    settings: Settings, moment: datetime, *, at: str, after: bool, call: int = 1
) -> None:
    """Open a store in another process that is killed before or after the nth call of `at`."""
    process = _processes.Process(target=_start_and_die, args=(settings, moment, at, after, call))
    _start(process)
    process.join()

    assert process.exitcode == KILLED, f"call {call} of {at} was not reached"


def _start_and_die(settings: Settings, moment: datetime, at: str, after: bool, call: int) -> None:
    real, calls = _found(at), count(1)

    def die_at_last(*args: object, **named: object) -> object:
        now = next(calls) == call
        if now and not after:
            die()
        given = real(*args, **named)
        if now:
            die()
        return given

    with patch(at, die_at_last):
        Store(settings, clock=Clock(moment))


def _do_and_die(settings: Settings, moment: datetime, deed: Deed, at: str, after: bool) -> None:
    store = Store(settings, clock=Clock(moment))
    real = _found(at)

    def then_die(*args: object, **named: object) -> None:
        real(*args, **named)
        die()

    with patch(at, then_die if after else die):
        deed(store)


def _found(name: str) -> Any:
    """What a dotted name stands for."""
    module, _, rest = name.rpartition(".")
    try:
        return getattr(__import__(module, fromlist=[rest]), rest)
    except ModuleNotFoundError:
        return getattr(_found(module), rest)


class Steps:
    """Counts what changes files below a folder, and dies before the nth: nothing goes unlisted.

    A step is a commit of any database, and whatever Python does to a file or a folder.
    """

    CHANGES = frozenset(
        {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "os.chmod"}
    )
    WRITING = os.O_WRONLY | os.O_RDWR

    def __init__(self, folder: Path, die_at: int) -> None:
        self.came, self._folder, self._die_at = 0, str(folder), die_at
        sys.addaudithook(self._heard)
        event.listen(Engine, "commit", lambda _: self._step())

    def _heard(self, name: str, given: tuple[Any, ...]) -> None:
        changes = name in self.CHANGES or (name == "open" and bool(given[2] & self.WRITING))
        if changes and os.fspath(str(given[0])).startswith(self._folder):
            self._step()

    def _step(self) -> None:
        self.came += 1
        if self.came == self._die_at:
            die()


def _count_and_die(line: Line, deed: Callable[..., object], given: Any, at: int) -> None:
    steps = Steps(given[0], at)
    deed(*given)
    line.send(steps.came)


def killed_at_step(step: int, deed: Callable[..., object], folder: Path, *given: object) -> bool:
    """Do a deed in another process that is killed before its nth change below a folder.

    Whether it was: False when it came to its end before.
    """
    with Other(_count_and_die, deed, (folder, *given), step) as other:
        try:
            came = other.line.recv()
        except EOFError:
            assert other.ended() == KILLED, "the deed failed before it came so far"
            return True
    assert came < step
    return False


class Other:
    """Another process that does a deed with a line to us; `line` is our end of it."""

    def __init__(self, deed: Callable[..., object], *args: object) -> None:
        self.line, theirs = _processes.Pipe()
        self._process = _processes.Process(target=deed, args=(theirs, *args))
        _start(self._process)
        theirs.close()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.join()

    def ended(self) -> int | None:
        """How it ended, once it has."""
        self._process.join()
        return self._process.exitcode

    def __enter__(self) -> "Other":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._process.close()
        self.line.close()
