"""Whose names are looked for in what people write: everybody a wave asks, and whoever leads."""

import threading
from functools import lru_cache

from survey.naming import NameIndex, name_index
from survey.store import Store
from survey.waves import Wave

_one_at_a_time = threading.Lock()


def names_around(store: Store, wave: Wave) -> NameIndex:
    """The names around an open wave, read once while it is open. Errors: Trouble."""
    with _one_at_a_time:
        return _index(store, wave.id, wave.public_key)


@lru_cache(maxsize=16)
def _index(store: Store, number: int, _public_key: str | None) -> NameIndex:
    """Kept like the roster itself: a public key belongs to one opening only."""
    asked = store.roster(number).keys()
    people = store.people().values()
    return name_index(person.name for person in people if person.key in asked or person.leads)
