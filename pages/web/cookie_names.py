"""Behind https every cookie is for https and for this very host: its name says so to the browser.

A name that begins with __Host- is taken by browsers only from the host itself, over https; so no
neighbour under the same domain can put one in its place. Inside, cookies go by their plain names.
"""

from collections.abc import Iterator

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = b"__Host-"
READ_BY_SCRIPTS = b"_streamlit_xsrf"
"""Streamlit's own script reads this one by its name."""


class CookieNames:
    """ASGI middleware: plain names inside, names that browsers guard outside."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the cookies that are guarded, and guard those of its answer."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if "headers" in message:
                pairs = message["headers"]
                message = {**message, "headers": [(k, _out(k, v)) for k, v in pairs]}
            await send(message)

        await self._app({**scope, "headers": list(_in(scope))}, receive, sending)


def _in(scope: Scope) -> Iterator[tuple[bytes, bytes]]:
    for name, value in scope["headers"]:
        if name.lower() == b"cookie":
            pairs = (pair.strip() for pair in value.split(b";"))
            kept = (pair for pair in pairs if pair.startswith((PREFIX, READ_BY_SCRIPTS + b"=")))
            yield name, b"; ".join(pair.removeprefix(PREFIX) for pair in kept)
        else:
            yield name, value


def _out(name: bytes, value: bytes) -> bytes:
    if name.lower() != b"set-cookie":
        return value
    secure = value if b"; secure" in value.lower() else value + b"; Secure"
    return secure if value.startswith(READ_BY_SCRIPTS) else PREFIX + secure
