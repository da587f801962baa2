"""How do Streamlit's own scripts and styles travel small? Compressed once, and kept for good.

Streamlit sends them as they are (2.2 MB for a first page, a quarter of it compressed), so that its
server need not compress them for each visitor; here each is compressed once and stays in memory.
"""

import gzip
from functools import lru_cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(streamlit.__file__).parent / "static"
PREFIX = "/static/"
KINDS = {".js": "text/javascript", ".css": "text/css"}
FOR_GOOD = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Encoding": "gzip",
    "Vary": "Accept-Encoding",
}


class SmallFiles:
    """ASGI middleware: sends scripts and styles compressed to whoever takes them so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a file that is there, and pass everything else on."""
        found = self._found(scope)
        if found is None:
            await self._app(scope, receive, send)
            return
        packed = await run_in_threadpool(compressed, found)
        answer = Response(packed, media_type=KINDS[found.suffix], headers=FOR_GOOD)
        await answer(scope, receive, send)

    def _found(self, scope: Scope) -> Path | None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return None
        name = scope["path"].removeprefix(PREFIX)
        taken = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        return files().get(name) if taken and name != scope["path"] else None


@lru_cache(maxsize=1)
def files() -> dict[str, Path]:
    """The scripts and styles there are, by the path they are asked for; their names hold a hash."""
    inside = FOLDER / "static"
    every = (file for file in inside.rglob("*") if file.suffix in KINDS)
    return {file.relative_to(inside).as_posix(): file for file in every}


@lru_cache(maxsize=512)
def compressed(file: Path) -> bytes:
    """A file as gzip sends it, made when it is first asked for."""
    return gzip.compress(file.read_bytes(), mtime=0)
