"""The first page of what is read in several languages: Streamlit's own, saying which it will be.

Screen readers and hyphenation go by the language of the document, which no page can set later:
our content policy allows no script of our own.
"""

from functools import cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from pages.respondent.speaking import ASKED_FOR
from pages.ui.frame.kept_links import FORM, cookie_name
from pages.ui.frame.session import SEAT, language_behind
from pages.web.asking import first_choice
from survey.languages import choose, languages

UNCACHED = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"}
ENGLISH = '<html lang="en">'


def first_pages() -> list[Route]:
    """The routes of the pages that are read in more than one language."""
    return [Route(path, first_page) for path in ("/pulse", "/sent", "/promise")]


async def first_page(request: Request) -> HTMLResponse:
    """The page that loads everything else, in the language the tab will settle on."""
    mark = request.query_params.get(FORM)
    spoken = await language_for(request, request.cookies.get(cookie_name(mark)) if mark else None)
    said = _page().replace(ENGLISH, f'<html lang="{spoken}">', 1)
    return HTMLResponse(said, headers=UNCACHED)


async def language_for(request: Request, link: str | None) -> str:
    """The language of a tab with this personal link, or with none, as it settles on it itself."""
    own = await run_in_threadpool(language_behind, link, request.cookies.get(SEAT))
    return choose((request.query_params.get(ASKED_FOR), own, first_choice(request)), languages())


@cache
def _page() -> str:
    """Streamlit's first page."""
    file = Path(streamlit.__file__).parent / "static" / "index.html"
    return file.read_text("utf-8")
