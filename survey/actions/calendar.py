"""Keeping what an organisation chose about its days: time zone, holidays, own days off, hours."""

from dataclasses import dataclass
from datetime import time

from survey.actions.preferences import prefer
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.waves.calendar import (
    CLOSES_AT,
    OPENS_AT,
    USUAL_ZONE,
    Preference,
    check_calendar,
    read_days_off,
)


@dataclass(frozen=True, slots=True)
class Days:
    """What somebody typed about the organisation's days; `days_off` as lines (read_days_off)."""

    zone: str = USUAL_ZONE
    country: str = ""
    region: str = ""
    days_off: str = ""
    opens_at: time = OPENS_AT
    closes_at: time = CLOSES_AT


def choose_days(store: Store, days: Days, *, viewer: Viewer) -> None:
    """Keep the organisation's time zone, holidays and hours. Errors: NotAllowed, BadInput."""
    check_is_hr(viewer)
    check_calendar(
        zone=days.zone,
        country=days.country,
        region=days.region,
        opens_at=days.opens_at,
        closes_at=days.closes_at,
    )
    read_days_off(days.days_off)
    choices = {
        Preference.TIME_ZONE: days.zone,
        Preference.COUNTRY: days.country,
        Preference.REGION: days.region,
        Preference.DAYS_OFF: "\n".join(filter(None, map(str.strip, days.days_off.splitlines()))),
        Preference.OPENS_AT: f"{days.opens_at:%H:%M}",
        Preference.CLOSES_AT: f"{days.closes_at:%H:%M}",
    }
    prefer(store, choices, actor=viewer.person, about="time and holidays")
