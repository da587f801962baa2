"""The real app in a process of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from streamlit.web import cli

from tests.processes import forked

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
Ended = Callable[..., int | None]
"""Waits for the end of a process, or for so many seconds; gives its exit code if it is over."""


@dataclass(frozen=True)
class Server:
    """A running app: where it answers, what it wrote to its log, and its process.

    `shared` is one whose address other tests visit.
    """

    url: str
    log: Path
    process: int = 0
    ended: Ended = lambda: 0
    shared: bool = False

    def at(self, path: str) -> str:
        """The full address of a path."""
        return f"{self.url}{path}"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def serving(
    data: Path,
    *,
    log: Path,
    port: int | None = None,
    places: Mapping[str, str] | None = None,
    script: str = "app.py",
    cold: bool = False,
    root: Path = ROOT,
    within: Sequence[str] = (),
) -> Iterator[Server]:
    """The app over the data in a folder, until the block ends.

    It is forked from a process that has imported it already, or, `cold`, starts as the README
    starts it. `places` are environment variables such as HOME; `root` is the tree whose app it is,
    and `within` a command that starts it, such as one that gives it a disk of its own: both are
    cold.
    """
    port = port or free_port()
    url = f"http://localhost:{port}"
    settings = {"SAME_BOAT_DATA": str(data), "SAME_BOAT_BASE_URL": url}
    settings |= {"PYTHONPATH": str(root)} | dict(places or {})
    environment = os.environ | settings
    asked = ("streamlit", "run", script, f"--server.port={port}", "--server.headless=true")
    starting = (
        _started((*within, sys.executable, "-m", *asked), root, environment, log)
        if cold or within or root != ROOT
        else _forked(asked, environment, log)
    )
    with starting as (process, ended):
        _wait_for(ended, port, log)
        yield Server(url, log, process, ended)


@contextmanager
def _started(
    command: Sequence[str], root: Path, environment: Mapping[str, str], log: Path
) -> Iterator[tuple[int, Ended]]:
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=root, env=environment, stdout=said, stderr=subprocess.STDOUT
        )

    def ended(within: float | None = None) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(within)
        return process.returncode

    try:
        yield process.pid, ended
    finally:
        process.kill()
        process.wait()


@contextmanager
def _forked(
    asked: Sequence[str], environment: Mapping[str, str], log: Path
) -> Iterator[tuple[int, Ended]]:
    with forked(_run, asked, dict(environment), log) as process:

        def ended(within: float | None = None) -> int | None:
            process.join(within)
            return process.exitcode

        yield process.pid or 0, ended


def _run(asked: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
    """What a forked process does: become the app."""
    with log.open("wb") as said:
        os.dup2(said.fileno(), sys.stdout.fileno())
        os.dup2(said.fileno(), sys.stderr.fileno())
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.argv = list(asked)
    cli.main()


def _wait_for(ended: Ended, port: int, log: Path) -> None:
    """Wait until it answers: its port is bound before its database is open."""
    for _ in range(int(PATIENCE * 10)):
        with socket.socket() as asked, suppress(OSError):
            asked.settimeout(PATIENCE)
            asked.connect(("127.0.0.1", port))
            asked.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            if asked.recv(1):
                return
        if ended(0.1) is not None:
            break
    raise AssertionError(f"The app did not start.\n{log.read_text('utf-8', 'replace')}")
