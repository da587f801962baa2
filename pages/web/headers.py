"""Security headers on every answer, and no metrics for strangers."""

import logging
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
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
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
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"
log = logging.getLogger("same_boat.web")
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
            await _plainly(send, 404, b"Not found", self._headers)
        else:
            await self._answered(scope, receive, send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What fails answers here: Starlette's own word for it would go out without headers."""
        begun: list[bool] = []
        try:
            await self._app(scope, receive, self._adding(send, begun))
        except Exception as error:
            # No traceback: its values may be what people wrote.
            log.error("An answer failed: %s", type(error).__name__)  # noqa: TRY400
            if begun:
                raise
            await _plainly(send, 500, b"This did not work. Please try again.", self._headers)

    def _adding(self, send: Send, begun: list[bool]) -> Send:
        ours = {name for name, _ in self._headers}

        async def sending(message: Message) -> None:
            begun.append(True)
            if message["type"] == "http.response.start":
                theirs = [pair for pair in message["headers"] if pair[0].lower() not in ours]
                message["headers"] = [*theirs, *self._headers]
            await send(message)

        return sending


async def _plainly(
    send: Send, status: int, said: bytes, headers: Iterable[tuple[bytes, bytes]]
) -> None:
    kind = (b"content-type", b"text/plain; charset=utf-8")
    start = {"type": "http.response.start", "status": status, "headers": [kind, *headers]}
    await send(start)
    await send({"type": "http.response.body", "body": said})
