"""Which rows of an export are those of one wave, as somebody chose it?

Whoever answered in several waves would count several times, so a file of several is asked about.
"""

import re
from collections.abc import Sequence
from datetime import date

from survey.errors import BadInput
from survey.imports.history.dates import day_of
from survey.imports.history.reading import Asked, Choose, Only
from survey.imports.problems import quoted
from survey.imports.table import Row
from survey.imports.words import fold, words
from survey.organisation.values import clean
from survey.text import sentence

MOST_OFFERED = 200
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")


def chosen_rows(columns: Sequence[str], rows: Sequence[Row], only: Only) -> list[Row]:
    """The rows that were chosen. Errors: BadInput without the column, Choose without the value."""
    found = list(rows)
    for name, value in only.items():
        if name not in columns:
            raise BadInput(sentence("history.no_column", column=quoted(name)))
        place = columns.index(name)
        meant = [row for row in found if _is_meant(row.cells[place], value)]
        if found and not meant:
            message = sentence("history.no_such_rows", column=quoted(name))
            options = sorted({clean(row.cells[place]) for row in found} - {""})[:MOST_OFFERED]
            raise Choose(message, what=Asked.WAVE, options=options, column=name)
        found = meant
    return found


def _is_meant(cell: str, value: str) -> bool:
    if not (days := _DAYS.fullmatch(value.strip())):
        return fold(cell) == fold(value)
    day = day_of(cell)
    return day is not None and date.fromisoformat(days[1]) <= day <= date.fromisoformat(days[2])


def check_one_wave(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Refuse rows of several waves. Errors: Choose."""
    for place, name in enumerate(columns):
        if fold(name) not in words("wave", "names"):
            continue
        said = {fold(cell): clean(cell) for row in rows if (cell := row.cells[place]).strip()}
        if len(said) > 1:
            message = sentence("history.many_waves", column=quoted(name), count=len(said))
            options = sorted(said.values())[:MOST_OFFERED]
            raise Choose(message, what=Asked.WAVE, options=options, column=name)
