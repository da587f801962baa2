"""From which day to which day do the dates of an export go?"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

NO_DATE = date(1980, 1, 1)
"""What LimeSurvey writes where dates are not kept."""
CENTURY = 2000

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})\b")


def first_and_last(cells: Iterable[str]) -> tuple[date, date] | None:
    """The first and the last day in cells that begin with a date; None where there is none.

    3/4/2025 may be in March or in April: of both readings the one with the shorter time counts.
    """
    found = [both for both in (_read(cell.strip()) for cell in cells) if any(both)]
    readings = [[both[way] for both in found] for way in (0, 1)]
    whole = [[day for day in days if day] for days in readings if days and all(days)]
    spans = [(min(days), max(days)) for days in whole]
    return min(spans, key=lambda span: span[1] - span[0], default=None)


def day_of(cell: str) -> date | None:
    """The day a cell begins with, where it can be read in one way only."""
    one, other = _read(cell.strip())
    return one if one == other or other is None else other if one is None else None


def _read(cell: str) -> tuple[date | None, date | None]:
    """The day of a cell, month first and day first; the same where that is certain."""
    if year_first := _YEAR_FIRST.match(cell):
        year, month, day = map(int, year_first.groups())
        certain = _day(year, month, day)
        return certain, certain
    if not (last := _YEAR_LAST.match(cell)):
        return None, None
    one, other, year = int(last[1]), int(last[3]), int(last[4])
    year += CENTURY if year < CENTURY // 10 else 0
    day_first = _day(year, other, one)
    return (day_first if last[2] == "." else _day(year, one, other)), day_first


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return None if found == NO_DATE else found


def spanning(spans: Sequence[tuple[date, date] | None]) -> tuple[date, date] | None:
    """From the first day of the first to the last day of the last of those that are there."""
    there = [span for span in spans if span]
    return (there[0][0], max(there[-1][1], there[0][0])) if there else None
