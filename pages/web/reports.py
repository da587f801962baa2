"""Files for HR, streamed from an address that asks who is there."""

from collections.abc import Callable, Iterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from analytics.comments_file import comments_file
from analytics.reports import report_for
from analytics.tidy_csv import Separator, pieces
from pages.ui.session import SEAT, store
from survey.actions.sign_in import person_in
from survey.errors import NotFound, SameBoatError
from survey.permissions import Viewer, viewer

NOTHING = "There is no such file."
PRIVATE = {"Cache-Control": "no-store"}


def files() -> list[Route]:
    """The routes of every file."""
    return [Route("/report.csv", report), Route("/comments.csv", comments)]


async def report(request: Request) -> Response:
    """The CSV report; whoever may not have it is told that there is nothing here."""
    name = f"same-boat-{request.query_params.get('wave') or 'all-waves'}.csv"
    return await _file(request, _report, name)


async def comments(request: Request) -> Response:
    """The comments of one wave as CSV, for HR who asked for them."""
    name = f"same-boat-comments-{request.query_params.get('wave')}.csv"
    return await _file(request, _comments, name)


async def _file(
    request: Request, make: Callable[[Request], Iterator[bytes]], name: str
) -> Response:
    try:
        content = await run_in_threadpool(make, request)
    except SameBoatError:
        return PlainTextResponse("Not found", status_code=404, headers=PRIVATE)
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(content, media_type="text/csv", headers=PRIVATE | attached)


def _report(request: Request) -> Iterator[bytes]:
    asked = request.query_params
    separator: Separator = ";" if asked.get("separator") == ";" else ","
    rows = report_for(store(), viewer=_viewer(request), wave=asked.get("wave") or None)
    return pieces(rows, separator=separator, bom=asked.get("bom") == "1")


def _comments(request: Request) -> Iterator[bytes]:
    wave = request.query_params.get("wave", "")
    return comments_file(store(), viewer=_viewer(request), wave=wave)


def _viewer(request: Request) -> Viewer:
    """Whoever asks. Errors: NotFound for somebody who is not signed in."""
    token = request.cookies.get(SEAT)
    person = person_in(store(), token) if token else None
    who = viewer(store(), person) if person else None
    if who is None:
        raise NotFound(NOTHING)
    return who
