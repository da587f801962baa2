"""What does an unknown address answer? A page of ours, where Streamlit would stay white."""

from collections.abc import Sequence
from functools import cache
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.respondent.light.page import head
from pages.respondent.light.readers import language_for
from pages.ui.frame.session import store
from survey.settings import ROOT
from survey.text import text

OF_STREAMLIT = ("_stcore", "static", "media", "component", "app", "favicon.png", "health")
DESIGN = "design_page"
ENDING = "</main></body></html>"


class NotFound:
    """ASGI middleware: passes on what is a page, a route or a file, and answers for the rest."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._app, self._routes = app, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that there is nothing."""
        if scope["type"] != "http" or self._known(scope):
            await self._app(scope, receive, send)
            return
        answer = await _nothing_here(Request(scope))
        await answer(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        first, _, rest = scope["path"].strip("/").partition("/")
        if first in OF_STREAMLIT or (not rest and first in page_names()):
            return True
        # A page asks for Streamlit's own files below its own address.
        if first in page_names() and rest.partition("/")[0] in OF_STREAMLIT:
            return True
        if first == DESIGN and store().settings.design_page:
            return True
        return any(route.matches(scope)[0] is not Match.NONE for route in self._routes)


async def _nothing_here(request: Request) -> HTMLResponse:
    spoken = await language_for(request, None)
    title = text("link.nowhere", spoken)
    way = f"<p><a href='/'>{escape(text('link.home', spoken))}</a></p>"
    words = f"<h1>{escape(title)}</h1><p>{escape(text('link.nowhere_said', spoken))}</p>{way}"
    return HTMLResponse(f"{head(title, spoken)}<main>{words}{ENDING}", status_code=404)


@cache
def page_names() -> frozenset[str]:
    """The addresses of pages: files in the folders of pages, and the first page without a name."""
    files = (ROOT / "pages").glob("*/*.py")
    return frozenset({"", *(file.stem for file in files if file.parent.name not in {"ui", "web"})})
