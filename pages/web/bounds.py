"""How many requests and tabs may one address hold open, how long may a body take to come?

Beside it each request gets a number, which its answer and its lines of the log carry.
"""

import asyncio
import logging
import resource
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from survey.logs import REQUEST

PER_TAB = 7
"""Descriptors of an open tab, with those of sessions that were closed lately."""
KEPT_FREE = 200
log = logging.getLogger("same_boat.requests")


def raise_descriptors() -> int:
    """Have as many open files and lines as the system lets us; how many tabs that is enough for."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return max(10, (min(most, 1 << 20) - KEPT_FREE) // PER_TAB)


@dataclass
class Traffic:
    """What came so far: answers by their class, and the tabs that are open, by address."""

    answers: Counter[int] = field(default_factory=Counter)
    tabs: Counter[str] = field(default_factory=Counter)
    refused: int = 0


TRAFFIC = Traffic()


@dataclass(frozen=True, slots=True)
class Waits:
    """For how many seconds nothing more of a body may come, and how many it may take in all."""

    rest: float = 30.0
    whole: float = 300.0


class Bounds:
    """ASGI middleware: refuses what is too much, in words where there are any to hear them."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        per_address: int,
        in_all: int,
        waits: Waits | None = None,
        traffic: Traffic = TRAFFIC,
    ) -> None:
        self._app, self._traffic = app, traffic
        self._per_address, self._in_all = per_address, in_all
        self._waits = waits or Waits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, numbered and bounded."""
        REQUEST.set(secrets.token_hex(6))
        if scope["type"] == "websocket":
            await self._tab(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _tab(self, scope: Scope, receive: Receive, send: Send) -> None:
        tabs, address = self._traffic.tabs, _address(scope)
        if tabs[address] >= self._per_address or tabs.total() >= self._in_all:
            self._traffic.refused += 1
            await receive()
            await send({"type": "websocket.close", "code": 1013, "reason": "Too many open tabs"})
            return
        tabs[address] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            tabs[address] -= 1
            if not tabs[address]:
                del tabs[address]

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status = time.monotonic(), 0
        whole = False

        async def patiently() -> Message:
            nonlocal whole
            if whole:
                return await receive()
            left = began + self._waits.whole - time.monotonic()
            async with asyncio.timeout(min(self._waits.rest, left)):
                message = await receive()
            whole = not message.get("more_body", False)
            return message

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                number = (b"x-request-id", REQUEST.get().encode())
                message = {**message, "headers": [*message["headers"], number]}
            await send(message)

        try:
            await self._app(scope, patiently, numbered)
        except TimeoutError:
            if status:
                raise
            answer = PlainTextResponse("This took too long to arrive.", status_code=408)
            await answer(scope, receive, numbered)
        finally:
            self._traffic.answers[status // 100] += 1
            took = round((time.monotonic() - began) * 1000)
            said = {"method": scope["method"], "path": kind_of(scope["path"]), "status": status}
            more = {**said, "ms": took}
            level = logging.WARNING if status >= 500 else logging.DEBUG
            log.log(level, "%(method)s %(path)s %(status)s %(ms)s ms", more, extra={"more": more})


def kind_of(path: str) -> str:
    """The first part of an address, which tells the kind; what follows may be a token."""
    first = path.strip("/").split("/", maxsplit=1)[0][:40]
    return f"/{first}" if first.isascii() and first.isprintable() else "/?"


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""
