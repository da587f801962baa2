"""Files for HR, streamed from an address that asks who is there."""

from collections.abc import Iterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from analytics.reports import report_for
from analytics.tidy_csv import Separator, pieces
from pages.ui.session import SEAT, store
from survey.actions.sign_in import person_in
from survey.errors import NotFound, SameBoatError
from survey.permissions import viewer

NOTHING = "There is no such file."
PRIVATE = {"Cache-Control": "no-store"}


def files() -> list[Route]:
    """The routes of every file."""
    return [Route("/report.csv", report)]


async def report(request: Request) -> Response:
    """The CSV report; whoever may not have it is told that there is nothing here."""
    try:
        content = await run_in_threadpool(_report, request)
    except SameBoatError:
        return PlainTextResponse("Not found", status_code=404, headers=PRIVATE)
    name = f"same-boat-{request.query_params.get('wave') or 'all-waves'}.csv"
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(content, media_type="text/csv", headers=PRIVATE | attached)


def _report(request: Request) -> Iterator[bytes]:
    asked = request.query_params
    separator: Separator = ";" if asked.get("separator") == ";" else ","
    token = request.cookies.get(SEAT)
    person = person_in(store(), token) if token else None
    who = viewer(store(), person) if person else None
    if who is None:
        raise NotFound(NOTHING)
    rows = report_for(store(), viewer=who, wave=asked.get("wave") or None)
    return pieces(rows, separator=separator, bom=asked.get("bom") == "1")
