"""When everybody asked in a wave is reminded: once, at half-time.

On a working day after the one it opened on, at the hour it opened, before it closes.
"""

from datetime import datetime

from survey.waves.calendar import Calendar
from survey.waves.wave import Wave


def reminder(wave: Wave, calendar: Calendar) -> datetime | None:
    """When the reminder of a wave is due; None where there is no day for it."""
    opened = wave.opened or wave.opens
    half_time = opened + (wave.closes - opened) / 2
    day = calendar.working_day(calendar.day(half_time))
    due = calendar.moment(day, calendar.local(opened).time())
    fits = opened < due < wave.closes and day != calendar.day(opened)
    return due if fits else None


def reminder_is_due(wave: Wave, calendar: Calendar, *, now: datetime) -> bool:
    """Whether people are to be reminded now: its moment has come, and today is a working day."""
    due = reminder(wave, calendar)
    return due is not None and due <= now and may_remind(calendar, now)


def may_remind(calendar: Calendar, now: datetime) -> bool:
    """Whether today is a day on which people are reminded."""
    return calendar.works(calendar.day(now))
