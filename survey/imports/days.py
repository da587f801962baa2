"""Which day does each cell of a column mean?"""

import re
from collections.abc import Sequence
from datetime import date

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T].*)?")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_SLASHED = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})(?: .*)?")


def days(cells: Sequence[str]) -> list[date | None]:
    """The day of each cell of a column; None where it is empty or cannot be told.

    03/04/2026 may be in March or in April. Another cell of the column, such as 25/04/2026, settles
    it for all of them; where none does, none is read.
    """
    slashed = [match for cell in cells if (match := _SLASHED.fullmatch(cell))]
    day_first = any(int(match[1]) > 12 for match in slashed)
    month_first = any(int(match[2]) > 12 for match in slashed)
    first_is_month = None if day_first == month_first else month_first
    return [_day(cell, first_is_month=first_is_month) for cell in cells]


def _day(cell: str, *, first_is_month: bool | None) -> date | None:
    if match := _ISO.fullmatch(cell):
        return _date(match[1], match[2], match[3])
    if match := _DOTTED.fullmatch(cell):
        return _date(match[3], match[2], match[1])
    match = _SLASHED.fullmatch(cell)
    if match is None or (first_is_month is None and match[1] != match[2]):
        return None
    month, day = (match[1], match[2]) if first_is_month else (match[2], match[1])
    return _date(match[3], month, day)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
