"""Reading a list of addresses that do not work: a person's id or an address on each line."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from survey.errors import BadInput
from survey.organisation.structure import Person
from survey.text import sentence

MOST_BYTES = 5_000_000
HEADERS = frozenset({"person_id", "person", "id", "email", "e-mail", "address", "mail"})


@dataclass(frozen=True, slots=True)
class Bounced:
    """Whom a list names, and what nobody here is known by."""

    people: frozenset[str]
    unknown: tuple[str, ...]


def read_bounced(content: bytes, people: Iterable[Person]) -> Bounced:
    """Whom a list names by id or address in its first column; nothing is guessed. Errors: BadInput.

    A first line that says what the column holds is left out.
    """
    if len(content) > MOST_BYTES:
        raise BadInput(sentence("refused.bounces.too_large"))
    try:
        text = content.decode("utf-8-sig")
        rows = [row[0].strip() for row in csv.reader(StringIO(text, newline="")) if row]
    except (UnicodeError, csv.Error):
        raise BadInput(sentence("refused.bounces.unreadable")) from None
    if rows and rows[0].casefold() in HEADERS:
        rows = rows[1:]
    known = _known(people)
    named = dict.fromkeys(row for row in rows if row)
    return Bounced(
        frozenset(key for row in named for key in known.get(row.casefold(), ())),
        tuple(row for row in named if row.casefold() not in known),
    )


def _known(people: Iterable[Person]) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for person in people:
        for name in (person.key, person.email):
            if name:
                known.setdefault(name.casefold(), set()).add(person.key)
    return known
