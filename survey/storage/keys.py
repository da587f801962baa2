"""The key folder: one file per open wave, outside the database and its backups.

A file holds the private key that opens the wave's ballots and the secret its personal links are
made from. Closing destroys it; without it nobody can open the ballots any more.
"""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from survey.errors import KeyTrouble
from survey.private_files import passing_folder, settle, write_private
from survey.text import sentence

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class WaveKeys:
    """What opens a wave's ballots (X25519 private key) and makes its links; never printed."""

    private: bytes
    links: bytes


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """The folder of the wave keys, readable by its owner only."""

    folder: Path

    def file(self, wave: int) -> Path:
        """Where the keys of a wave stand."""
        return self.folder / f"wave-{wave}.key"

    def keep(self, wave: int, keys: WaveKeys) -> None:
        """Write the keys so that they are on disk when this returns (mode 0600).

        Errors: KeyTrouble when a file is there; it is never written over.
        """
        content = {"private": keys.private.hex(), "links": keys.links.hex()}
        passing_folder(self.folder)
        try:
            write_private(self.file(wave), json.dumps(content).encode(), new=True)
        except FileExistsError:
            raise KeyTrouble(sentence("leftovers.key", file=self.file(wave))) from None
        settle(self.folder)

    def read(self, wave: int) -> WaveKeys:
        """The keys of a wave. Errors: KeyTrouble when the file is missing or not a key."""
        try:
            content = json.loads(self.file(wave).read_text(encoding="ascii"))
            return WaveKeys(_key(content["private"]), _key(content["links"]))
        except FileNotFoundError:
            raise KeyTrouble(self._mend(wave, "missing")) from None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            raise KeyTrouble(self._mend(wave, "unreadable")) from None

    def wrong(self, wave: int) -> KeyTrouble:
        """The error for a key file that belongs to something else."""
        return KeyTrouble(self._mend(wave, "of_another"))

    def destroy(self, wave: int) -> None:
        """Overwrite and remove the keys of a wave; quietly when they are gone.

        So are drafts of them, which an earlier release may have left.
        """
        for file in (*self.folder.glob(f"wave-{wave}.*.new"), self.file(wave)):
            if file.exists():
                file.write_bytes(secrets.token_bytes(file.stat().st_size))
                file.unlink()
                settle(self.folder)

    def names(self) -> list[str]:
        """The names of all files in the folder."""
        return [file.name for file in self.folder.glob("wave-*")]

    def _mend(self, wave: int, fault: str) -> str:
        return sentence(f"refused.key.{fault}", file=self.file(wave))


def _key(written: str) -> bytes:
    key = bytes.fromhex(written)
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return key
