"""Carrying out what the operator asks about backups and keys."""

from pathlib import Path

from commands.desk import Reply, Request
from survey.actions.backup import back_up, copy_keys_out
from survey.backup.manifest import read_manifest
from survey.backup.taking import check_can_be_copied
from survey.store import Store
from survey.text import sentence


def backup(store: Store, request: Request, *, actor: str) -> Reply:
    """Make a backup, and say where it lies. Errors: Refused, Trouble."""
    check_can_be_copied(store)
    with store.alone(wait=True):
        place = back_up(store, Path(request.options["folder"]), actor=actor)
    found = read_manifest(place)
    open_ = (sentence("backup.made_open"),) if found.waves else ()
    return Reply((sentence("backup.made", place=place, files=len(found.files)), *open_))


def keys(store: Store, request: Request, *, actor: str) -> Reply:
    """Copy the wave keys, and say of which waves. Errors: Refused, KeyTrouble."""
    folder = Path(request.options["folder"])
    with store.alone(wait=True):
        copied, gone = copy_keys_out(store, folder, actor=actor)
    lines = [
        sentence("backup.keys_copied", folder=folder, waves=", ".join(copied))
        if copied
        else sentence("backup.keys_none")
    ]
    if gone:
        lines.append(sentence("backup.keys_gone", waves=", ".join(gone)))
    return Reply(tuple(lines))
