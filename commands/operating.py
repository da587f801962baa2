"""Carrying out what whoever looks after the machine asks for: roles, backups, keys, the clock."""

from collections.abc import Callable
from pathlib import Path

from commands.desk import OPERATOR, Reply, Request
from survey.actions.backup import back_up, copy_keys_out
from survey.actions.organisation import grant, revoke
from survey.audit import AuditVerb
from survey.backup.manifest import read_manifest
from survey.backup.taking import check_can_be_copied
from survey.organisation.structure import Role
from survey.store import Store
from survey.text import sentence


def _grant(store: Store, request: Request) -> Reply:
    person, role = request.options["person"], Role(request.options["role"])
    grant(store, person=person, role=role, actor=OPERATOR)
    return Reply((sentence("told.command.granted", person=person, role=role),))


def _revoke(store: Store, request: Request) -> Reply:
    person, role = request.options["person"], Role(request.options["role"])
    revoke(store, person=person, role=role, actor=OPERATOR)
    return Reply((sentence("told.command.revoked", person=person, role=role),))


def _clock_is_right(store: Store, _: Request) -> Reply:
    # The schedule goes on by this line.
    store.note(AuditVerb.CONFIRM_CLOCK, actor=OPERATOR, subject="clock")
    return Reply((sentence("told.clock.right"),))


def _backup(store: Store, request: Request) -> Reply:
    """Make a backup, and say where it lies. Errors: Refused, Trouble."""
    check_can_be_copied(store)
    with store.alone(wait=True):
        place = back_up(store, Path(request.options["folder"]), actor=OPERATOR)
    found = read_manifest(place)
    open_ = (sentence("backup.made_open"),) if found.waves else ()
    return Reply((sentence("backup.made", place=place, files=len(found.files)), *open_))


def _keys(store: Store, request: Request) -> Reply:
    """Copy the wave keys, and say of which waves. Errors: Refused, KeyTrouble."""
    folder = Path(request.options["folder"])
    with store.alone(wait=True):
        copied, gone = copy_keys_out(store, folder, actor=OPERATOR)
    lines = [
        sentence("backup.keys_copied", folder=folder, waves=", ".join(copied))
        if copied
        else sentence("backup.keys_none")
    ]
    if gone:
        lines.append(sentence("backup.keys_gone", waves=", ".join(gone)))
    return Reply(tuple(lines))


OPERATING: dict[str, Callable[[Store, Request], Reply]] = {
    "grant": _grant,
    "revoke": _revoke,
    "backup": _backup,
    "keys": _keys,
    "clock-is-right": _clock_is_right,
}
