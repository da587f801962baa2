"""The desk: where commands are carried out, in the running app or, when none runs, right here.

DuckDB lets one process write. So a command that finds the database in use hands its request to the
app over a local connection; both sides prove that they know the secret in the data folder (mode
0600), and only bytes of JSON travel.
"""

import json
import logging
import secrets
import socket
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import AuthenticationError
from multiprocessing.connection import (
    Client,
    Connection,
    Listener,
    answer_challenge,
    deliver_challenge,
)
from pathlib import Path
from typing import Any

from survey.errors import BadInput, DatabaseBusy, Problem, SameBoatError, Trouble
from survey.private_files import write_private
from survey.settings import Settings
from survey.store import Store
from survey.text import sentence

MOST_BYTES = 256 * 1024 * 1024
PATIENCE = 15.0
OPERATOR = "operator (command)"
"""Who the record says did what a command asked for."""
log = logging.getLogger("same_boat.desk")


@dataclass(frozen=True, slots=True)
class Request:
    """A command in the words it was given; `files` holds the contents of the files it names."""

    verb: str
    options: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command says, and the contents of the files it shall write, by the option's name."""

    lines: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    ok: bool = True


Handler = Callable[[Store, Request], Reply]


def ask(settings: Settings, request: Request, handle: Handler) -> Reply:
    """Carry out a request here, or in the app that holds the database. Errors: SameBoatError."""
    started = time.monotonic()
    while True:
        try:
            store = Store(settings)
        except DatabaseBusy as busy:
            reply = _hand_over(settings, request)
            if reply is not None:
                return reply
            if time.monotonic() - started > PATIENCE:
                raise busy from None
            time.sleep(0.2)
            continue
        try:
            return handle(store, request)
        finally:
            store.close()


def _hand_over(settings: Settings, request: Request) -> Reply | None:
    line = _line(settings)
    if line is None:
        return None
    with line:
        try:
            line.send_bytes(_pack_request(request))
            packed = line.recv_bytes(MOST_BYTES)
        except (OSError, EOFError):
            raise Trouble(sentence("refused.desk.stopped")) from None
    return _unpack_reply(packed)


def _line(settings: Settings) -> "Connection[Any, Any] | None":
    try:
        place = json.loads(_note(settings).read_text(encoding="ascii"))
        address = ("127.0.0.1", int(place["port"]))
        return Client(address, authkey=bytes.fromhex(place["secret"]))
    except (OSError, EOFError, ValueError, KeyError, TypeError, AuthenticationError):
        return None


class Desk:
    """The app's end of the line: takes requests from commands until it is closed."""

    def __init__(self, store: Store, handle: Handler) -> None:
        self._store, self._handle = store, handle
        self._secret = secrets.token_bytes(32)
        self._listener = Listener(("127.0.0.1", 0), backlog=16)
        self._open, self._under_way = True, 0
        self._change = threading.Condition()
        note = {"port": self._listener.address[1], "secret": self._secret.hex()}
        write_private(_note(store.settings), json.dumps(note).encode())
        self._thread = threading.Thread(target=self._serve, name="desk", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more requests, and finish those that are under way."""
        with self._change:
            self._open = False
        _note(self._store.settings).unlink(missing_ok=True)
        with suppress(OSError), socket.create_connection(self._listener.address, PATIENCE):
            self._thread.join()
        self._listener.close()
        with self._change:
            self._change.wait_for(lambda: self._under_way == 0)

    def _serve(self) -> None:
        while self._open:
            with suppress(OSError, EOFError):
                line = self._listener.accept()
                threading.Thread(
                    target=self._answer, args=(line,), name="command", daemon=True
                ).start()

    def _answer(self, line: "Connection[Any, Any]") -> None:
        """Answer one caller, in a thread of its own: whoever says nothing keeps nobody waiting."""
        try:
            with line:
                deliver_challenge(line, self._secret)
                answer_challenge(line, self._secret)
                request = _unpack_request(line.recv_bytes(MOST_BYTES))
                with self._working():
                    line.send_bytes(_pack_reply(self._outcome(request)))
        except AuthenticationError:
            log.warning("A command was turned away: it does not know the secret.")
        except (OSError, EOFError):
            log.info("A command went away before it was answered.")

    @contextmanager
    def _working(self) -> Iterator[None]:
        with self._change:
            self._under_way += 1
        try:
            yield
        finally:
            with self._change:
                self._under_way -= 1
                self._change.notify_all()

    def _outcome(self, request: Request) -> Reply | SameBoatError:
        if not self._open:
            return Trouble(sentence("refused.desk.stopping"))
        try:
            return self._handle(self._store, request)
        except SameBoatError as refusal:
            return refusal
        except Exception as error:
            # No traceback: its values may be what people wrote.
            log.error("Command %s failed: %s", request.verb, type(error).__name__)  # noqa: TRY400
            return Trouble(sentence("refused.desk.failed", error=type(error).__name__))


def _note(settings: Settings) -> Path:
    return settings.data / "desk.json"


def _coded(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: b64encode(content).decode() for name, content in files.items()}


def _decoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: b64decode(content) for name, content in files.items()}


def _pack_request(request: Request) -> bytes:
    content = {"verb": request.verb, "options": request.options, "files": _coded(request.files)}
    return json.dumps(content).encode()


def _unpack_request(packed: bytes) -> Request:
    content = json.loads(packed)
    return Request(content["verb"], content["options"], _decoded(content["files"]))


def _pack_reply(reply: Reply | SameBoatError) -> bytes:
    if isinstance(reply, SameBoatError):
        problems = reply.problems if isinstance(reply, BadInput) else ()
        places = [[p.message, p.row, p.column] for p in problems]
        return json.dumps({"refused": str(reply), "problems": places}).encode()
    content = {"lines": reply.lines, "files": _coded(reply.files), "ok": reply.ok}
    return json.dumps(content).encode()


def _unpack_reply(packed: bytes) -> Reply:
    content = json.loads(packed)
    if "refused" in content:
        raise BadInput(content["refused"], [Problem(*place) for place in content["problems"]])
    return Reply(tuple(content["lines"]), _decoded(content["files"]), content["ok"])
