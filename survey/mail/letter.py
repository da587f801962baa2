"""A mail and the message it becomes: who from, who to, plain words and the same as HTML.

Names may be in any script. What would end a header line never reaches a header.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from urllib.parse import urlsplit

from survey.settings import Settings

OUR_NAME = "Same Boat"
LONGEST_NAME = 80
TURNS_THE_LINE = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
WIDE = re.compile(r"[\w.+'-]+")


@dataclass(frozen=True, slots=True, repr=False)
class Mail:
    """One mail in words; `delivery` is its lasting name, `folder` where the outbox keeps it.

    Never printed: it holds an address and a link.
    """

    to: str
    name: str
    subject: str
    body: str
    html: str
    folder: str
    delivery: str

    @property
    def number(self) -> str:
        """The same for the same delivery, whenever it is made; tells nobody whose it is."""
        return sha256(self.delivery.encode()).hexdigest()[:32]


class Unaddressable(Exception):
    """No message can be made to this address."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mails come from: the name and address shown, where answers go, the host that numbers."""

    name: str
    address: str
    answers: str = ""

    @property
    def host(self) -> str:
        """The part of a message's number that says whose it is."""
        return self.address.rpartition("@")[2]


def sender(settings: Settings) -> Sender:
    """Who mails come from, as set; from the app's own host where nothing is."""
    name, address = parseaddr(settings.smtp_from)
    host = urlsplit(settings.base_url).hostname or "localhost"
    answers = parseaddr(settings.smtp_reply_to)[1]
    return Sender(one_line(name) or OUR_NAME, address or f"same-boat@{host}", answers)


def message(mail: Mail, sender: Sender, *, now: datetime) -> EmailMessage:
    """The message of a mail. Errors: Unaddressable."""
    to = _recipient(mail)
    made = EmailMessage(policy=SMTP if to.addr_spec.isascii() else SMTPUTF8)
    made["From"] = Address(sender.name, addr_spec=sender.address)
    made["To"] = to
    if sender.answers:
        made["Reply-To"] = Address(addr_spec=sender.answers)
    made["Subject"] = one_line(mail.subject)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{mail.number}@{sender.host}>"
    # So that no machine answers: out-of-office notes would quote links to whoever reads them.
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(mail.body, cte="quoted-printable")
    made.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return made


def as_file(made: EmailMessage) -> bytes:
    """A message as a file of lines."""
    return made.as_bytes(policy=made.policy.clone(linesep="\n"))


def _recipient(mail: Mail) -> Address:
    """To whom it goes: an address is one word on one line, whatever the list of people holds."""
    to, name = mail.to.strip(), one_line(mail.name)[:LONGEST_NAME].strip()
    local, _, domain = to.rpartition("@")
    if not local or not to.isprintable() or any(map(str.isspace, to)):
        raise Unaddressable
    try:
        host = domain.encode("idna").decode()
        if local.isascii():
            return Address(name, addr_spec=f"{local}@{host}")
    except (ValueError, IndexError, MessageError):
        raise Unaddressable from None
    if not WIDE.fullmatch(local):
        raise Unaddressable
    return Address(name, username=local, domain=host)


def one_line(words: str) -> str:
    """Words on one line, without characters that steer a printer or turn the line around."""
    kept = "".join(
        " " if character.isspace() else character
        for character in words
        if character not in TURNS_THE_LINE
        and (character.isspace() or unicodedata.category(character) not in ("Cc", "Cs"))
    )
    return " ".join(kept.split())
