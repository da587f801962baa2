"""Waves as a calendar file (RFC 5545): when each opens, closes, and has its figures."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar as File
from icalendar import Event

from survey.text import text
from survey.waves.calendar import Calendar
from survey.waves.wave import State, Wave

PRODUCT = "-//Same Boat//Waves//EN"
LASTS = timedelta(minutes=15)
STANDS = frozenset({State.SCHEDULED, State.OPEN})


def calendar_file(
    waves: Iterable[Wave], *, calendar: Calendar, site: str, made: datetime, language: str
) -> bytes:
    """The file for some waves, in the organisation's time zone, which it explains.

    `site` ends each event's lasting name, so that a newer file replaces what an older one said.
    """
    file = _empty()
    file.add("x-wr-calname", text("calendar.name", language))
    for wave in waves:
        for event in _events(wave, calendar, site, made, language):
            file.add_component(event)
    if calendar.zone != "UTC":
        file.add_missing_timezones()
    found: bytes = file.to_ical()
    return found


def look_again_file(key: str, *, title: str, day: date, site: str, made: datetime) -> bytes:
    """The file with the one day on which a bet is looked at again; `title` says it in words."""
    file, event = _empty(), Event()
    event.add("uid", f"look-again-{key}@{site}")
    event.add("dtstamp", made)
    event.add("dtstart", day)
    event.add("summary", title)
    event.add("transp", "TRANSPARENT")
    file.add_component(event)
    found: bytes = file.to_ical()
    return found


def _empty() -> File:
    file = File()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    return file


def _events(
    wave: Wave, calendar: Calendar, site: str, made: datetime, language: str
) -> Iterator[Event]:
    moments = {
        "opens": wave.opened or wave.opens,
        "closes": wave.closed or wave.closes,
        "results": wave.published or wave.closed or wave.closes,
    }
    for what, moment in moments.items():
        event = Event()
        event.add("uid", f"wave-{wave.id}-{what}@{site}")
        event.add("dtstamp", made)
        event.add("dtstart", moment.astimezone(ZoneInfo(calendar.zone)))
        event.add("duration", LASTS)
        event.add("summary", text(f"calendar.{what}", language, wave=wave.name))
        event.add("transp", "TRANSPARENT")
        event.add("status", "CANCELLED" if wave.state is State.CANCELLED else "CONFIRMED")
        yield event
