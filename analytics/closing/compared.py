"""With which waves are the people of a closing wave compared, and which sets are other people?

Decided once, from the frozen rosters, and published as yes or no: the six publications before in
time, and for a past wave that is brought in later also the six after it.
"""

from collections.abc import Mapping

from analytics.closing.same_people import Side, others
from analytics.disclosure.tree import wave_tree
from analytics.published.diagnostics import COMPARED
from survey.store import OtherPeople, Store
from survey.store.asked import address_book, people_of
from survey.waves.wave import State, Wave

NEAREST = 6


def compared(store: Store, wave: Wave) -> tuple[list[OtherPeople], dict[str, float]]:
    """The sets of a wave that are other people elsewhere, and the waves it was compared with.

    The latter as whole-organisation figures. Of a wave that is in neither nothing is known.
    """
    book = address_book(store)
    now = _side(store, wave, book)
    told: list[OtherPeople] = []
    figures: dict[str, float] = {}
    for other in _near(store, wave):
        found = others(now, _side(store, other, book))
        if found is not None:
            figures[f"{COMPARED}{other.key}"] = 1.0
            told += [
                OtherPeople(wave.id, other.id, unit, scope.value, was)
                for (unit, scope), was in found.items()
            ]
    return told, figures


def _near(store: Store, wave: Wave) -> list[Wave]:
    """The publications nearest in time on both sides, by when they closed."""
    mine = (wave.closed, wave.id)
    published = [other for other in store.waves() if other.state is State.PUBLISHED]
    ordered = sorted((other.closed, other.id, other) for other in published if other.closed)
    before = [other for *at, other in ordered if tuple(at) < mine]
    after = [other for *at, other in ordered if tuple(at) > mine]
    return before[-NEAREST:] + after[:NEAREST]


def _side(store: Store, wave: Wave, book: Mapping[str, str]) -> Side:
    return Side(wave_tree(store.wave_units(wave.id)), people_of(store, wave, book))
