"""Whose names are looked for in what people write: everybody a wave asks, and whoever leads."""

import threading
from functools import lru_cache

from survey.answering.naming import NameIndex, name_index
from survey.languages import choose, languages
from survey.store import Store
from survey.text import FALLBACK, words_that_are_names
from survey.waves.wave import Wave

_one_at_a_time = threading.Lock()


def names_around(store: Store, wave: Wave) -> NameIndex:
    """The names around an open wave, read once while it is open. Errors: Trouble.

    A word that is a name too counts as ordinary where somebody who is asked speaks its language.
    """
    with _one_at_a_time:
        return _index(store, wave.id, wave.public_key)


@lru_cache(maxsize=16)
def _index(store: Store, number: int, _public_key: str | None) -> NameIndex:
    """Kept like the roster itself: a public key belongs to one opening only."""
    asked = store.roster(number).keys()
    around = [p for p in store.people().values() if p.key in asked or p.leads]
    spoken = {choose((person.language,), languages()) for person in around} | {FALLBACK}
    ordinary = frozenset[str]().union(*map(words_that_are_names, spoken))
    return name_index((person.name for person in around), ordinary)
