"""Who may send the server something large, and how much? No more than is used is ever kept.

Streamlit itself takes files from every open tab, whoever sits there.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.ui.frame.session import SEAT, signed_in_with
from pages.web.asking import spoken_by_browser
from pages.web.kept_uploads import KeptUploads
from survey.errors import SameBoatError
from survey.organisation.permissions import allowed, check_is_hr
from survey.text import text

ADDRESS = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+$")
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken, in bytes: the files of one tab, those of all, any other request's body.

    `at_once` uploads may be under way; a closed tab has `grace` seconds to come back to its files.
    """

    tab: int = 80 * MIB
    all: int = 240 * MIB
    body: int = MIB
    at_once: int = 4
    grace: float = 60


class _TooMuch(Exception):
    """More came than is taken."""


class _Room(Protocol):
    """What of a body has still room, in bytes."""

    def left(self) -> int: ...
    def take(self, size: int) -> None: ...


def may_upload(token: str) -> bool:
    """Whether whoever signed in so may use a page that asks for files; all of these are HR's."""
    try:
        who = signed_in_with(token) if token else None
    except SameBoatError:
        return False
    return who is not None and allowed(check_is_hr, who)


class Uploads:
    """ASGI middleware: files only from who may upload, and of every request only so much."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: Limits | None = None,
        may: Callable[[str], bool] = may_upload,
        kept: KeptUploads | None = None,
    ) -> None:
        self._app, self._may = app, may
        self._limits, self._kept = limits or Limits(), kept or KeptUploads()
        self._coming = Counter[str]()
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as long as it is within its limits, else refuse it in words."""
        found = ADDRESS.search(scope["path"]) if scope["type"] == "http" else None
        if scope["type"] == "websocket":
            try:
                await self._app(scope, receive, send)
            finally:
                self._let_go_later()
        elif scope["type"] != "http":
            await self._app(scope, receive, send)
        elif found and scope["method"] in {"PUT", "DELETE"}:
            await self._of_a_file(found["session"], scope, receive, send)
        else:
            await self._within(_Body(self._limits.body), scope, receive, send)

    async def _of_a_file(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        if not await run_in_threadpool(self._may, HTTPConnection(scope).cookies.get(SEAT, "")):
            await _refuse(403, "uploads.not_yours", scope, receive, send)
        elif scope["method"] == "DELETE":
            await self._within(_Body(self._limits.body), scope, receive, send)
        elif self._under_way >= self._limits.at_once:
            await _refuse(429, "uploads.too_many", scope, receive, send)
        else:
            await self._upload(session, scope, receive, send)

    async def _upload(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        file = _File(session, self._limits, self._kept, self._coming)
        self._under_way += 1
        try:
            await self._within(file, scope, receive, send)
        finally:
            self._under_way -= 1
            file.end()
            self._let_go_later()

    async def _within(self, room: _Room, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its body counted as it comes: what is announced proves nothing."""
        begun = False

        async def counted() -> Message:
            message = await receive()
            size = len(message.get("body", b""))
            if size > room.left():
                raise _TooMuch
            room.take(size)
            return message

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        if _announced(scope) > room.left():
            await _refuse(413, "uploads.too_much", scope, receive, send)
            return
        try:
            await self._app(scope, counted, sending)
        except _TooMuch:
            if begun:
                raise
            await _refuse(413, "uploads.too_much", scope, receive, send)

    def _let_go_later(self) -> None:
        """Have the files of tabs that are closed by now forgotten, unless they come back."""
        if closed := self._kept.closed():
            asyncio.get_running_loop().call_later(self._limits.grace, self._kept.let_go, closed)


@dataclass(slots=True)
class _Body:
    """The room for a body that nobody keeps."""

    room: int

    def left(self) -> int:
        return self.room

    def take(self, size: int) -> None:
        self.room -= size


@dataclass(slots=True)
class _File:
    """The room for a file, beside all that tabs keep and all that is coming meanwhile."""

    session: str
    limits: Limits
    kept: KeptUploads
    coming: Counter[str]
    came: int = 0

    def left(self) -> int:
        tab = self.limits.tab - self.kept.of(self.session) - self.coming[self.session]
        return min(tab, self.limits.all - self.kept.of_all() - self.coming.total())

    def take(self, size: int) -> None:
        self.came += size
        self.coming[self.session] += size

    def end(self) -> None:
        """It is kept now, or gone."""
        self.coming.subtract({self.session: self.came})
        if not self.coming[self.session]:
            del self.coming[self.session]


def _announced(scope: Scope) -> int:
    """How long a body says it is; 0 where it does not say."""
    said = HTTPConnection(scope).headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0


async def _refuse(status: int, why: str, scope: Scope, receive: Receive, send: Send) -> None:
    headers = {"Cache-Control": "no-store"}
    said = text(why, spoken_by_browser(HTTPConnection(scope)))
    await PlainTextResponse(said, status_code=status, headers=headers)(scope, receive, send)
