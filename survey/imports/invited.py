"""How many people were invited in each unit of a past wave?"""

from collections.abc import Mapping

from survey.imports.columns import check_columns, named_cells
from survey.imports.problems import Problems, quoted
from survey.imports.table import Table, read_table
from survey.languages import counted
from survey.organisation.values import MOST_INVITED, whole_number, wrong_id
from survey.text import sentence


def invited_file() -> str:
    """What the file is called in a sentence."""
    return sentence("told.file.invited")


def invited_table(file: bytes) -> Table:
    """The table of an invited file; BadInput when it is none or has other columns."""
    table = read_table(file, called=invited_file())
    return check_columns(table, needed=["unit", "invited"], called=invited_file())


def check_invited(table: Table, answered: Mapping[str, int], problems: Problems) -> dict[str, int]:
    """How many were invited, units with answers first, in the order of `answered`.

    Problems: a unit twice or missing, no whole number, or fewer invited than answered.
    """
    invited = _by_unit(table, answered, problems)
    for unit in answered:
        if unit and unit not in invited:
            message = sentence("refused.answers.not_invited", unit=quoted(unit))
            problems.add(message, column="unit", file=invited_file())
    return {unit: invited.get(unit, 0) for unit in (*answered, *invited)}


def _by_unit(table: Table, answered: Mapping[str, int], problems: Problems) -> dict[str, int]:
    first: dict[str, int] = {}
    invited: dict[str, int] = {}
    for row, cells in named_cells(table):
        unit = cells["unit"]
        if message := wrong_id(unit) or _twice(first.setdefault(unit, row), row):
            problems.add(message, row=row, column="unit", file=invited_file())
        if message := _wrong_number(cells["invited"], answered.get(unit, 0)):
            problems.add(message, row=row, column="invited", file=invited_file())
        invited.setdefault(unit, whole_number(cells["invited"]) or 0)
    return invited


def _twice(first: int, row: int) -> str | None:
    return None if first == row else sentence("refused.answers.unit_twice", row=first)


def _wrong_number(cell: str, answered: int) -> str | None:
    number = whole_number(cell)
    if number is None:
        return sentence("refused.answers.invited", most=counted(MOST_INVITED))
    if number < answered:
        return sentence("refused.answers.more_answered", count=counted(answered))
    return None
