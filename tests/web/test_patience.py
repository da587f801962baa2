"""Promises to whoever runs it without a proxy: slow, endless and many heads hold nothing up."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from time import monotonic

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from websockets.sync.client import connect

from pages.web.bounds import Bounds, Traffic, Waits
from pages.web.patience import Heads, bound_heads

pytestmark = pytest.mark.slow

GET = b"GET / HTTP/1.1\r\nHost: boat.example\r\n"
POST = GET.replace(b"GET", b"POST")
SOON = 10.0
PATCHED = (
    *("connection_made", "data_received", "on_headers_complete", "on_message_complete"),
    "connection_lost",
)


async def answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def talk(line: WebSocket) -> None:
    await line.accept()
    await line.send_text(await line.receive_text())
    await line.close()


@contextmanager
def served(heads: Heads, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server of the kind Streamlit runs on, its heads bounded; the port it listens on."""
    for name in PATCHED:
        monkeypatch.setattr(HttpToolsProtocol, name, getattr(HttpToolsProtocol, name))
    bound_heads(heads)
    guard = Middleware(Bounds, per_address=9, in_all=9, waits=Waits(SOON, 1.0), traffic=Traffic())
    ways = [Route("/", answer, methods=["GET", "POST"]), WebSocketRoute("/w", talk)]
    guarded = Starlette(routes=ways, middleware=[guard])
    config = uvicorn.Config(guarded, log_config=None, http="httptools", ws="websockets-sansio")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


def line(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=SOON)


def length(body: bytes) -> bytes:
    """The end of a head with the length of a body."""
    return f"Content-Length: {len(body)}\r\n\r\n".encode()


def told(asked: socket.socket) -> bytes:
    """All that comes until the server closes the line."""
    found = b""
    with suppress(ConnectionResetError):
        while part := asked.recv(65536):
            found += part
    return found


def closed(asked: socket.socket, drop: bytes) -> bool:
    """Whether the server has closed a line to which a little more is sent."""
    try:
        asked.sendall(drop)
        return asked.recv(1, socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@pytest.mark.parametrize("begun", [b"", b"GET / HT", GET, GET + b"X-More: "])
def test_a_head_that_does_not_come_to_its_end_is_not_waited_for(
    begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever came of it, and if nothing did."""
    with served(Heads(seconds=0.3), monkeypatch) as port, line(port) as slow:
        slow.sendall(begun)
        assert told(slow) == b""


@pytest.mark.parametrize("drop", [b"X-A: b\r\n", b"\r\n"])
def test_one_that_drips_is_not_waited_for_either(
    drop: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither lines of a head nor empty ones after an answer keep a line open."""
    with served(Heads(seconds=0.5), monkeypatch) as port, line(port) as slow:
        if drop == b"\r\n":
            slow.sendall(GET + b"\r\n")
            assert slow.recv(4096).startswith(b"HTTP/1.1 200")
        else:
            slow.sendall(GET)
        began = monotonic()
        while not closed(slow, drop):
            assert monotonic() < began + SOON


def test_a_head_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it fills the memory."""
    with served(Heads(size=8192), monkeypatch) as port, line(port) as long:
        with suppress(OSError):
            long.sendall(GET + b"X-A: " + b"a" * 500_000)
        assert told(long) == b""


def test_of_one_address_only_so_many_heads_are_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The next is closed; who is done makes room."""
    with ExitStack() as lines:
        port = lines.enter_context(served(Heads(seconds=SOON, of_one=2), monkeypatch))
        one, other, third = (lines.enter_context(line(port)) for _ in range(3))
        other.sendall(GET)
        assert told(third) == b""
        one.sendall(GET + b"Connection: close\r\n\r\n")
        assert told(one).startswith(b"HTTP/1.1 200")
        fourth = lines.enter_context(line(port))
        fourth.sendall(GET + b"Connection: close\r\n\r\n")
        assert told(fourth).startswith(b"HTTP/1.1 200")


def test_whoever_is_quick_notices_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests on one line, a body that is longer than any head, and a tab that stays open."""
    with served(Heads(seconds=0.3, size=2048), monkeypatch) as port:
        with line(port) as asked:
            body = b"b" * 300_000
            asked.sendall(GET[:5])
            asked.sendall(GET[5:] + b"\r\n")
            assert asked.recv(4096).startswith(b"HTTP/1.1 200")
            asked.sendall(POST + b"Connection: close\r\n" + length(body) + body)
            assert told(asked).endswith(b"300000")
        with connect(f"ws://127.0.0.1:{port}/w") as tab:
            with pytest.raises(TimeoutError):
                tab.recv(timeout=0.6)
            tab.send("still here")
            assert tab.recv() == "still here"


def test_who_is_refused_while_a_long_body_comes_reads_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of it is no head, however long; the next request on the line is answered too."""
    with served(Heads(size=2048), monkeypatch) as port, line(port) as asked:
        body = b"b" * 500_000
        asked.sendall(POST.replace(b" / ", b" /never ") + length(body))
        assert asked.recv(4096).startswith(b"HTTP/1.1 404")
        asked.sendall(body)
        asked.sendall(GET + b"Connection: close\r\n\r\n")
        assert b"HTTP/1.1 200" in told(asked)


def test_the_rest_of_a_body_that_was_answered_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with served(Heads(rest=0.3), monkeypatch) as port, line(port) as slow:
        slow.sendall(POST.replace(b" / ", b" /never ") + length(b"b" * 500_000) + b"b")
        assert slow.recv(4096).startswith(b"HTTP/1.1 404")
        began = monotonic()
        while not closed(slow, b"b"):
            assert monotonic() < began + SOON


def test_a_body_that_drips_is_answered_before_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece comes in time, all of them do not."""
    with served(Heads(), monkeypatch) as port, line(port) as slow:
        slow.sendall(GET.replace(b"GET", b"POST") + b"Content-Length: 100000\r\n\r\n")
        began = monotonic()
        answered = b""
        while not answered and monotonic() < began + SOON:
            slow.sendall(b"b")
            slow.settimeout(0.05)
            with suppress(TimeoutError):
                answered = slow.recv(4096)
        assert answered.startswith(b"HTTP/1.1 408")
