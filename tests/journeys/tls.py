"""A proxy with a certificate of its own between browser and app, as nginx or Caddy stand there."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import trustme

from tests.journeys.server import free_port

TOLD = b"X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"


@contextmanager
def tls_in_front(port: int, *, at: int | None = None) -> Iterator[str]:
    """The https address of a proxy in front of a port of this machine.

    Every line of ours to the app serves one line of the browser, websockets too.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with socket.create_server(("127.0.0.1", at or free_port())) as listening:
        outside = listening.getsockname()[1]
        threading.Thread(target=_serve, args=(listening, context, port), daemon=True).start()
        yield f"https://localhost:{outside}"


def _serve(listening: socket.socket, context: ssl.SSLContext, port: int) -> None:
    with suppress(OSError):
        while True:
            asked, _ = listening.accept()
            threading.Thread(target=_pass, args=(asked, context, port), daemon=True).start()


def _pass(plain: socket.socket, context: ssl.SSLContext, port: int) -> None:
    with suppress(OSError), context.wrap_socket(plain, server_side=True) as asked:
        head = _head(asked)
        first, _, rest = head.partition(b"\r\n")
        with socket.create_connection(("127.0.0.1", port)) as app:
            app.sendall(first + b"\r\n" + TOLD + rest)
            back = threading.Thread(target=_copy, args=(app, asked), daemon=True)
            back.start()
            _copy(asked, app)
            back.join()


def _head(asked: ssl.SSLSocket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head and (part := asked.recv(65536)):
        head += part
    return head


def _copy(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while part := one.recv(65536):
            other.sendall(part)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)
