"""Making backups and copies of keys, and putting on the record that it was done."""

from pathlib import Path

from sqlalchemy import delete

from survey.audit import AuditVerb
from survey.backup.key_copies import copy_keys
from survey.backup.taking import keep_newest, take
from survey.storage.people_tables import SignInRow
from survey.store import Store


def back_up(store: Store, folder: Path, *, actor: str) -> Path:
    """Make a backup in a folder; the caller has the turn. Errors: Refused, Trouble."""
    place = take(store, folder)
    store.note(AuditVerb.TAKE_BACKUP, actor=actor, subject=place.name)
    return place


def back_up_and_tidy(store: Store, folder: Path, *, most: int, actor: str) -> Path:
    """The same, and then only the newest few are kept. Errors: Refused, Trouble."""
    place = back_up(store, folder, actor=actor)
    keep_newest(folder, most)
    return place


def copy_keys_out(store: Store, folder: Path, *, actor: str) -> tuple[list[str], list[str]]:
    """Copy the wave keys, and destroy copies whose waves are over; the keys of those waves.

    Errors: Refused, KeyTrouble.
    """
    with store.change(AuditVerb.COPY_KEYS, actor=actor, subject="keys"):
        return copy_keys(store, folder)


def note_restored(store: Store, *, backup: str, actor: str) -> None:
    """A restored database knows that it is one; nobody is signed in, whatever was stolen since."""
    with store.change(AuditVerb.RESTORE_BACKUP, actor=actor, subject=backup) as session:
        session.execute(delete(SignInRow))
