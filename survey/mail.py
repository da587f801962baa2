"""Mails: written to the outbox folder, one file each, readable by its owner only."""

import shutil
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from secrets import token_hex

from survey.keys import write_private


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail in plain words."""

    to: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """The folder mails are written to, with one folder below it for each occasion."""

    folder: Path

    def put(self, occasion: str, mails: list[Mail]) -> None:
        """Write mails under an occasion."""
        place = self.folder / occasion
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        for mail in mails:
            write_private(place / f"{token_hex(8)}.eml", _message(mail))

    def clear(self, occasion: str) -> None:
        """Remove every mail of an occasion."""
        shutil.rmtree(self.folder / occasion, ignore_errors=True)

    def occasions(self) -> list[str]:
        """The occasions there are mails of."""
        return [place.name for place in self.folder.glob("*") if place.is_dir()]


def _message(mail: Mail) -> bytes:
    message = EmailMessage()
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message.set_content(mail.body)
    return message.as_bytes()
