"""When the organisation works: its time zone, weekend, holidays, own days off and usual hours.

Moments are kept in UTC and said in the organisation's own time. Holidays are those of the library
`holidays` for a country and region; which days are the weekend is the country's custom too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

import holidays
from holidays.registry import COUNTRIES

from survey.errors import BadInput, Problem
from survey.text import Told, sentence

USUAL_ZONE = "UTC"
OPENS_AT, CLOSES_AT = time(8), time(18)
SATURDAY, SUNDAY = 5, 6
DAY = timedelta(days=1)
LONGEST_BREAK = 366
_ENGLISH = "en_US"
MOST_DAYS_OFF = 400
_DAY_OFF = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s+(?:to|bis)\s+(\d{4}-\d\d-\d\d))?\s*(.*)")
_SMALL = frozenset({"And", "Of", "The", "Da"})


class Preference(StrEnum):
    """What an organisation may choose for itself, by the name under which that is kept."""

    TIME_ZONE = "time_zone"
    COUNTRY = "country"
    REGION = "region"
    DAYS_OFF = "days_off"
    OPENS_AT = "opens_at"
    CLOSES_AT = "closes_at"
    DECIMAL_SIGN = "decimal_sign"
    COMMENTS_DAYS = "comments_kept_days"
    PEOPLE_DAYS = "people_kept_days"
    EXPERIMENTS_DAYS = "experiments_kept_days"
    HEARD_DAYS = "heard_within_days"
    NAME = "organisation_name"
    COLOUR = "organisation_colour"
    MARK = "organisation_mark"
    LOOKED_AT = "last_wave_looked_at"


@dataclass(frozen=True, slots=True)
class Calendar:
    """What an organisation chose about its days; `days_off` holds its own, by date with a name."""

    zone: str = USUAL_ZONE
    country: str = ""
    region: str = ""
    days_off: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    opens_at: time = OPENS_AT
    closes_at: time = CLOSES_AT

    def local(self, moment: datetime) -> datetime:
        """A moment as the organisation's clocks show it."""
        return moment.astimezone(ZoneInfo(self.zone))

    def day(self, moment: datetime) -> date:
        """The day on which a moment falls on the organisation's clocks."""
        return day_in(self.zone, moment)

    def moment(self, day: date, hour: time) -> datetime:
        """The moment, in UTC, at which the organisation's clocks show this day and hour."""
        return datetime.combine(day, hour, ZoneInfo(self.zone)).astimezone(UTC)

    def said(self, moment: datetime) -> str:
        """A moment for a sentence, in the organisation's own time and with its name."""
        return f"{self.local(moment):%d %B %Y, %H:%M} {self.zone}"

    @property
    def weekend(self) -> frozenset[int]:
        """The days of the week, Monday being 0, that are the weekend there."""
        return _weekend(self.country) if self.country else frozenset({SATURDAY, SUNDAY})

    def is_weekend(self, day: date) -> bool:
        """Whether a day is at the weekend."""
        return day.weekday() in self.weekend

    def holiday(self, day: date) -> str | None:
        """The name of a day off, the organisation's own or a public holiday; None where none is."""
        own = self.days_off.get(day)
        if own is not None or not self.country:
            return own
        name = _holidays(self.country, self.region, day.year, _ENGLISH).get(day)
        return None if name is None else _named(name, self.country, self.region, day)

    def works(self, day: date) -> bool:
        """Whether the organisation works on a day."""
        return not self.is_weekend(day) and self.holiday(day) is None

    def working_day(self, day: date, *, later: int = 0) -> date:
        """This day or the next working day; then so many working days later.

        Errors: BadInput where there is none within a year.
        """
        found = next((one for one in _year_from(day) if self.works(one)), None)
        if found is None:
            raise BadInput(sentence("refused.calendar.no_working_day"))
        return self.working_day(found + DAY, later=later - 1) if later else found


