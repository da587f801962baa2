"""The commands of whoever looks after the machine: backups, keys, roles."""

import os
from pathlib import Path
from typing import Any

import click

from commands.line import admin, run
from survey.errors import BadInput, SameBoatError
from survey.organisation.structure import Role
from survey.private_files import keep_private

PLACE = click.Path(file_okay=False, path_type=Path)
__all__ = ["admin", "main"]

THERE = click.Path(exists=True, file_okay=False, path_type=Path)


@admin.command()
@click.argument("folder", type=PLACE)
def backup(folder: Path) -> None:
    """Make a backup in a new folder in FOLDER, while everybody works; no key is in it."""
    run("backup", {"folder": str(folder.resolve())})


@admin.command()
@click.argument("folder", type=PLACE)
def keys(folder: Path) -> None:
    """Copy the keys of open waves to FOLDER, which holds neither data nor backups.

    Copies of waves that are over are destroyed there. Run it when a wave opens or closes.
    """
    run("keys", {"folder": str(folder.resolve())})


@admin.command()
@click.argument("folder", type=THERE)
@click.option("--keys", "keys_from", type=THERE, help="The folder that “keys” copied to.")
@click.option("--rehearse", is_flag=True, help="Try it in a folder of its own, and remove that.")
def restore(folder: Path, keys_from: Path | None, rehearse: bool) -> None:
    """Bring back a backup, or the newest one in FOLDER, into an empty data folder."""
    from commands.restoring import restore as bring_back
    from survey.settings import read_settings

    well = True
    for line, holds in bring_back(read_settings(), folder, keys=keys_from, rehearse=rehearse):
        well = well and holds
        click.echo(line)
    if not well:
        raise SystemExit(1)


@admin.command()
@click.option("--anonymity", is_flag=True, help="Run the proof of the promise, with its queries.")
@click.option("--repair", is_flag=True, help="First cut off damaged ends of logs; keeps copies.")
def check(**options: Any) -> None:
    """Open every file and look whether everything is in order; exit code 1 when it is not."""
    if options["repair"]:
        from commands.repairing import repair_main
        from survey.settings import read_settings

        for line in repair_main(read_settings()):
            click.echo(line)
    run("check", options)


@admin.command(name="clock-is-right")
def clock_is_right() -> None:
    """Say that the time is right after the clock jumped, so that waves open and close again."""
    run("clock-is-right")


@admin.command()
def settings() -> None:
    """Every setting that is in force and where it comes from; secrets are not shown."""
    from commands.settings_said import settings_said

    for line in settings_said(os.environ):
        click.echo(line)


@admin.command()
@click.argument("person")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def grant(person: str, role: str) -> None:
    """Give somebody a role."""
    run("grant", {"person": person, "role": role})


@admin.command()
@click.argument("person")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def revoke(person: str, role: str) -> None:
    """Take a role from somebody; they are signed out."""
    run("revoke", {"person": person, "role": role})


def main() -> None:
    """Run one command; our errors are sentences and exit code 1."""
    keep_private()
    try:
        admin(standalone_mode=True)
    except SameBoatError as refusal:
        click.echo(str(refusal), err=True)
        for problem in refusal.problems if isinstance(refusal, BadInput) else ():
            click.echo(f"  {problem}", err=True)
        raise SystemExit(1) from None
