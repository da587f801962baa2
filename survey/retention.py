"""For how long are things kept, and what goes when? The same answer for the page and the schedule.

What is deleted goes in a night: the first 3:00 on the organisation's clocks at which its time is
over. A time that is made shorter begins to hold with the next night, so that a mistake can be
corrected the same day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from survey.calendar import Calendar
from survey.errors import BadInput, Problem
from survey.waves import State, Wave

ABOUT = "how long things are kept"
COMMENTS_DAYS = "comments_kept_days"
FEWEST_DAYS, MOST_DAYS = 30, 3650
NIGHT = time(3)


class What(StrEnum):
    """What has a time after which it is deleted."""

    COMMENTS = "comments"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Times:
    """How long things are kept after a publication; None keeps them."""

    comments_days: int | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """What will be deleted of which wave, and when."""

    what: What
    wave: Wave
    when: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """The numbers of the waves of which comments, or answer rows, are still there."""

    comments: frozenset[int]
    answers: frozenset[int]


def times_of(preferences: Mapping[str, str]) -> Times:
    """What an organisation chose; everything is kept where it chose nothing."""
    days = preferences.get(COMMENTS_DAYS, "")
    return Times(int(days)) if days.isdecimal() else Times()


def as_preferences(times: Times) -> Mapping[str, str]:
    """What was chosen, as it is kept."""
    return {COMMENTS_DAYS: "" if times.comments_days is None else str(times.comments_days)}


def check_times(times: Times) -> None:
    """Refuse times in which nobody could read, or that never end. Errors: BadInput."""
    days = times.comments_days
    if days is not None and not FEWEST_DAYS <= days <= MOST_DAYS:
        message = f"choose {FEWEST_DAYS} to {MOST_DAYS} days, or keep them"
        raise BadInput("Nothing was changed.", [Problem(message, column="days")])


def deletions(
    waves: Iterable[Wave],
    times: Times,
    left: Left,
    *,
    calendar: Calendar,
    chosen: datetime | None,
) -> list[Deletion]:
    """Everything that will be deleted, the next first; `chosen` is when the times were chosen."""
    found = [
        deletion
        for wave in waves
        if wave.state is State.PUBLISHED
        for deletion in (
            _comments(wave, times, left, calendar, chosen),
            _answers(wave, left),
        )
        if deletion
    ]
    return sorted(found, key=lambda deletion: (deletion.when, deletion.wave.id, deletion.what))


def _comments(
    wave: Wave, times: Times, left: Left, calendar: Calendar, chosen: datetime | None
) -> Deletion | None:
    if times.comments_days is None or wave.published is None or wave.id not in left.comments:
        return None
    over = wave.published + timedelta(days=times.comments_days)
    return Deletion(What.COMMENTS, wave, night(max(over, chosen or over), calendar))


def _answers(wave: Wave, left: Left) -> Deletion | None:
    """Their time was told to everybody before they answered: it is kept to the minute."""
    if wave.kept_until is None or wave.id not in left.answers:
        return None
    return Deletion(What.ANSWERS, wave, wave.kept_until)


def night(moment: datetime, calendar: Calendar) -> datetime:
    """The first 3:00 on the organisation's clocks that is not before a moment."""
    day = calendar.local(moment).date()
    tonight = calendar.moment(day, NIGHT)
    return tonight if tonight >= moment else calendar.moment(day + timedelta(days=1), NIGHT)
