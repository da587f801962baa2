"""What the columns of a people file mean, as somebody said it: kept, and read again."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from survey.errors import BadInput, Problem
from survey.imports.requested_people import people_file, people_table
from survey.imports.source_tools import ANY_LIST, Means, meanings, source_of
from survey.imports.words import fold, toml_text
from survey.text import sentence

MOST_BYTES = 64 * 1024
TABLE = "columns"


@dataclass(frozen=True, slots=True)
class PeopleColumns:
    """The columns of a people file, and what they are taken for; nothing in a file of our own."""

    names: tuple[str, ...]
    meanings: Mapping[Means, str]
    ours: bool


def people_columns(file: bytes, *, sheet: str | None = None) -> PeopleColumns:
    """What the words of a header say. Errors: BadInput; WhichSheet."""
    table = people_table(file, sheet=sheet)
    if "person_id" in map(fold, table.columns):
        return PeopleColumns(table.columns, {}, ours=True)
    source = source_of(table) or ANY_LIST
    try:
        found = meanings(table, source, called=people_file())
    except BadInput:
        # Which of two columns counts is then for somebody to say.
        found = {}
    return PeopleColumns(table.columns, found, ours=False)


def columns_toml(columns: Mapping[Means, str]) -> str:
    """A mapping as a small file; the same for the same."""
    lines = [
        f"{toml_text(means)} = {toml_text(column)}" for means, column in columns.items() if column
    ]
    return "\n".join([f"[{TABLE}]", *sorted(lines)]) + "\n"


def read_columns(file: bytes) -> dict[Means, str]:
    """The mapping of a file that columns_toml wrote or a person changed. Errors: BadInput."""
    try:
        said = tomllib.loads(file[: MOST_BYTES + 1].decode("utf-8-sig"))
        found = dict(said.get(TABLE, {}))
    except (ValueError, RecursionError, TypeError):
        raise BadInput(sentence("history.toml_unreadable")) from None
    known = set(Means)
    wrong = [key for key, column in found.items() if key not in known or type(column) is not str]
    wrong += [key for key in said if key != TABLE]
    if wrong or len(file) > MOST_BYTES:
        message = sentence("history.toml_unknown", known=", ".join(Means))
        raise BadInput(
            sentence("history.toml_refused"), [Problem(message, column=key[:40]) for key in wrong]
        )
    return {Means(key): column for key, column in found.items()}
