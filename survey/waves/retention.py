"""For how long are things kept, and what goes when? The same answer for the page and the schedule.

What is deleted goes in a night: the first 3:00 on the organisation's clocks at which its time is
over. A time that is made shorter begins to hold with the next night, so that a mistake can be
corrected the same day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from survey.errors import BadInput, Problem
from survey.text import sentence
from survey.waves.calendar import Calendar, Preference
from survey.waves.wave import State, Wave

ABOUT = "how long things are kept"
KEPT = Preference.COMMENTS_DAYS, Preference.PEOPLE_DAYS
FEWEST_DAYS, MOST_DAYS = 30, 3650
NIGHT = time(3)


class What(StrEnum):
    """What has a time after which it is deleted."""

    COMMENTS = "comments"
    ANSWERS = "answers"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Times:
    """How long comments are kept after a publication, and people after they left; None keeps."""

    comments_days: int | None = None
    people_days: int | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """What will be deleted and when: something of a wave, or `people` who left, by key."""

    what: What
    wave: Wave | None
    when: datetime
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """What is still there: waves with comments and with answer rows, and who left since when."""

    comments: frozenset[int]
    answers: frozenset[int]
    gone_since: Mapping[str, datetime] = field(default_factory=dict)


def times_of(preferences: Mapping[str, str]) -> Times:
    """What an organisation chose; everything is kept where it chose nothing."""
    days = (preferences.get(name, "") for name in KEPT)
    return Times(*(int(chosen) if chosen.isdecimal() else None for chosen in days))


def as_preferences(times: Times) -> Mapping[Preference, str]:
    """What was chosen, as it is kept."""
    chosen = zip(KEPT, (times.comments_days, times.people_days), strict=True)
    return {name: "" if days is None else str(days) for name, days in chosen}


def check_times(times: Times) -> None:
    """Refuse times in which nobody could read, or that never end. Errors: BadInput."""
    chosen = [days for days in (times.comments_days, times.people_days) if days is not None]
    if not all(FEWEST_DAYS <= days <= MOST_DAYS for days in chosen):
        message = sentence("refused.retention.days", fewest=FEWEST_DAYS, most=MOST_DAYS)
        raise BadInput(sentence("refused.calendar.unchanged"), [Problem(message, column="days")])


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
    found += _people(times, left, calendar, chosen)
    return sorted(found, key=_next_first)


def _next_first(deletion: Deletion) -> tuple[datetime, int, What]:
    return deletion.when, deletion.wave.id if deletion.wave else 0, deletion.what


def _people(
    times: Times, left: Left, calendar: Calendar, chosen: datetime | None
) -> Iterator[Deletion]:
    """People who left, by the night in which they are erased."""
    if times.people_days is None:
        return
    nights: dict[datetime, list[str]] = {}
    for person, since in sorted(left.gone_since.items()):
        over = since + timedelta(days=times.people_days)
        nights.setdefault(night(max(over, chosen or over), calendar), []).append(person)
    for when, people in nights.items():
        yield Deletion(What.PEOPLE, None, when, tuple(people))


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
    day = calendar.day(moment)
    tonight = calendar.moment(day, NIGHT)
    return tonight if tonight >= moment else calendar.moment(day + timedelta(days=1), NIGHT)
