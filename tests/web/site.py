"""Our routes behind all that every request passes through, asked in this process."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.types import Message

from app import middleware, routes
from survey.store import Store

Result = TypeVar("Result")
Answer = tuple[int, dict[str, str], bytes]


def waited_for(doing: Coroutine[Any, Any, Result]) -> Result:
    """What comes of a coroutine, run in a thread: a browser's own loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, doing).result()


def ask(
    store: Store,
    address: str,
    *,
    cookies: Mapping[str, str] | None = None,
    headers: Sequence[tuple[str, str]] = (),
    method: str = "GET",
    body: bytes = b"",
) -> Answer:
    """Status, headers and body of an answer."""
    path, _, query = address.partition("?")
    said = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    given = [("cookie", said), ("host", "boat.example"), *headers]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode("utf-8", "replace"),
        "query_string": query.encode("utf-8", "replace"),
        "headers": [(k.encode(), v.encode("utf-8", "replace")) for k, v in given if v],
        "server": ("boat.example", 80),
        "client": ("127.0.0.1", 1),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    }
    sent: list[Message] = []
    asked = iter([True])

    async def receive() -> Message:
        if not next(asked, False):
            await asyncio.Event().wait()
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    site = Starlette(routes=routes(), middleware=middleware(store.settings))
    waited_for(site(scope, receive, send))
    found = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(m.get("body", b"") for m in sent)
