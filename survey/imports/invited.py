"""How many people were invited in each unit of a past wave?"""

from collections.abc import Mapping

from survey.imports.columns import check_columns, named_cells
from survey.imports.problems import Problems, quoted
from survey.imports.table import Table, read_table
from survey.organisation.values import MOST_INVITED, whole_number, wrong_id

INVITED_FILE = "invited file"


def invited_table(file: bytes) -> Table:
    """The table of an invited file; BadInput when it is none or has other columns."""
    table = read_table(file, called=INVITED_FILE)
    check_columns(table, needed=["unit", "invited"], called=INVITED_FILE)
    return table


def check_invited(table: Table, answered: Mapping[str, int], problems: Problems) -> dict[str, int]:
    """How many were invited, units with answers first, in the order of `answered`.

    Problems: a unit twice or missing, no whole number, or fewer invited than answered.
    """
    invited = _by_unit(table, answered, problems)
    for unit in answered:
        if unit and unit not in invited:
            message = f"{quoted(unit)} has answers and is not in this file. Add a row for it."
            problems.add(message, column="unit", file=INVITED_FILE)
    return {unit: invited.get(unit, 0) for unit in (*answered, *invited)}


def _by_unit(table: Table, answered: Mapping[str, int], problems: Problems) -> dict[str, int]:
    first: dict[str, int] = {}
    invited: dict[str, int] = {}
    for row, cells in named_cells(table):
        unit = cells["unit"]
        if message := wrong_id(unit) or _twice(first.setdefault(unit, row), row):
            problems.add(message, row=row, column="unit", file=INVITED_FILE)
        if message := _wrong_number(cells["invited"], answered.get(unit, 0)):
            problems.add(message, row=row, column="invited", file=INVITED_FILE)
        invited.setdefault(unit, whole_number(cells["invited"]) or 0)
    return invited


def _twice(first: int, row: int) -> str | None:
    return None if first == row else f"This unit is in row {first} already. One row for each unit."


def _wrong_number(cell: str, answered: int) -> str | None:
    number = whole_number(cell)
    if number is None:
        return f"Write how many were invited as a whole number, at most {MOST_INVITED:,}."
    if number < answered:
        return f"{answered:,} people answered here, so at least {answered:,} were invited."
    return None
