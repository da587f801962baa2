"""The record as a file for HR, streamed from an address that asks who is there."""

from collections.abc import Iterator
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analytics.reports.audit import audit_file
from pages.ui.frame.session import store
from pages.web.asking import Named, file_answer, who_asks
from survey.audit import About, Sought
from survey.errors import NotFound


def audit_routes() -> list[Route]:
    """The routes of the record."""
    return [Route("/record.csv", record)]


async def record(request: Request) -> Response:
    """The lines asked for as CSV; whoever may not have them is told that there is nothing here."""
    return await file_answer(request, _record, Named("same-boat-record.csv"))


def _record(request: Request) -> Iterator[bytes]:
    return audit_file(store(), _sought(request), viewer=who_asks(request))


def _sought(request: Request) -> Sought:
    """What the address asks for. Errors: NotFound for what no page asks."""
    asked = request.query_params
    try:
        about = About(asked["about"]) if asked.get("about") else None
        since, until = (_moment(asked.get(name)) for name in ("since", "until"))
    except ValueError as error:
        raise NotFound("There is no such file.") from error
    return Sought(asked.get("who", ""), about, asked.get("subject", ""), since, until)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written).astimezone(UTC) if written else None
