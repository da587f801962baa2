"""What an address of ours answers, asked without a server, as a browser with or without scripts."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from tests.journeys.answering import answered

DESK = "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile Safari/537.36"


@dataclass(frozen=True)
class Told:
    """An answer: its status, headers (the last of each name) and words; `size` is on the wire."""

    status: int
    headers: Mapping[str, str]
    words: str
    size: int


def ask_app(app: ASGIApp, address: str, *, headers: Mapping[str, str] | None = None) -> Told:
    """Open an address of any application."""
    return answered(_asked(app, _scope(address, "GET", headers or {}), b""))


def ask(
    routes: Sequence[Route],
    address: str,
    given: Mapping[str, str] | None = None,
    *,
    method: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Told:
    """Open an address, or send a form to it."""
    how = method or ("GET" if given is None else "POST")
    scope, body = _scope(address, how, headers or {}), urlencode(given or {}).encode()
    return answered(_asked(Starlette(routes=list(routes)), scope, body))


def _scope(address: str, method: str, headers: Mapping[str, str]) -> dict[str, Any]:
    url = urlsplit(address)
    named = {"user-agent": DESK, "host": "boat.example"}
    named |= headers
    return {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": unquote(url.path),
        "raw_path": url.path.encode(),
        "root_path": "",
        "query_string": url.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }


async def _asked(app: ASGIApp, scope: dict[str, Any], body: bytes) -> Told:
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    await app(scope, receive, send)
    start, *parts = messages
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    raw = b"".join(part.get("body", b"") for part in parts)
    packed = headers.get("content-encoding") == "gzip"
    words = (gzip.decompress(raw) if packed else raw).decode()
    return Told(start["status"], headers, words, len(raw))
