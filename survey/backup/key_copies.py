"""Where do copies of wave keys lie, and for how long? Apart from backups, and no longer than keys.

Whoever has a key and a backup of its box reads the answers in it. So a copy goes when its wave is
over, as the key itself does.
"""

from pathlib import Path

from survey.backup.manifest import NAME, backups_in
from survey.errors import Refused
from survey.storage.keys import KeyFolder
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import State


def check_apart(store: Store, folder: Path) -> None:
    """Keys are copied to where neither data nor backups lie. Errors: Refused."""
    there = folder.resolve()
    taken = (store.settings.data, store.settings.keys.resolve())
    beside = any(there.is_relative_to(one) or one.is_relative_to(there) for one in taken)
    here = (there, *there.parents)
    if beside or backups_in(there) or any((place / NAME).exists() for place in here):
        raise Refused(sentence("backup.keys_beside", folder=folder))


def copy_keys(store: Store, folder: Path) -> tuple[list[str], list[str]]:
    """Copy the key of every wave that has one, destroy the copies of waves that are over.

    The keys of waves copied, and of those destroyed. Errors: Refused, KeyTrouble.
    """
    check_apart(store, folder)
    copied, gone = list[str](), list[str]()
    copies = KeyFolder(folder.resolve())
    for wave in store.waves():
        there = copies.file(wave.id).exists()
        if wave.state in {State.OPEN, State.CLOSED}:
            keys = store.keys.read(wave.id)
            if there and copies.read(wave.id) != keys:
                raise copies.wrong(wave.id)
            if not there:
                copies.keep(wave.id, keys)
            copied.append(wave.key)
        elif there and wave.public_key is not None:
            copies.destroy(wave.id)
            gone.append(wave.key)
    return copied, gone
