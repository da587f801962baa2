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
KEPT = Preference.COMMENTS_DAYS, Preference.PEOPLE_DAYS, Preference.EXPERIMENTS_DAYS
FEWEST_DAYS, MOST_DAYS = 30, 3650
NIGHT = time(3)


class What(StrEnum):
    """What has a time after which it is deleted."""

    COMMENTS = "comments"
    ANSWERS = "answers"
    PEOPLE = "people"
    EXPERIMENTS = "experiments"


@dataclass(frozen=True, slots=True)
class Times:
    """How long comments are kept after a publication, people after they left, and experiments
    after they were adapted or dropped; None keeps.
    """

    comments_days: int | None = None
    people_days: int | None = None
    experiments_days: int | None = None

    @property
    def chosen(self) -> tuple[int | None, ...]:
        """The days, in the order in which they are kept."""
        return self.comments_days, self.people_days, self.experiments_days


@dataclass(frozen=True, slots=True)
class Deletion:
    """What will be deleted and when: something of a wave, or people or experiments, by key."""

    what: What
    wave: Wave | None
    when: datetime
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """What is still there: waves with comments and with answer rows, who left since when, and
    which experiments are over since when.
    """

    comments: frozenset[int]
    answers: frozenset[int]
    gone_since: Mapping[str, datetime] = field(default_factory=dict)
    over_since: Mapping[str, datetime] = field(default_factory=dict)


def times_of(preferences: Mapping[str, str]) -> Times:
    """What an organisation chose; everything is kept where it chose nothing."""
    days = (preferences.get(name, "") for name in KEPT)
    return Times(*(int(chosen) if chosen.isdecimal() else None for chosen in days))


def as_preferences(times: Times) -> Mapping[Preference, str]:
    """What was chosen, as it is kept."""
    chosen = zip(KEPT, times.chosen, strict=True)
    return {name: "" if days is None else str(days) for name, days in chosen}


def check_times(times: Times) -> None:
    """Refuse times in which nobody could read, or that never end. Errors: BadInput."""
    chosen = [days for days in times.chosen if days is not None]
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
    for what, days, since in (
        (What.PEOPLE, times.people_days, left.gone_since),
        (What.EXPERIMENTS, times.experiments_days, left.over_since),
    ):
        if days is not None:
            found += _by_night(what, days, since, calendar, chosen)
    return sorted(found, key=_next_first)


def _next_first(deletion: Deletion) -> tuple[datetime, int, What]:
    return deletion.when, deletion.wave.id if deletion.wave else 0, deletion.what


def _by_night(
    what: What,
    days: int,
    since: Mapping[str, datetime],
    calendar: Calendar,
    chosen: datetime | None,
) -> Iterator[Deletion]:
    """People who left, or experiments that are over, by the night in which they go."""
    nights: dict[datetime, list[str]] = {}
    for key, moment in sorted(since.items()):
        over = moment + timedelta(days=days)
        nights.setdefault(night(max(over, chosen or over), calendar), []).append(key)
    for when, keys in nights.items():
        yield Deletion(what, None, when, tuple(keys))


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
