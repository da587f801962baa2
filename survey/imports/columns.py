"""Does a file have the columns it should have, and no others?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from survey.errors import BadInput, Problem
from survey.imports.problems import visible
from survey.imports.table import Table
from survey.imports.words import fold
from survey.organisation.values import clean
from survey.text import sentence


def check_columns(
    table: Table, *, needed: Sequence[str], optional: Sequence[str] = (), called: str
) -> Table:
    """The table with our names as we write them, in whatever letters the file has them.

    Errors: BadInput for one that lacks a needed column or has an unknown one, naming each of them.
    """
    ours = {fold(name): name for name in (*needed, *optional)}
    table = replace(table, columns=tuple(ours.get(fold(name), name) for name in table.columns))
    problems = [*_missing(table, needed), *_unknown(table, (*needed, *optional))]
    if problems:
        raise BadInput(_what_it_needs(needed, optional, called), problems)
    return table


def named_cells(table: Table) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row's number with its clean cells under their column names."""
    for row in table.rows:
        yield row.number, dict(zip(table.columns, map(clean, row.cells), strict=True))


def _missing(table: Table, needed: Sequence[str]) -> Iterator[Problem]:
    for name in needed:
        if name not in table.columns:
            yield Problem(sentence("refused.file.column_missing"), 1, name)


def _unknown(table: Table, known: Sequence[str]) -> Iterator[Problem]:
    for name in table.columns:
        if name not in known:
            message = sentence("refused.file.column_unknown")
            yield Problem(message, 1, visible(name))


def _what_it_needs(needed: Sequence[str], optional: Sequence[str], called: str) -> str:
    key = "refused.file.needs_and_may" if optional else "refused.file.needs"
    return sentence(key, called=called, needed=", ".join(needed), optional=", ".join(optional))
