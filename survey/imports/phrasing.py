"""How do sentences name people and units, and how many of them?"""

from collections.abc import Sequence

from survey.imports.problems import quoted, visible
from survey.languages import counted
from survey.organisation.structure import Person, Unit
from survey.text import joined, sentence

MOST_NAMED = 5


def who(person: Person) -> str:
    """A person as sentences name them."""
    return f"{visible(person.name)} ({visible(person.key)})"


def people_named(people: Sequence[Person]) -> str:
    """The first people of a list, and how many more there are."""
    return first_named([who(person) for person in people])


def units_named(units: Sequence[Unit]) -> str:
    """The first units of a list, and how many more there are."""
    return first_named([quoted(unit.name) for unit in units])


def first_named(names: Sequence[str], *, most: int = MOST_NAMED) -> str:
    """The first of some names, and how many more there are."""
    more = len(names) - most
    first = joined(names[:most])
    return sentence("told.people.and_more", names=first, more=counted(more)) if more > 0 else first
