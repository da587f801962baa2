"""Builders of mails: queues with people in them, carriers that fail, what lies in the outbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from survey.errors import MailTrouble
from survey.mail import Carrier, Mail, Outcome
from survey.mailing.delivering import deliver
from survey.mailing.inviting import send_invitations
from survey.settings import Settings
from survey.store import Store
from tests.make import ACTOR, Universe, populate, start
from tests.processes import die

MANY = 1_000_000


def team(people: int) -> Universe:
    """One team of so many people."""
    return Universe({"all": 0, "ant": people}, {"all": None, "ant": "all"}, ())


def server_at(settings: Settings, port: int = 2525, **options: object) -> Settings:
    """The same settings with a mail server on this machine."""
    smtp = {
        "smtp_host": "localhost",
        "smtp_port": port,
        "smtp_security": "plain",
        "smtp_from": "Same Boat <boat@boat.example>",
    }
    return Settings(**{**settings.model_dump(), **smtp, **options})


def invited(store: Store, people: int = 10) -> dict[str, str]:
    """A wave opened for so many people, their invitations in the queue; everybody's token."""
    populate(store, team(people))
    tokens = start(store)
    send_invitations(store, store.wave("w1"), actor=ACTOR)
    return tokens


@dataclass
class Taking:
    """A carrier that takes every mail and remembers it, but for what it was told to say."""

    says: dict[str, list[Outcome]] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    away: bool = False
    at_once: int = 1
    certain: bool = False

    def carry(self, mails: Sequence[Mail]) -> list[Outcome]:
        """Take them, or say what it was told to."""
        if self.away:
            raise MailTrouble("Nobody is there.")
        return [self._take(mail) for mail in mails]

    def _take(self, mail: Mail) -> Outcome:
        told = self.says.get(mail.to, [])
        outcome = told.pop(0) if told else Outcome.TAKEN
        if outcome is Outcome.TAKEN:
            self.mails.append(mail)
        return outcome

    def to(self) -> list[str]:
        """To whom mails went, in order of address."""
        return sorted(mail.to for mail in self.mails)

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class Dying:
    """A carrier whose process ends once it has handed over so many mails."""

    way: Carrier
    after: int
    carried: int = 0

    @property
    def at_once(self) -> int:
        """As the carrier it stands for."""
        return self.way.at_once

    @property
    def certain(self) -> bool:
        """As the carrier it stands for."""
        return self.way.certain

    def carry(self, mails: Sequence[Mail]) -> list[Outcome]:
        """Hand them over one by one, and end."""
        outcomes = []
        for mail in mails:
            outcomes += self.way.carry([mail])
            self.carried += 1
            if self.carried == self.after:
                die()
        return outcomes

    def close(self) -> None:
        """As the carrier it stands for."""
        self.way.close()


def send_all(store: Store, way: Carrier) -> int:
    """Send until nothing is due; how many mails."""
    sent = 0
    while now := deliver(store, way, most=MANY):
        sent += now
    return sent


def written(folder: Path) -> list[EmailMessage]:
    """Every mail below a folder, read as a mail program reads it."""
    return [_read(file.read_bytes()) for file in sorted(folder.rglob("*.eml"))]


def _read(content: bytes) -> EmailMessage:
    read = message_from_bytes(content, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def recipients(mails: Iterable[EmailMessage]) -> list[str]:
    """The addresses mails go to, in order."""
    return sorted(mail["To"].addresses[0].addr_spec for mail in mails)
