"""Copies of files, made by a process of its own, each whole on disk or not there.

A process that closes any handle on a file lets go of every lock it has on it (POSIX): whoever
copied the file of a database they have open would let a second writer in.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

AT_ONCE = 1 << 20


def copy(file: Path, to: Path) -> None:
    """Copy a file in the place of what is there (mode 0600). Errors: OSError."""
    copies({file: to})


def copies(places: Mapping[Path, Path]) -> list[str]:
    """Copy each file to its place (mode 0600); the SHA-256 of what each copy holds, in order.

    Errors: OSError; then none of the copies is there that was not before.
    """
    drafts = [to.with_name(f"{to.name}.new") for to in places.values()]
    pairs = json.dumps([[str(f), str(d)] for f, d in zip(places, drafts, strict=True)])
    command = [sys.executable, "-I", __file__]
    done = subprocess.run(command, input=pairs, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        for draft in drafts:
            with suppress(OSError):
                draft.unlink()
        raise OSError(done.stderr.strip() or f"exit code {done.returncode}")
    for draft, to in zip(drafts, places.values(), strict=True):
        draft.replace(to)
    digests: list[str] = json.loads(done.stdout)
    return digests


def _copies_here(pairs: Sequence[Sequence[str]]) -> list[str]:
    return [_copy_here(Path(file), Path(to)) for file, to in pairs]


def _copy_here(file: Path, to: Path) -> str:
    digest = sha256()
    place = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with file.open("rb") as content, os.fdopen(place, "wb") as copied:
        os.fchmod(copied.fileno(), 0o600)
        while part := content.read(AT_ONCE):
            digest.update(part)
            copied.write(part)
        copied.flush()
        os.fsync(copied.fileno())
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        sys.stdout.write(json.dumps(_copies_here(json.load(sys.stdin))))
    except OSError as error:
        sys.exit(os.strerror(error.errno or 0))
