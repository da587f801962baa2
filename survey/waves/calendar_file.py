"""Waves as a calendar file (RFC 5545): when each opens, closes, and has its figures."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar as File
from icalendar import Event, vText

from survey.text import FALLBACK, text
from survey.waves.calendar import Calendar
from survey.waves.wave import State, Wave

PRODUCT = "-//Same Boat//Waves//EN"
LASTS = timedelta(minutes=15)
STANDS = frozenset({State.SCHEDULED, State.OPEN})


class Moment(StrEnum):
    """What happens in a wave at a moment."""

    OPENS = "opens"
    CLOSES = "closes"
    RESULTS = "results"


def calendar_file(waves: Iterable[Wave], *, calendar: Calendar, site: str, made: datetime) -> bytes:
    """The file for some waves, in the organisation's time zone, which it explains.

    `site` ends each event's lasting name, so that a newer file replaces what an older one said.
    """
    events = [_event(wave, what, calendar, site, made) for wave in waves for what in Moment]
    return _file(events, calendar, FALLBACK)


def results_file(
    wave: Wave, *, calendar: Calendar, site: str, made: datetime, language: str
) -> bytes:
    """The file for somebody who has answered: when the figures of a wave are due."""
    event = _event(wave, Moment.RESULTS, calendar, site, made)
    event["summary"] = vText(text("calendar.results", language, wave=wave.name))
    return _file([event], calendar, language)


def _file(events: Iterable[Event], calendar: Calendar, language: str) -> bytes:
    file = File()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", text("calendar.name", language))
    for event in events:
        file.add_component(event)
    if calendar.zone != "UTC":
        file.add_missing_timezones()
    found: bytes = file.to_ical()
    return found


def _event(wave: Wave, what: Moment, calendar: Calendar, site: str, made: datetime) -> Event:
    event = Event()
    event.add("uid", f"wave-{wave.id}-{what}@{site}")
    event.add("dtstamp", made)
    event.add("dtstart", _when(wave, what).astimezone(ZoneInfo(calendar.zone)))
    event.add("duration", LASTS)
    event.add("summary", text(f"calendar.{what}", wave=wave.name))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if wave.state is State.CANCELLED else "CONFIRMED")
    return event


def _when(wave: Wave, what: Moment) -> datetime:
    match what:
        case Moment.OPENS:
            return wave.opened or wave.opens
        case Moment.CLOSES:
            return wave.closed or wave.closes
        case Moment.RESULTS:
            return wave.published or wave.closed or wave.closes
