"""The outbox: a folder that mails are written to, one file each, readable by its owner only."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from survey.mail.carrier import Outcome
from survey.mail.letter import OUR_NAME, Mail, Sender, Unaddressable, as_file, message
from survey.private_files import passing_folder, settle, write_private

NOBODY = Sender(OUR_NAME, "same-boat@localhost")


@dataclass(frozen=True, slots=True)
class Outbox:
    """The folder, with one folder below it for each occasion; `clock` dates what is written.

    The name of a file comes from its delivery, so writing a mail twice leaves one.
    """

    folder: Path
    sender: Sender = field(default=NOBODY)
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    at_once = 200
    certain = True

    def carry(self, mails: Sequence[Mail]) -> list[Outcome]:
        """Write mails; each is there, whole, when this returns."""
        outcomes = [self._write(mail) for mail in mails]
        for folder in {mail.folder for mail in mails}:
            if (self.folder / folder).exists():
                settle(self.folder / folder)
        return outcomes

    def _write(self, mail: Mail) -> Outcome:
        try:
            content = as_file(message(mail, self.sender, now=self.clock()))
        except Unaddressable:
            return Outcome.NO_SUCH_ADDRESS
        passing_folder(self.folder)
        place = self.folder / mail.folder
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = place / f"{mail.number}.part"
        write_private(draft, content)
        draft.replace(place / f"{mail.number}.eml")
        return Outcome.TAKEN

    def close(self) -> None:
        """Nothing to let go of."""

    def clear(self, occasion: str) -> None:
        """Remove every mail of an occasion."""
        shutil.rmtree(self.folder / occasion, ignore_errors=True)

    def occasions(self) -> list[str]:
        """The occasions there are mails of."""
        return [place.name for place in self.folder.glob("*") if place.is_dir()]
