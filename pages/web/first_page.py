"""The first page of what is read in several languages: Streamlit's own, saying which it will be.

Screen readers and hyphenation go by the language of the document, which no page can set later:
our content policy allows no script of our own.
"""

from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from pages.respondent.light.readers import language_for
from pages.ui.frame.kept_links import FORM, cookie_name

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


@cache
def _page() -> str:
    """Streamlit's first page."""
    file = Path(streamlit.__file__).parent / "static" / "index.html"
    return file.read_text("utf-8")
