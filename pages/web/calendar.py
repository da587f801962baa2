"""The calendar file of waves, for HR."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.ui.frame.session import store
from pages.web.asking import Named, file_answer, spoken_to, who_asks
from survey.organisation.permissions import check_is_hr
from survey.waves.calendar import calendar_of
from survey.waves.calendar_file import STANDS, calendar_file


def calendars() -> list[Route]:
    """The route of the calendar file."""
    return [Route("/waves.ics", waves)]


async def waves(request: Request) -> Response:
    """One wave, or all that are planned or open; others are told that there is nothing here."""
    name = f"same-boat-{request.query_params.get('wave') or 'waves'}.ics"
    return await file_answer(request, _file, Named(name, "text/calendar"))


def _file(request: Request) -> Iterator[bytes]:
    check_is_hr(who_asks(request))
    found = store()
    key = request.query_params.get("wave")
    planned = (wave for wave in found.waves() if wave.state in STANDS)
    content = calendar_file(
        [found.wave(key)] if key else list(planned),
        calendar=calendar_of(found.preferences()),
        site=urlsplit(found.settings.base_url).hostname or "localhost",
        made=found.now(),
        language=spoken_to(request),
    )
    return iter((content,))
