"""The first page of what is read in several languages: Streamlit's own, saying which it will be.

Screen readers and hyphenation go by the language of the document, which no page can set later. On
the pulse it says a word while Streamlit loads, and has a companion script (decision record 0026).
"""

import re
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.respondent.form import CSS, FIRST_CSS
from pages.respondent.light.page import SEND, draft_key
from pages.respondent.light.readers import language_for
from pages.respondent.model import direction
from pages.ui.frame.kept_links import FORM, cookie_name
from pages.ui.frame.look import STYLE, room_of
from pages.ui.frame.pieces import offline
from pages.ui.frame.session import SEAT
from pages.web.asking import spoken_to
from pages.web.not_found import page_names
from survey.text import text

UNCACHED = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"}
OF_THEIR_OWN = frozenset({"pulse", "sent", "promise"})
"""The pages that are read in every language there is, whatever is said on the others."""
NARROW = frozenset({"heard", "seat"})
FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
FORM_STYLE = f"html {{ {FIRST_CSS}{CSS} }}"
"""Stands here, like the frame's, and not in each run of the form."""
COMPANION = "/answer/companion.js"
PRELOADED = re.compile(r'<link[^>]*"preload"[^>]*>')
"""Streamlit's letters, which the form does without."""
ENGLISH, HEAD, ROOT = '<html lang="en">', "<head>", '<div id="root">'


class FirstPages:
    """ASGI middleware: the first page of all other addresses, in the language of whoever asks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer where a page begins, and pass everything else on."""
        name = scope["path"].strip("/") if scope["type"] == "http" else None
        if name not in page_names() - OF_THEIR_OWN or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        wide = name not in NARROW and (bool(name) or SEAT in request.cookies)
        spoken = await run_in_threadpool(spoken_to, request)
        answer = HTMLResponse(_in_language(spoken, wide=wide), headers=UNCACHED)
        await answer(scope, receive, send)


def first_pages() -> list[Route]:
    """The routes of the pages that are read in more than one language."""
    here = Route("/promise", first_page), Route("/sent", first_page_of_thanks)
    return [Route("/pulse", first_page_of_form), *here, Route(COMPANION, companion)]


async def first_page(request: Request) -> HTMLResponse:
    """The page that loads everything else, in the language the tab will settle on."""
    spoken = await language_for(request, _link(request))
    return HTMLResponse(_in_language(spoken), headers=UNCACHED)


async def first_page_of_thanks(request: Request) -> HTMLResponse:
    """The same with the stylesheet of the form, which a tab that has sent nothing goes on to."""
    spoken = await language_for(request, _link(request))
    return HTMLResponse(_in_language(spoken, style=FORM_STYLE), headers=UNCACHED)


async def first_page_of_form(request: Request) -> Response:
    """The same with a word while it loads, its companion, and the light page where it can't.

    A browser that kept no cookie is sent to the light page, whose tab may know the link.
    """
    link = _link(request)
    spoken = await language_for(request, link)
    if link is None and FORM in request.query_params:
        return RedirectResponse(SEND, status_code=303, headers=UNCACHED)
    if link is None:
        return HTMLResponse(_in_language(spoken), headers=UNCACHED)
    light = f"/light?{urlencode({FORM: request.query_params[FORM], 'lang': spoken})}"
    page = PRELOADED.sub("", _in_language(spoken, style=FORM_STYLE))
    page = page.replace(HEAD, f"{HEAD}{_companion(link, light)}", 1)
    wait, way = text("light.wait", spoken), text("light.lighter", spoken)
    words = f"<p class='wait'>{wait} <a href='{escape(light)}'>{way}</a></p>"
    return HTMLResponse(page.replace(ROOT, f"{ROOT}{words}", 1), headers=UNCACHED)


async def companion(_: Request) -> Response:
    """The script beside the form; its address changes with it."""
    return Response(_script(), media_type="text/javascript", headers=FOR_GOOD)


def _link(request: Request) -> str | None:
    mark = request.query_params.get(FORM)
    return request.cookies.get(cookie_name(mark)) if mark else None


def _companion(link: str, light: str) -> str:
    values = {"light": light, "draft": draft_key(link)}
    data = " ".join(f"data-{name}='{escape(value)}'" for name, value in values.items())
    version = sha256(_script()).hexdigest()[:12]
    return (
        f"<noscript><meta http-equiv='refresh' content='0; url={escape(light)}'></noscript>"
        f"<script src='{COMPANION}?v={version}' {data}></script>"
    )


@cache
def _script() -> bytes:
    return (Path(__file__).parents[1] / "respondent" / "companion.js").read_bytes()


def _in_language(spoken: str, *, wide: bool = False, style: str = "") -> str:
    html = f'<html lang="{spoken}" dir="{direction(spoken)}">'
    style = f"{HEAD}<style>{room_of(wide=wide)} {STYLE}{style}</style>"
    lost = f"{offline(text('light.lost', spoken))}{ROOT}"
    return _page().replace(ENGLISH, html, 1).replace(HEAD, style, 1).replace(ROOT, lost, 1)


@cache
def _page() -> str:
    """Streamlit's first page."""
    file = Path(streamlit.__file__).parent / "static" / "index.html"
    return file.read_text("utf-8")
