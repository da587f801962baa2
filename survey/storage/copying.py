"""A copy of a file, made by a process of its own, whole on disk or not there.

A process that closes any handle on a file lets go of every lock it has on it (POSIX): whoever
copied the file of a database they have open would let a second writer in.
"""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path


def copy(file: Path, to: Path) -> None:
    """Copy a file in the place of what is there (mode 0600). Errors: OSError."""
    draft = to.with_name(f"{to.name}.new")
    command = [sys.executable, "-I", __file__, str(file), str(draft)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        with suppress(OSError):
            draft.unlink()
        raise OSError(done.stderr.strip() or f"exit code {done.returncode}")
    draft.replace(to)


def _copy_here(file: Path, to: Path) -> None:
    place = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with file.open("rb") as content, os.fdopen(place, "wb") as copied:
        os.fchmod(copied.fileno(), 0o600)
        shutil.copyfileobj(content, copied, 1 << 20)
        copied.flush()
        os.fsync(copied.fileno())


if __name__ == "__main__":
    try:
        _copy_here(Path(sys.argv[1]), Path(sys.argv[2]))
    except OSError as error:
        sys.exit(os.strerror(error.errno or 0))
