"""Security headers on every answer, and no metrics for strangers."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.respondent.light.page import script_hash

INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


def _inline_scripts() -> list[str]:
    """The hashes of the few inline scripts in Streamlit's own first page, and of nothing else."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    scripts = INLINE.findall(page.read_text(encoding="utf-8"))
    return [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts]


POLICY = "; ".join(
    (
        "default-src 'self'",
        " ".join(("script-src 'self'", *_inline_scripts(), script_hash())),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"
CLOSED = frozenset({"/_stcore/metrics"})


class Headers:
    """ASGI middleware: adds the headers, and answers 404 where nobody should look."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        named = HEADERS | ({"Strict-Transport-Security": HSTS} if https else {})
        self._headers = [(k.lower().encode(), v.encode()) for k, v in named.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it, with our headers on the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] in CLOSED:
            await _not_found(send, self._headers)
        else:
            await self._app(scope, receive, self._adding(send))

    def _adding(self, send: Send) -> Send:
        ours = {name for name, _ in self._headers}

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                theirs = [pair for pair in message["headers"] if pair[0].lower() not in ours]
                message["headers"] = [*theirs, *self._headers]
            await send(message)

        return sending


async def _not_found(send: Send, headers: Iterable[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": list(headers)})
    await send({"type": "http.response.body", "body": b"Not found"})