def day_in(zone: str, moment: datetime) -> date:
    """The day on which a moment falls in a time zone; nowhere else is a day made of a moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def calendar_of(preferences: Mapping[str, str]) -> Calendar:
    """What an organisation chose; UTC, no country and 8:00 to 18:00 where it chose nothing.

    A name that a newer list no longer knows counts as not chosen.
    """
    zone = preferences.get(Preference.TIME_ZONE, USUAL_ZONE)
    country = preferences.get(Preference.COUNTRY, "")
    country = country if country in countries() else ""
    region = preferences.get(Preference.REGION, "")
    return Calendar(
        zone=zone if zone in zones() else USUAL_ZONE,
        country=country,
        region=region if country and region in regions(country) else "",
        days_off=MappingProxyType(dict(_days_off(preferences.get(Preference.DAYS_OFF, ""), []))),
        opens_at=time.fromisoformat(preferences.get(Preference.OPENS_AT, OPENS_AT.isoformat())),
        closes_at=time.fromisoformat(preferences.get(Preference.CLOSES_AT, CLOSES_AT.isoformat())),
    )


def read_days_off(lines: str) -> Mapping[date, str]:
    """Own days off, one a line: 2026-12-24 Christmas Eve, or 2026-12-24 to 2026-12-31 Winter break.

    Errors: BadInput with the line.
    """
    problems: list[Problem] = []
    found = dict(_days_off(lines, problems))
    if len(found) > MOST_DAYS_OFF:
        problems.append(
            Problem(sentence("refused.calendar.too_many", most=MOST_DAYS_OFF), column="days_off")
        )
    if problems:
        raise BadInput(sentence("refused.calendar.not_read"), problems)
    return MappingProxyType(found)


def check_calendar(
    *, zone: str, country: str, region: str, opens_at: time, closes_at: time
) -> None:
    """Refuse names nobody knows, and hours that leave no day between them. Errors: BadInput."""
    problems = []
    if zone not in zones():
        problems.append(Problem(sentence("refused.calendar.zone", zone=zone), column="time_zone"))
    if country and country not in countries():
        problems.append(
            Problem(sentence("refused.calendar.country", country=country), column="country")
        )
    elif region and region not in regions(country):
        problems.append(
            Problem(sentence("refused.calendar.region", region=region), column="region")
        )
    if closes_at <= opens_at:
        problems.append(Problem(sentence("refused.calendar.hours"), column="closes_at"))
    if problems:
        raise BadInput(sentence("refused.calendar.unchanged"), problems)


@cache
def zones() -> frozenset[str]:
    """The name of every time zone there is."""
    return frozenset(available_timezones())


@cache
def countries() -> Mapping[str, str]:
    """The name of every country whose holidays are known, by its two letters, in order of name."""
    named = {code: _country(slug) for slug, (_, code, *_) in COUNTRIES.items()}
    known = holidays.list_supported_countries(include_aliases=False)
    in_order = sorted(known, key=lambda code: named.get(code, code))
    return MappingProxyType({code: named.get(code, code) for code in in_order})


@cache
def regions(country: str) -> Mapping[str, str]:
    """The name of every region of a country with holidays of its own, by its code."""
    if country not in countries():
        return MappingProxyType({})
    found = holidays.country_holidays(country)
    named = found.get_subdivision_aliases()
    codes = {code: next(iter(named.get(code, ())), code) for code in found.subdivisions}
    return MappingProxyType(dict(sorted(codes.items(), key=lambda pair: pair[1])))


def _country(slug: str) -> str:
    words = slug.replace("_", " ").title().split()
    return " ".join(word.lower() if word in _SMALL else word for word in words)


class HolidayName(Told):
    """The English name of a public holiday, which other languages of its country know too."""

    __slots__ = ("country", "day", "region")
    country: str
    region: str
    day: date

    def in_language(self, language: str) -> str:
        """The name in a language that the holidays of the country are known in, else in English."""
        known = holidays.country_holidays(self.country).supported_languages
        if language not in known:
            return str(self)
        return _holidays(self.country, self.region, self.day.year, language).get(
            self.day, str(self)
        )


def _named(name: str, country: str, region: str, day: date) -> HolidayName:
    said = HolidayName(name)
    said.country, said.region, said.day = country, region, day
    return said


@lru_cache(maxsize=64)
def _holidays(country: str, region: str, year: int, language: str) -> Mapping[date, str]:
    found = holidays.country_holidays(
        country, subdiv=region or None, years=year, expand=False, language=language
    )
    return MappingProxyType(dict(found))


@cache
def _weekend(country: str) -> frozenset[int]:
    return frozenset(holidays.country_holidays(country).weekend)


def _year_from(day: date) -> Iterator[date]:
    return (day + DAY * number for number in range(LONGEST_BREAK))


def _days_off(lines: str, problems: list[Problem]) -> Iterator[tuple[date, str]]:
    """The days of every line that can be read; the others are noted."""
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield from _days(line.strip())
        except (ValueError, OverflowError):
            said = sentence("refused.calendar.day_off", number=number, line=line.strip())
            problems.append(Problem(said, column="days_off"))


def _days(line: str) -> Iterator[tuple[date, str]]:
    """The days one line names; ValueError where it names none."""
    found = _DAY_OFF.fullmatch(line)
    first = date.fromisoformat(found[1] if found else line)
    last = date.fromisoformat(found[2]) if found and found[2] else first
    if not found or not first <= last <= first + DAY * LONGEST_BREAK:
        raise ValueError(line)
    name = found[3].strip() or "day off"
    return ((first + DAY * number, name) for number in range((last - first).days + 1))
