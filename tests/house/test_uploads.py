"""Promises of uploads: only from who may, only so much, and let go of when the tab is closed.

Streamlit's own route takes them here; only its tabs are made up.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import cast

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette import starlette_routes

from pages.ui.frame.session import SEAT
from pages.web.kept_uploads import KeptUploads
from pages.web.uploads import Limits, Uploads
from tests.english import text
from tests.journeys.answering import answered

HR = "seat of somebody in HR"
KIB = 1024
SMALL = Limits(tab=40 * KIB, all=100 * KIB, body=10 * KIB, at_once=2, grace=0)


@dataclass
class Tabs:
    """Open tabs as Streamlit knows them."""

    open: set[str] = field(default_factory=lambda: {"tab", "other", "third"})
    closed: list[str] = field(default_factory=list)
    uploaded_file_mgr: MemoryUploadedFileManager = field(
        default_factory=lambda: MemoryUploadedFileManager("/_stcore/upload_file")
    )

    def is_active_session(self, session: str) -> bool:
        return session in self.open

    def close_session(self, session: str) -> None:
        self.closed.append(session)

    def files(self) -> dict[str, list[str]]:
        kept = self.uploaded_file_mgr.file_storage
        return {session: sorted(files) for session, files in kept.items()}


@dataclass
class Site:
    """Streamlit's routes of uploads behind our limits, and one route that reads any body."""

    tabs: Tabs
    app: Starlette
    pieces: int = 0

    async def ask(
        self,
        path: str,
        body: AsyncGenerator[bytes, None],
        *,
        method: str = "PUT",
        seat: str = HR,
        length: int | None = None,
    ) -> tuple[int, str]:
        """Status and words of an answer."""
        headers = [(b"cookie", f'{SEAT}="{seat}"'.encode()), (b"content-type", MULTIPART)]
        if length is not None:
            headers.append((b"content-length", str(length).encode()))
        scope: dict[str, object] = {"type": "http", "path": path, "method": method}
        scope |= {
            "headers": headers,
            "query_string": b"",
            "server": ("localhost", 80),
            "scheme": "http",
        }
        sent: list[Message] = []

        async def receive() -> Message:
            piece = await anext(body, None)
            self.pieces += piece is not None
            return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

        async def send(message: Message) -> None:
            sent.append(message)

        async with aclosing(body):
            await self.app(scope, receive, send)
        words = b"".join(message.get("body", b"") for message in sent)
        return sent[0]["status"], words.decode()

    def put(self, file: str, size: int, *, tab: str = "tab", seat: str = HR) -> tuple[int, str]:
        """What somebody is told who uploads so many bytes, and does not say how many."""
        return answered(self.ask(at(file, tab), multipart(size), seat=seat))


MULTIPART = b"multipart/form-data; boundary=edge"


def at(file: str, tab: str = "tab") -> str:
    return f"/_stcore/upload_file/{tab}/{file}"


