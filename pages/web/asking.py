"""Who asks for a file, and how is it given to them, or refused?"""

import logging
import re
from collections.abc import Callable, Iterator
from html import escape
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pages.ui.frame.session import (
    SEAT,
    language_behind,
    readers,
    reading_with,
    signed_in_with,
    store,
)
from survey.actions.readers import note_reader
from survey.errors import NotFound, Refused, SameBoatError
from survey.languages import Readers, choose, languages_for
from survey.organisation.permissions import Viewer
from survey.text import in_language, sentence, text

PRIVATE = {"Cache-Control": "no-store"}
log = logging.getLogger("same_boat.files")


def file_route(
    path: str,
    make: Callable[[Request], Iterator[bytes]],
    name: str | Callable[[Request], str],
    media: str = "text/csv",
) -> Route:
    """The route of a file to keep; whoever may not have it is told that there is nothing here.

    What fails on our side is a page that says so.
    """

    async def answer(request: Request) -> Response:
        called = name if isinstance(name, str) else name(request)
        return await _answer(request, make, called, media)

    return Route(path, answer)


async def _answer(
    request: Request, make: Callable[[Request], Iterator[bytes]], name: str, media: str
) -> Response:
    try:
        content = await run_in_threadpool(make, request)
    except Refused as refusal:
        said = in_language(refusal, await run_in_threadpool(spoken_to, request))
        return PlainTextResponse(said, status_code=409, headers=PRIVATE)
    except SameBoatError:
        log.warning("A file was asked for that is not there for whoever asked.")
        said = text("files.not_found", await run_in_threadpool(spoken_to, request))
        return PlainTextResponse(said, status_code=404, headers=PRIVATE)
    except Exception as error:
        # No traceback: its values may be what people wrote.
        log.error("%r failed: %s", request.url.path, type(error).__name__)  # noqa: TRY400
        return _sorry(spoken_by_browser(request))
    attached = {"Content-Disposition": f"attachment; {_called(name)}"}
    return StreamingResponse(content, media_type=media, headers=PRIVATE | attached)


def _sorry(language: str) -> Response:
    """A page for whoever opened the address of a file that could not be made."""
    said = {
        key: escape(text(f"files.{key}", language)) for key in ("failed_title", "failed", "home")
    }
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{said['failed_title']}</title></head>"
        '<body style="font-family: sans-serif; max-width: 36rem; margin: 3rem auto">'
        f"<h1>{said['failed_title']}</h1><p>{said['failed']}</p>"
        f'<p><a href="/">{said["home"]}</a></p></body></html>'
    )
    return HTMLResponse(page, status_code=503, headers=PRIVATE)


def _called(name: str) -> str:
    """The name of a file in a header, which holds no other letters than English ones (RFC 6266)."""
    plain = re.fullmatch(r"[\w .-]+", name, re.ASCII)
    return f'filename="{name}"' if plain else f"filename*=UTF-8''{quote(name, safe='')}"


def spoken_to(request: Request) -> str:
    """The language of whoever asks, as the pages speak it to them."""
    seat = request.cookies.get(SEAT, "")
    own = language_behind(None, seat or None)
    return choose((own, first_choice(request)), languages_for(readers(signed_in_with(seat))))


def spoken_by_browser(asked: HTTPConnection) -> str:
    """The language of a browser, where nobody is looked for."""
    return choose((first_choice(asked),), languages_for(Readers.READING))


def first_choice(asked: HTTPConnection) -> str:
    """The browser's first language, as its scripts give it to Streamlit too."""
    return asked.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()


def who_asks(request: Request) -> Viewer:
    """Whoever asks. Errors: NotFound for somebody who is not signed in."""
    return _somebody(signed_in_with(request.cookies.get(SEAT, "")))


def who_reads(request: Request) -> Viewer:
    """Whoever is signed in, or reads by a link from a results mail: the figures of their pages.

    Errors: NotFound.
    """
    token = request.cookies.get(SEAT, "")
    return _somebody(signed_in_with(token) or reading_with(token))


def _somebody(found: Viewer | None) -> Viewer:
    if found is None:
        raise NotFound(sentence("refused.missing.file"))
    note_reader(store(), found)
    return found
