"""What is wrong in the files somebody brings? All of it, each with its place, said at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from survey.errors import BadInput, Problem
from survey.languages import counted
from survey.text import joined, sentence

LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One problem and its place; `file` is empty for the main file, or names the other one."""

    message: str
    row: int | None = None
    column: str | None = None
    file: str = ""

    def as_problem(self, columns: Mapping[str, str]) -> Problem:
        """The problem as people read it; a column of the other file says so.

        `columns` are those of ours that the main file calls otherwise.
        """
        own = self.column if self.file else columns.get(self.column or "", self.column)
        parts = [part for part in (own, self.file) if part]
        column = joined(parts, sentence("told.place.of_the"))
        return Problem(self.message, self.row, column or None)


class Problems:
    """Collects problems, one per cell, and refuses the input when there is any.

    Of more than `most` problems the rest is only counted. `columns` are those of ours that the main
    file calls otherwise.
    """

    def __init__(
        self,
        found: Iterable[Found] = (),
        *,
        most: int | None = None,
        columns: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._most = most
        self._columns = columns
        self._more = 0
        self._found: list[Found] = []
        self._cells: set[tuple[str, int, str | None]] = set()
        for problem in found:
            self._keep(problem)

    def add(
        self, message: str, *, row: int | None = None, column: str | None = None, file: str = ""
    ) -> None:
        """Keep a problem, unless its cell has one already."""
        self._keep(Found(message, row, column, file))

    def found(self) -> tuple[Found, ...]:
        """Every problem kept so far: the main file first, then row by row."""
        return tuple(sorted(self._found, key=lambda f: (f.file, f.row or 0)))

    def refuse(self, what: str) -> None:
        """Raise BadInput naming the problems, each with its place; silent without any."""
        if not self._found:
            return
        listed = [found.as_problem(self._columns) for found in self.found()]
        if self._more:
            listed.append(Problem(sentence("refused.file.and_more", count=counted(self._more))))
        raise BadInput(_headline(what, len(self._found) + self._more), listed)

    def _keep(self, problem: Found) -> None:
        if self._most is not None and len(self._found) >= self._most:
            self._more += 1
        elif not self._is_known(problem):
            self._found.append(problem)

    def _is_known(self, problem: Found) -> bool:
        if problem.row is None:
            return False
        cell = (problem.file, problem.row, problem.column)
        known = cell in self._cells
        self._cells.add(cell)
        return known


def quoted(value: str) -> str:
    """A value as a message may show it: in quotes, shortened, every character harmless."""
    return sentence("language.quoted", words=visible(value))


def visible(value: str) -> str:
    """A value shortened, with a mark in place of every character that cannot be seen."""
    short = value if len(value) <= LONGEST_QUOTE else value[: LONGEST_QUOTE - 1] + "…"
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in short)


def _headline(what: str, count: int) -> str:
    key = "refused.file.one_problem" if count == 1 else "refused.file.problems"
    return sentence(key, what=what, count=counted(count))
