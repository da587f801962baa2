"""When everybody who has not answered is reminded: at half-time, and two days before closing.

On a working day, at the hour the wave opened, before it closes; never twice on one day.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from survey.calendar import Calendar
from survey.deliveries import Occasion
from survey.waves import Wave

BEFORE_CLOSING = timedelta(days=2)
SHORT = timedelta(days=4)


def reminders(wave: Wave, calendar: Calendar) -> Mapping[Occasion, datetime]:
    """When each reminder of a wave is due; none where there is no day for it."""
    opened = wave.opened or wave.opens
    wished = {Occasion.HALF_TIME: opened + (wave.closes - opened) / 2}
    if wave.closes - opened >= SHORT:
        wished[Occasion.LAST_DAYS] = wave.closes - BEFORE_CLOSING
    found = dict(_moments(wished, opened, wave.closes, calendar))
    return MappingProxyType(found)


def _moments(
    wished: Mapping[Occasion, datetime], opened: datetime, closes: datetime, calendar: Calendar
) -> Iterator[tuple[Occasion, datetime]]:
    hour = calendar.local(opened).time()
    taken = {calendar.local(opened).date()}
    for occasion, moment in wished.items():
        day = calendar.working_day(calendar.local(moment).date())
        due = calendar.moment(day, hour)
        if opened < due < closes and day not in taken:
            taken.add(day)
            yield occasion, due


def reminder_now(wave: Wave, calendar: Calendar, *, now: datetime) -> Occasion | None:
    """The reminder that is due: the latest, so that nobody gets two in a day after a pause."""
    today = day_of(calendar, now)
    moments = reminders(wave, calendar)
    due = [occasion for occasion, moment in moments.items() if moment <= now]
    later_today = any(day_of(calendar, m) == today and m > now for m in moments.values())
    return due[-1] if due and calendar.works(today) and not later_today else None


def may_remind(calendar: Calendar, now: datetime) -> bool:
    """Whether today is a day on which people are reminded."""
    return calendar.works(day_of(calendar, now))


def day_of(calendar: Calendar, moment: datetime) -> date:
    """The day of a moment on the organisation's own clocks."""
    return calendar.local(moment).date()
