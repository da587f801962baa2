"""The real app in a process of its own, started as the README starts it."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A running app: where it answers, what it wrote to its log, and its process.

    `ended` waits until it is over, and gives its exit code; `shared` is one that other tests visit.
    """

    url: str
    log: Path
    process: int = 0
    ended: Callable[[], int] = lambda: 0
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
    root: Path = ROOT,
    within: Sequence[str] = (),
) -> Iterator[Server]:
    """The app over the data in a folder, until the block ends.

    `places` are environment variables such as HOME; `root` is the tree whose app it is; `within` is
    a command that starts it, such as one that gives it a disk of its own.
    """
    port = port or free_port()
    url = f"http://localhost:{port}"
    settings = {"SAME_BOAT_DATA": str(data), "SAME_BOAT_BASE_URL": url}
    settings |= {"PYTHONPATH": str(root)} | dict(places or {})
    with (
        log.open("wb") as said,
        _started((*within, *_command(script, port)), root, settings, said) as process,
    ):
        _wait_for(process, port, log)
        yield Server(url, log, process.pid, process.wait)


def _command(script: str, port: int) -> Sequence[str]:
    command = (sys.executable, "-m", "streamlit", "run", script)
    return (*command, f"--server.port={port}", "--server.headless=true")


@contextmanager
def _started(
    command: Sequence[str], root: Path, environment: Mapping[str, str], said: IO[Any]
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        cwd=root,
        env=os.environ | environment,
        stdout=said,
        stderr=subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the port is bound; from then on a request waits for the app to be ready."""
    for _ in range(int(PATIENCE * 10)):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError(f"The app did not start.\n{log.read_text('utf-8', 'replace')}")
