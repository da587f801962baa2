"""Is everything as it should be? Each check is a sentence, and whether it holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.kept_cells import seal_of
from survey.ballots import belongs
from survey.errors import KeyTrouble
from survey.store import Store
from survey.waves import State, Wave


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, and whether it is well."""

    holds: bool
    sentence: str


def check(store: Store) -> list[Finding]:
    """Look at every wave, its key, its box and the seal of its publication."""
    return [finding for wave in store.waves() for finding in _wave(store, wave)]


def _wave(store: Store, wave: Wave) -> Iterator[Finding]:
    match wave.state:
        case State.OPEN | State.CLOSED:
            yield _key(store, wave)
            yield _box(store, wave)
        case State.PUBLISHED:
            yield from _publication(store, wave)
            yield _nothing_left(store, wave)
        case State.CANCELLED:
            yield _nothing_left(store, wave)


def _key(store: Store, wave: Wave) -> Finding:
    try:
        keys = store.keys.read(wave.id)
    except KeyTrouble as trouble:
        return Finding(False, f"Wave {wave.key}: {trouble}")
    if wave.public_key is None or not belongs(keys, wave.public_key):
        return Finding(False, f"Wave {wave.key}: {store.keys.wrong(wave.id)}")
    return Finding(True, f"Wave {wave.key} is {wave.state} and its key is in place.")


def _box(store: Store, wave: Wave) -> Finding:
    if store.has_box(wave.id):
        return Finding(True, f"Wave {wave.key}: its ballot box is in place.")
    return Finding(False, f"Wave {wave.key}: its ballot box is missing. Put the file back.")


def _publication(store: Store, wave: Wave) -> Iterator[Finding]:
    rows = store.cells(waves=[wave.id])
    if seal_of(rows) == wave.seal:
        yield Finding(True, f"Wave {wave.key}: {len(rows)} published cells, as they were sealed.")
    else:
        yield Finding(False, f"Wave {wave.key}: published cells were changed after closing.")
    few = [row for row in rows if row.people_low is not None and row.people_low < wave.k]
    few += [row for row in rows if row.invited is not None and row.invited < wave.k]
    if few:
        yield Finding(False, f"Wave {wave.key}: {len(few)} cells are about too few people.")
    else:
        yield Finding(True, f"Wave {wave.key}: every shown cell is about {wave.k} people or more.")


def _nothing_left(store: Store, wave: Wave) -> Finding:
    if wave.id in store.leftovers():
        return Finding(False, f"Wave {wave.key} is {wave.state} but its ballots are not destroyed.")
    return Finding(True, f"Wave {wave.key}: no ballot, link or key is left.")
