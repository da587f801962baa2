"""Who asks for a file, and how is it given to them, or refused?"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from pages.ui.session import SEAT, reading_with, signed_in_with
from survey.errors import NotFound, Refused, SameBoatError
from survey.permissions import Viewer

NOTHING = "There is no such file."
PRIVATE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Named:
    """What a file is called, and its media type."""

    name: str
    media: str = "text/csv"


async def file_answer(
    request: Request, make: Callable[[Request], Iterator[bytes]], named: Named
) -> Response:
    """A file to keep; whoever may not have it is told that there is nothing here."""
    try:
        content = await run_in_threadpool(make, request)
    except Refused as refusal:
        return PlainTextResponse(str(refusal), status_code=409, headers=PRIVATE)
    except SameBoatError:
        return PlainTextResponse("Not found", status_code=404, headers=PRIVATE)
    attached = {"Content-Disposition": f"attachment; {_called(named.name)}"}
    return StreamingResponse(content, media_type=named.media, headers=PRIVATE | attached)


def _called(name: str) -> str:
    """The name of a file in a header, which holds no other letters than English ones (RFC 6266)."""
    plain = re.fullmatch(r"[\w .-]+", name, re.ASCII)
    return f'filename="{name}"' if plain else f"filename*=UTF-8''{quote(name, safe='')}"


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
        raise NotFound(NOTHING)
    return found
