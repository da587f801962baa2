"""How is a backup made while the app runs? One moment of each file, and never a key.

The folder has another name until it is finished, so a backup that was cut off is none.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from survey.backup.manifest import Manifest, backups_in, folder_name, write_manifest
from survey.errors import Refused, SameBoatError, Trouble
from survey.private_files import settle
from survey.release import version
from survey.storage.snapshot import snapshot
from survey.storage.wave_file import own_file, waves_in
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import State

UNFINISHED = ".part"
FOLDERS = ("boxes", "comments")


def check_can_be_copied(store: Store) -> None:
    """A database of PostgreSQL is copied by its own tools. Errors: Refused."""
    if store.settings.database_url:
        raise Refused(sentence("backup.postgresql"))


def take(store: Store, folder: Path) -> Path:
    """Make a backup in a folder of its own in this one; where it lies.

    The caller has the turn (`store.alone`): nothing opens or closes meanwhile, and answers wait
    only for as long as their own box is read. Errors: Refused, Trouble.
    """
    check_can_be_copied(store)
    data, there = store.settings.data, folder.resolve()
    if data.is_relative_to(there) or there.is_relative_to(data):
        raise Refused(sentence("backup.over_the_data", folder=folder))
    place = folder / folder_name(store.now())
    draft = place.with_name(f"{place.name}{UNFINISHED}")
    try:
        _clear_away_unfinished(folder)
        draft.mkdir(parents=True, mode=0o700)
        write_manifest(draft, _copied(store, draft))
        draft.rename(place)
        settle(folder)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else error
        raise Trouble(sentence("backup.failed", folder=folder, why=why)) from None
    return place


def _clear_away_unfinished(folder: Path) -> None:
    for left in folder.glob(f"same-boat-*{UNFINISHED}"):
        shutil.rmtree(left)


def _copied(store: Store, draft: Path) -> Manifest:
    """Copy everything; the main file first, so that nothing is newer than the record of it."""
    files = dict(_main(store, draft))
    for name in FOLDERS:
        there = getattr(store.settings, name)
        if waves := sorted(waves_in(there)):
            (draft / name).mkdir(mode=0o700)
        for wave in waves:
            files |= _of_wave(store, wave, own_file(there, wave), own_file(draft / name, wave))
        if waves:
            settle(draft / name)
    sealed = (wave.id for wave in store.waves() if wave.state in {State.OPEN, State.CLOSED})
    digests = {str(file.relative_to(draft)): digest for file, digest in files.items()}
    return Manifest(store.now().isoformat(), version(), digests, tuple(sealed))


def _main(store: Store, draft: Path) -> Iterator[tuple[Path, str]]:
    file = store.settings.database_file
    with store.still():
        yield from snapshot(file, draft / file.name).items()


def _of_wave(store: Store, wave: int, file: Path, to: Path) -> dict[Path, str]:
    if not file.exists():
        return {}
    if file.parent == store.settings.boxes:
        try:
            return store.box(wave).errand(lambda _: snapshot(file, to))
        except SameBoatError:
            # A damaged box is copied as it is: there may be more in it than can be read here.
            pass
    return snapshot(file, to)


def keep_newest(folder: Path, most: int) -> list[Path]:
    """Delete finished backups but the newest few; those that are gone."""
    old = backups_in(folder)[:-most]
    for place in old:
        # What makes it a backup goes first: cut off here, what is left is no backup.
        gone = place.rename(place.with_name(f"{place.name}{UNFINISHED}"))
        shutil.rmtree(gone)
    return old
