"""When the waves of a series open and close: never on a day off, in order, none over another.

Days are the organisation's own. An opening or closing that falls on a weekend or a holiday moves to
the next working day at the same hour. A wave closes two working days after it opened at the
earliest, and opens after the one before it has closed.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count
from typing import NamedTuple

from survey.errors import BadInput, Problem
from survey.text import sentence
from survey.waves.calendar import DAY, Calendar

EVERY_WEEKS = (2, 4, 8, 13)
MOST_WAVES = 26
SHORTEST = 2
USUAL_NAME = "Pulse, week {week}"


class Why(StrEnum):
    """Why a day moved."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SHORT = "short"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Moved:
    """That a day is not the one that was wished for; `holiday` names it where it is one."""

    wished: date
    why: Why
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """When one wave opens and closes, with the days of the organisation, and what moved."""

    opens_on: date
    closes_on: date
    opens: datetime
    closes: datetime
    opening_moved: Moved | None = None
    closing_moved: Moved | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A wish: the first day, so many waves, every so many weeks, each open for so many days."""

    first: date
    waves: int
    weeks: int
    days: int
    opens_at: time
    closes_at: time


def on_weekday(start: date, weekday: int) -> date:
    """The first such day of the week (Monday is 0) on a day or after it."""
    return start + DAY * ((weekday - start.weekday()) % 7)


def slots(rhythm: Rhythm, calendar: Calendar) -> list[Slot]:
    """When each wave of a series opens and closes, in order. Errors: BadInput."""
    _check(rhythm)
    found: list[Slot] = []
    for number in range(rhythm.waves):
        opens_on = rhythm.first + timedelta(weeks=rhythm.weeks * number)
        closes_on = opens_on + DAY * rhythm.days
        before = found[-1].closes_on if found else None
        found.append(_slot(opens_on, closes_on, rhythm, calendar, before))
    return found


def slot(
    opens_on: date, closes_on: date, *, opens_at: time, closes_at: time, calendar: Calendar
) -> Slot:
    """When a single wave opens and closes. Errors: BadInput."""
    days = (closes_on - opens_on).days
    return slots(Rhythm(opens_on, 1, 1, days, opens_at, closes_at), calendar)[0]


def _check(rhythm: Rhythm) -> None:
    problems = []
    if not 1 <= rhythm.waves <= MOST_WAVES:
        problems.append(Problem(sentence("refused.plan.count", most=MOST_WAVES), column="count"))
    if rhythm.days < 1:
        problems.append(Problem(sentence("refused.plan.closes"), column="closes"))
    if rhythm.waves > 1 and rhythm.days >= 7 * rhythm.weeks:
        said = sentence("refused.plan.lasts", weeks=rhythm.weeks, most=7 * rhythm.weeks - 1)
        problems.append(Problem(said, column="lasts"))
    if problems:
        raise BadInput(sentence("refused.plan.nothing"), problems)


def _slot(
    opens_on: date, closes_on: date, rhythm: Rhythm, calendar: Calendar, before: date | None
) -> Slot:
    opening, opening_moved = _moved(opens_on, calendar)
    if before is not None and opening <= before:
        opening, opening_moved = calendar.working_day(before + DAY), Moved(opens_on, Why.BEFORE)
    closing, closing_moved = _moved(closes_on, calendar)
    earliest = calendar.working_day(opening, later=SHORTEST)
    if closing < earliest:
        closing, closing_moved = earliest, Moved(closes_on, Why.SHORT)
    return Slot(
        opens_on=opening,
        closes_on=closing,
        opens=calendar.moment(opening, rhythm.opens_at),
        closes=calendar.moment(closing, rhythm.closes_at),
        opening_moved=opening_moved,
        closing_moved=closing_moved,
    )


def _moved(day: date, calendar: Calendar) -> tuple[date, Moved | None]:
    """The next working day, and why it is another one."""
    if calendar.works(day):
        return day, None
    holiday = calendar.holiday(day)
    why = Why.HOLIDAY if holiday else Why.WEEKEND
    return calendar.working_day(day), Moved(day, why, holiday or "")


def filled(pattern: str, days: Slot, *, number: int) -> str:
    """A pattern with {week}, {year}, {month} and {number} filled in for one wave.

    Beside {week}, {year} is the year the week is counted in.
    """
    year, week, _ = days.opens_on.isocalendar()
    values = {
        "week": str(week),
        "year": str(year if "{week}" in pattern else days.opens_on.year),
        "month": f"{days.opens_on:%B}",
        "number": str(number),
    }
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return pattern


def names(pattern: str, days: Sequence[Slot]) -> list[str]:
    """The name of each wave; numbered where the pattern would give the same name twice."""
    found = [filled(pattern.strip(), one, number=at) for at, one in enumerate(days, start=1)]
    if len(set(found)) == len(found) or not pattern.strip():
        return found
    return [f"{name} ({at})" for at, name in enumerate(found, start=1)]


def keys(days: Sequence[Slot], *, taken: Collection[str]) -> list[str]:
    """A key for each wave by its week, such as 2026-w49; -2 and so on where that is taken."""
    found: list[str] = []
    for one in days:
        year, week, _ = one.opens_on.isocalendar()
        key = f"{year}-w{week:02d}"
        found.append(next(k for k in _tries(key) if k not in taken and k not in found))
    return found


def _tries(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key}-{number}" for number in count(2))


class Planned(NamedTuple):
    """One wave of a plan: the key and name it gets, and when it runs."""

    key: str
    name: str
    slot: Slot


def planned(pattern: str, days: Sequence[Slot], *, taken: Collection[str]) -> list[Planned]:
    """Every wave of a series with its name and a key that is free."""
    found = zip(keys(days, taken=taken), names(pattern, days), days, strict=True)
    return [Planned(*one) for one in found]
