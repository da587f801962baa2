"""Calendar files: of waves for HR, and of the day a bet is looked at again for its team."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Route

from analytics.reports.trying import experiment_seen
from pages.ui.frame.session import store
from pages.web.asking import file_route, spoken_to, who_asks, who_reads
from survey.errors import NotFound
from survey.organisation.permissions import check_is_hr
from survey.text import sentence, text
from survey.waves.calendar import calendar_of
from survey.waves.calendar_file import STANDS, calendar_file, look_again_file


def calendars() -> list[Route]:
    """The routes of the calendar files."""
    return [
        file_route("/waves.ics", _waves, _called, "text/calendar"),
        file_route("/look-again.ics", _look_again, "look-again.ics", "text/calendar"),
    ]


def _look_again(request: Request) -> Iterator[bytes]:
    """The day on which a bet is looked at again, for whoever may see what its unit tries."""
    viewer, found = who_reads(request), store()
    one = experiment_seen(found, request.query_params.get("experiment", ""), viewer=viewer)
    if one.bet is None or one.chosen is None:
        raise NotFound(sentence("refused.missing.experiment"))
    content = look_again_file(
        one.key,
        title=text("try.bet.in_calendar", spoken_to(request), title=one.chosen.title),
        day=one.bet.look_again,
        site=urlsplit(found.settings.base_url).hostname or "localhost",
        made=found.now(),
    )
    return iter((content,))


def _called(request: Request) -> str:
    return f"same-boat-{request.query_params.get('wave') or 'waves'}.ics"


def _waves(request: Request) -> Iterator[bytes]:
    """One wave, or all that are planned or open, for HR."""
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
