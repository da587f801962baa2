"""How is a file written that only its owner may read, so that it is on disk when that is said?"""

import os
from contextlib import suppress
from pathlib import Path


def keep_private() -> None:
    """Whatever this process makes from now on is its owner's alone: files 0600, folders 0700."""
    os.umask(0o077)


def close_to_others(folder: Path) -> None:
    """Only its owner goes into a folder; quietly where it belongs to somebody else."""
    mode = folder.stat().st_mode
    if mode & 0o077:
        with suppress(PermissionError):
            folder.chmod(mode & 0o700)


def write_private(file: Path, content: bytes, *, new: bool = False) -> None:
    """Write a file that only its owner can read (mode 0600), through to the disk.

    Errors: FileExistsError when it shall be `new` and is not; OSError.
    """
    how = os.O_EXCL if new else os.O_TRUNC
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | how, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        os.fchmod(stream.fileno(), 0o600)
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def passing_folder(folder: Path) -> None:
    """Make a folder of what must not outlive a wave, for its owner only, marked for backups.

    Programs that make backups leave out a folder with such a mark (bford.info/cachedir).
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    tag = folder / "CACHEDIR.TAG"
    if not tag.exists():
        tag.write_text("Signature: 8a477f597d28d172789f06886806bc55\n", encoding="ascii")


def settle(folder: Path) -> None:
    """Have the names in a folder on disk when this returns."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