async def multipart(size: int) -> AsyncGenerator[bytes, None]:
    """A file in pieces of a kibibyte."""
    yield b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    for _ in range(size // KIB):
        yield b"a" * KIB
    yield b"\r\n--edge--\r\n"


async def read_all(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def line(websocket: WebSocket) -> None:
    """A tab that is closed at once."""
    await websocket.receive()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(starlette_routes, "is_xsrf_enabled", lambda: False)
    tabs = Tabs()
    runtime = cast(Runtime, tabs)
    routes = starlette_routes.create_upload_routes(runtime, tabs.uploaded_file_mgr, None)
    limited = Middleware(
        Uploads, limits=SMALL, may=lambda seat: seat == HR, kept=KeptUploads(lambda: runtime)
    )
    ours = [Route("/ours", read_all, methods=["POST"]), WebSocketRoute("/stream", line)]
    return Site(tabs, Starlette(routes=[*routes, *ours], middleware=[limited]))


def test_whoever_may_upload_does(site: Site) -> None:
    assert site.put("a", 20 * KIB) == (204, "")
    assert site.tabs.files() == {"tab": ["a"]}


@pytest.mark.parametrize("seat", ["", "seat of a member"])
def test_of_nobody_else_a_single_byte_is_read(site: Site, seat: str) -> None:
    """Neither a file nor the wish to delete one, in whatever tab."""
    site.put("a", 5 * KIB)
    site.pieces = 0

    assert site.put("b", 20 * KIB, seat=seat) == (403, text("uploads.not_yours"))
    gone = answered(site.ask(at("a"), multipart(0), method="DELETE", seat=seat))
    assert gone == (403, text("uploads.not_yours"))
    assert site.pieces == 0
    assert site.tabs.files() == {"tab": ["a"]}


def test_a_tab_keeps_only_so_much(site: Site) -> None:
    """What is over is not read to its end; another tab has room of its own."""
    site.put("a", 30 * KIB)
    site.pieces = 0

    assert site.put("b", 500 * KIB) == (413, text("uploads.too_much"))
    assert site.pieces < 12
    assert site.put("b", 30 * KIB, tab="other") == (204, "")
    assert site.tabs.files() == {"tab": ["a"], "other": ["b"]}


def test_what_was_deleted_makes_room(site: Site) -> None:
    site.put("a", 30 * KIB)
    gone = answered(site.ask(at("a"), multipart(0), method="DELETE"))

    assert gone == (204, "")
    assert site.put("b", 30 * KIB) == (204, "")


def test_all_tabs_together_keep_only_so_much(site: Site) -> None:
    for tab in ("tab", "other"):
        assert site.put("a", 38 * KIB, tab=tab) == (204, "")

    assert site.put("a", 38 * KIB, tab="third") == (413, text("uploads.too_much"))
    assert site.put("a", 10 * KIB, tab="third") == (204, "")


def test_what_is_announced_as_too_long_is_not_begun(site: Site) -> None:
    """And a small announcement lets nothing large through."""
    told = site.ask(at("a"), multipart(5 * KIB), length=500 * KIB)
    assert answered(told) == (413, text("uploads.too_much"))
    assert site.pieces == 0

    lied = site.ask(at("a"), multipart(500 * KIB), length=5 * KIB)
    assert answered(lied) == (413, text("uploads.too_much"))
    assert site.tabs.files() == {}


def test_files_that_come_at_once_share_the_room_and_are_few(site: Site) -> None:
    """What is under way counts before it is kept; a third has to wait."""

    async def both() -> None:
        gate, begun = asyncio.Event(), asyncio.Semaphore(0)

        async def halting(size: int) -> AsyncGenerator[bytes, None]:
            async for piece in multipart(size):
                yield piece
                if len(piece) == KIB:
                    begun.release()
                    await gate.wait()

        first = asyncio.create_task(site.ask(at("a"), halting(30 * KIB)))
        second = asyncio.create_task(site.ask(at("b"), halting(30 * KIB)))
        for _ in range(2):
            await begun.acquire()
        assert await site.ask(at("c"), multipart(KIB)) == (429, text("uploads.too_many"))
        gate.set()
        assert sorted([(await first)[0], (await second)[0]]) == [204, 413]
        assert await site.ask(at("c"), multipart(KIB)) == (204, "")

    answered(both())


async def line_ends(site: Site) -> None:
    """A tab whose line ends, and a moment for what comes of it."""
    messages = iter([{"type": "websocket.connect"}, {"type": "websocket.disconnect"}])

    async def receive() -> Message:
        return next(messages)

    async def send(_: Message) -> None:
        return

    scope = {"type": "websocket", "path": "/stream", "headers": [], "query_string": b""}
    await site.app(scope, receive, send)
    await asyncio.sleep(0)
    await asyncio.sleep(0)


def test_the_files_of_a_closed_tab_are_let_go(site: Site) -> None:
    """With the tab itself; those of a tab that is open stay."""
    site.put("a", 20 * KIB)
    site.put("b", 20 * KIB, tab="other")
    site.tabs.open.discard("tab")

    answered(line_ends(site))

    assert site.tabs.files() == {"other": ["b"]}
    assert site.tabs.closed == ["tab"]


def test_a_tab_that_comes_back_has_its_files(site: Site) -> None:
    """A line that breaks is not the end of a tab."""
    kept = KeptUploads(lambda: cast(Runtime, site.tabs))
    site.put("a", 20 * KIB)
    site.tabs.open.discard("tab")
    closed = kept.closed()
    site.tabs.open.add("tab")

    kept.let_go(closed)

    assert closed == {"tab"}
    assert site.tabs.files() == {"tab": ["a"]}
    assert kept.of("tab") == kept.of_all() == 20 * KIB


def test_any_other_body_is_small(site: Site) -> None:
    """Whoever sends it, signed in or not."""

    async def told(size: int) -> tuple[int, str]:
        return await site.ask("/ours", multipart(size), method="POST", seat="")

    status, length = answered(told(9 * KIB))
    assert (status, int(length) > 9 * KIB) == (200, True)
    site.pieces = 0
    assert answered(told(500 * KIB)) == (413, text("uploads.too_much"))
    assert site.pieces < 12
