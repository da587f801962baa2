"""Is this a table of figures about people rather than of their answers? Then nothing can be read.

A mean of a mean says nothing about how many agreed, and nobody could check how many people it is.
"""

import re
from collections.abc import Iterable, Sequence

from survey.errors import BadInput
from survey.imports.table import Row
from survey.imports.words import fold, words
from survey.text import sentence

MOST_WORDS = 4
_NUMBER = re.compile(r"\s*-?\d+(?:[.,]\d+)?\s*%?\s*")
_BROKEN = re.compile(r"\s*-?\d+[.,](?!0+\s*%?\s*$)\d+\s*%?\s*")


def check_answers(names: Sequence[str], rows: Sequence[Row], kept: Sequence[int]) -> None:
    """Refuse figures that stand for several people. Errors: BadInput."""
    numbers = [at for at in kept if _mostly(_NUMBER, (row.cells[at] for row in rows))]
    averages = [at for at in kept if _is_average(names[at])]
    broken = [at for at in numbers if _mostly(_BROKEN, (row.cells[at] for row in rows))]
    if averages and len(set(numbers) - set(averages)) < 2:
        raise BadInput(sentence("history.averages"))
    if len(broken) > 1 and 2 * len(broken) >= len(numbers):
        raise BadInput(sentence("history.averages"))


def _is_average(name: str) -> bool:
    folded = fold(name)
    if len(folded.split()) > MOST_WORDS:
        return False
    names = map(re.escape, words("averages", "names"))
    return any(re.search(rf"(?<!\w){name}(?!\w)", folded) for name in names)


def _mostly(shape: re.Pattern[str], cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and 2 * sum(1 for cell in filled if shape.fullmatch(cell)) > len(filled)
