"""Days and hours as people say them, in the organisation's own time."""

from datetime import date, datetime

from pages.ui.frame.session import language, text
from survey.languages import day as day_in
from survey.languages import day_of_year, with_weekday
from survey.waves.calendar import Calendar
from survey.waves.series import Moved, Slot, Why
from survey.waves.wave import Wave


def day_said(day: date) -> str:
    """A day with its weekday."""
    return with_weekday(day, language())


def moment_said(moment: datetime, calendar: Calendar) -> str:
    """A day and an hour on the organisation's clocks."""
    local = calendar.local(moment)
    return text("moments.at", day=day_said(local), hour=f"{local:%-H:%M}")


def date_said(moment: datetime, calendar: Calendar) -> str:
    """The day of a moment on the organisation's clocks."""
    return day_in(calendar.local(moment), language())


def from_to(
    opens: datetime, closes: datetime, calendar: Calendar, *, key: str = "waves.when"
) -> str:
    """From which day and hour to which, and on whose clocks."""
    ends = {"opens": moment_said(opens, calendar), "closes": moment_said(closes, calendar)}
    return text(key, zone=calendar.zone, **ends)


def days_of(wave: Wave, calendar: Calendar) -> str:
    """From when to when a wave runs; the year is said once when it is the same."""
    opens, closes = wave.opened_on(calendar.zone), wave.closed_on(calendar.zone)
    begins = (day_of_year if opens.year == closes.year else day_in)(opens, language())
    return text("waves.days", opens=begins, closes=day_in(closes, language()))


def moved_said(slot: Slot) -> str:
    """Why a wave opens or closes on another day than was wished for; "" when it does not."""
    found = (
        ("opens", slot.opening_moved, slot.opens_on),
        ("closes", slot.closing_moved, slot.closes_on),
    )
    return " ".join(_said(which, moved, day) for which, moved, day in found if moved)


def _said(which: str, moved: Moved, day: date) -> str:
    values = {"wished": day_said(moved.wished), "day": day_said(day), "holiday": moved.holiday}
    match moved.why:
        case Why.WEEKEND:
            return text(f"moments.{which}_weekend", **values)
        case Why.HOLIDAY:
            return text(f"moments.{which}_holiday", **values)
        case Why.BEFORE:
            return text("moments.opens_before", **values)
        case Why.SHORT:
            return text("moments.closes_short", **values)
