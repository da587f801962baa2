"""A company's proxy between browser and app, which lets no websocket or no cookie through."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from tests.journeys.server import free_port

UPGRADE = b"upgrade: websocket"
REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Blocks(StrEnum):
    """What a proxy keeps from passing."""

    REFUSES = "answers 403"
    STRIPS = "takes the header out"
    COOKIES = "lets no cookie through"


OF_WEBSOCKETS = (Blocks.REFUSES, Blocks.STRIPS)


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
        if UPGRADE in head.lower() and blocks in OF_WEBSOCKETS:
            if blocks is Blocks.REFUSES:
                asked.sendall(REFUSAL)
                return
            lines = head.split(b"\r\n")
            head = b"\r\n".join(line for line in lines if not line.lower().startswith(b"upgrade"))
        app.sendall(head)
        named = (b"set-cookie:", b"not-cookie:") if blocks is Blocks.COOKIES else (b"", b"")
        back = threading.Thread(target=_copy, args=(app, asked, named), daemon=True)
        back.start()
        _copy(asked, app)
        back.join()


def _copy(
    one: socket.socket, other: socket.socket, named: tuple[bytes, bytes] = (b"", b"")
) -> None:
    before, after = named
    with suppress(OSError):
        while part := one.recv(65536):
            other.sendall(part.replace(before, after) if before else part)
        other.shutdown(socket.SHUT_WR)
