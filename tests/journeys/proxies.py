"""A company's proxy between browser and app, which lets no websocket through."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from tests.journeys.server import free_port

UPGRADE = b"upgrade: websocket"
REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Blocks(StrEnum):
    """How a proxy keeps a websocket from opening."""

    REFUSES = "answers 403"
    STRIPS = "takes the header out"


@contextmanager
def proxy(port: int, blocks: Blocks) -> Iterator[str]:
    """A proxy in front of a port of this machine; its own address."""
    with socket.create_server(("127.0.0.1", free_port())) as listening:
        at = listening.getsockname()[1]
        threading.Thread(target=_serve, args=(listening, port, blocks), daemon=True).start()
        yield f"http://localhost:{at}"


def _serve(listening: socket.socket, port: int, blocks: Blocks) -> None:
    with suppress(OSError):
        while True:
            asked, _ = listening.accept()
            threading.Thread(target=_pass, args=(asked, port, blocks), daemon=True).start()


def _pass(asked: socket.socket, port: int, blocks: Blocks) -> None:
    with asked, suppress(OSError), socket.create_connection(("127.0.0.1", port)) as app:
        head = asked.recv(65536)
        if UPGRADE in head.lower():
            if blocks is Blocks.REFUSES:
                asked.sendall(REFUSAL)
                return
            lines = head.split(b"\r\n")
            head = b"\r\n".join(line for line in lines if not line.lower().startswith(b"upgrade"))
        app.sendall(head)
        back = threading.Thread(target=_copy, args=(app, asked), daemon=True)
        back.start()
        _copy(asked, app)
        back.join()


def _copy(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while part := one.recv(65536):
            other.sendall(part)
        other.shutdown(socket.SHUT_WR)
