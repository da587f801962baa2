"""What has somebody to say before an export can be read: which sheet, which rows?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from survey.errors import BadInput

Only = Mapping[str, str]
"""The value that rows have in a column, to be taken; 2025-03-01..2025-04-30 are days."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was said of how a file is to be read; nothing said asks where it has to be."""

    sheet: str = ""
    only: Only = field(default_factory=lambda: MappingProxyType({}))


class Asked(StrEnum):
    """What somebody is asked to choose."""

    SHEET = "sheet"
    WAVE = "wave"


class Choose(BadInput):
    """A file that can be read once somebody chose; `column` is the one that says the wave."""

    def __init__(
        self, message: str, *, what: Asked, options: Sequence[str], column: str = ""
    ) -> None:
        super().__init__(message)
        self.what, self.options, self.column = what, tuple(options), column
