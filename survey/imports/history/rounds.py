"""Does a file hold the answers of more than one wave? A column of that name may say so."""

from collections.abc import Sequence

from survey.errors import BadInput
from survey.imports.history.habits import fold
from survey.imports.problems import quoted
from survey.imports.table import Row
from survey.text import sentence as text

_CALLED = frozenset({"wave", "wave name", "survey wave", "survey name", "survey round", "round",
                     "campaign", "welle", "befragungswelle", "erhebungswelle", "runde",
                     "vague"})  # fmt: skip


def check_one_wave(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Refuse a file with several waves: some would count more than once. Errors: BadInput."""
    for place, name in enumerate(columns):
        if fold(name) not in _CALLED:
            continue
        said = {fold(row.cells[place]) for row in rows} - {""}
        if len(said) > 1:
            raise BadInput(text("history.many_waves", column=quoted(name), count=len(said)))
