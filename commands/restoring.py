"""Bringing back a backup: copied beside the data folder, looked at, and put in its place at once.

The data folder is empty until the last step, which is one rename: cut off before, nothing was
restored, and the next time begins anew.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from analytics.promise.checks import check
from survey.actions.backup import note_restored
from survey.backup.manifest import Manifest, backups_in, check_whole, read_manifest
from survey.errors import BadInput, KeyTrouble, Refused, SameBoatError, Trouble
from survey.private_files import settle, write_private
from survey.settings import Settings
from survey.storage import copying
from survey.storage.keys import KeyFolder
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import State, Wave

ACTOR = "operator"
Line = tuple[str, bool]


def restore(
    settings: Settings, folder: Path, *, keys: Path | None, rehearse: bool
) -> Iterator[Line]:
    """Bring back a backup; what is found on the way, line by line, and whether it is well.

    Errors: BadInput when it is not whole, Refused when something lies where it would go, Trouble.
    """
    place = _chosen(folder)
    manifest = read_manifest(place)
    made = f"{manifest.moment:%F %T}"
    yield sentence("backup.of_release", made=made, release=manifest.release), True
    check_whole(place, manifest)
    yield sentence("backup.whole"), True
    if settings.database_url:
        raise Refused(sentence("backup.postgresql"))
    if not rehearse:
        _check_empty(settings.data)
    draft = settings.data.with_name(f"{settings.data.name}.restoring")
    try:
        _copy(place, manifest, draft)
        tried = settings.model_copy(update={"data": draft, "keys_folder": None})
        yield from _looked_at(tried, settings, place.name, keys)
        yield _finish(settings, tried, rehearse=rehearse)
    except OSError as error:
        raise Trouble(
            sentence("backup.failed", folder=draft, why=os.strerror(error.errno or 0))
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _chosen(folder: Path) -> Path:
    """The backup itself, or the newest one in a folder of them."""
    found = backups_in(folder)
    return found[-1] if found else folder


def _check_empty(data: Path) -> None:
    if data.exists() and any(data.iterdir()):
        raise Refused(sentence("backup.not_empty", folder=data))


def _copy(place: Path, manifest: Manifest, draft: Path) -> None:
    """What was read is what is kept: the copies are compared with the manifest once more."""
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    for name in sorted({Path(name).parent for name in manifest.files}):
        (draft / name).mkdir(mode=0o700, exist_ok=True)
    places = {place / name: draft / name for name in manifest.files}
    if copying.copies(places) != list(manifest.files.values()):
        raise BadInput(sentence("backup.not_whole", folder=place))


def _looked_at(settings: Settings, then: Settings, name: str, keys: Path | None) -> Iterator[Line]:
    """Open it as a start does, open every file in it, and say what is found."""
    with closing(Store(settings)) as store:
        note_restored(store, backup=name, actor=ACTOR)
        sealed = [wave for wave in store.waves() if wave.state in {State.OPEN, State.CLOSED}]
        if keys is not None:
            _bring_keys(store, KeyFolder(keys), sealed)
        yield _what_it_holds(store, sealed), True
        missing = [wave for wave in sealed if not store.keys.file(wave.id).exists()]
        if missing:
            named = ", ".join(wave.key for wave in missing)
            yield sentence("backup.needs_keys", waves=named, folder=then.keys), False
        yield from ((f"BAD  {one.sentence}", False) for one in check(store) if not one.holds)


def _bring_keys(store: Store, copies: KeyFolder, sealed: list[Wave]) -> None:
    for wave in sealed:
        with suppress(KeyTrouble):
            store.keys.keep(wave.id, copies.read(wave.id))


def _what_it_holds(store: Store, sealed: list[Wave]) -> str:
    ballots = 0
    for wave in sealed:
        with suppress(SameBoatError):
            ballots += store.box(wave.id).count()
    waves = store.waves()
    return sentence(
        "backup.holds",
        people=store.people_here(),
        units=len(store.units()),
        waves=len(waves),
        published=sum(wave.state is State.PUBLISHED for wave in waves),
        ballots=ballots,
    )


def _finish(settings: Settings, tried: Settings, *, rehearse: bool) -> Line:
    if rehearse:
        return sentence("backup.rehearsed"), True
    data, draft = settings.data, tried.data
    if settings.keys_folder is not None and tried.keys.exists():
        for key in tried.keys.glob("wave-*.key"):
            settings.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(FileExistsError):
                write_private(settings.keys / key.name, key.read_bytes(), new=True)
        shutil.rmtree(tried.keys)
    data.parent.mkdir(parents=True, exist_ok=True)
    draft.rename(data)
    settle(data.parent)
    return sentence("backup.restored", folder=data), True
