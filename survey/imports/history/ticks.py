"""Was a warning sign ticked? In a column of its own, or in a list of what was ticked."""

import re
from collections.abc import Callable

from survey.imports.history.mapping import SignSource
from survey.imports.history.scales import worded
from survey.imports.words import fold, words

_YES = frozenset(words("ticked", "values"))
_NO = frozenset(words("unticked", "values"))
_OPTION = re.compile(r"\[([^\[\]]+)\]\s*$")

Reader = Callable[[str], str | None]


def sign_reader(source: SignSource, sign: str) -> Reader:
    """What reads a cell: "1" for ticked, "0" for not, None where the cell is neither."""
    return _in_a_list(source.option) if source.option else _alone(source.column, sign)


def _alone(column: str, sign: str) -> Reader:
    """Some tools write the option itself where it was ticked."""
    option = _OPTION.search(column)
    yes = _YES | {fold(sign)} | ({fold(option[1])} if option else set())

    def read(cell: str) -> str | None:
        said = worded(cell)
        return "1" if said in yes else "0" if said in _NO else None

    return read


def _in_a_list(option: str) -> Reader:
    """Between separators, because options may hold commas themselves."""
    shape = re.compile(rf"(?:^|[,;|] ?){re.escape(fold(option))} ?(?:$|[,;|])")

    def read(cell: str) -> str | None:
        return "1" if shape.search(fold(cell)) else "0"

    return read
