"""Which answers have no need of Streamlit? Those of the light page: they skip all that is its own.

Half of what a small page costs is the way to it: Streamlit's session, its compression, each of its
addresses. Light pages are compressed already (pages.respondent.light.pieces), and keep no session.
"""

from collections.abc import Sequence

from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send


class OwnPages:
    """ASGI middleware: answers for these routes, and passes everything else on."""

    def __init__(self, app: ASGIApp, routes: Sequence[Route]) -> None:
        self._app, self._routes = app, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for an address with a method it takes; what it does not take is refused behind."""
        if scope["type"] == "http":
            for route in self._routes:
                match, found = route.matches(scope)
                if match is Match.FULL:
                    await route.handle({**scope, **found}, receive, send)
                    return
        await self._app(scope, receive, send)
