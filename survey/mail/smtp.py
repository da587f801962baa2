"""The mail server: a line with TLS to it, and what its answers mean for one mail.

https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1: 4yz may be tried again, 5yz may not; in
https://www.rfc-editor.org/rfc/rfc3463 x.7.z is about rules and not about the address.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from survey.errors import MailTrouble
from survey.mail.carrier import Outcome
from survey.mail.letter import Mail, Sender, Unaddressable, message, sender
from survey.settings import Security, Settings, smtp_password
from survey.text import sentence

PATIENCE = 30.0
PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.PLAIN: 25}
RULES = re.compile(rb"5\.7\.\d")
OK, WILL_FORWARD, GO_ON = 250, 251, 354


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    code: int
    words: bytes

    @property
    def good(self) -> bool:
        """Whether it agreed."""
        return self.code in (OK, WILL_FORWARD)

    @property
    def for_now(self) -> bool:
        """Whether it may agree later."""
        return not self.good and self.code // 100 != 5


class Smtp:
    """A mail server, reached when the first mail is handed over and kept until it is closed."""

    at_once = 1
    certain = False

    def __init__(
        self,
        settings: Settings,
        *,
        context: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._context = context or ssl.create_default_context()
        self._sender: Sender = sender(settings)
        self._clock = clock
        self._line: smtplib.SMTP | None = None

    def carry(self, mails: Sequence[Mail]) -> list[Outcome]:
        """Hand mails over one after another.

        Errors: MailTrouble when the server cannot be reached or will not have us; then nothing of
        this call was handed over.
        """
        line = self._reached()
        return [self._hand_over(line, mail) for mail in mails]

    def close(self) -> None:
        """Say goodbye."""
        line, self._line = self._line, None
        if line is not None:
            try:
                line.quit()
            except (OSError, smtplib.SMTPException):
                line.close()

    def _reached(self) -> smtplib.SMTP:
        """The line, made anew where it was cut."""
        if self._line is not None:
            try:
                if self._line.rset()[0] == OK:
                    return self._line
            except (OSError, smtplib.SMTPException):
                pass
            self._drop()
        self._line = self._connected()
        return self._line

    def _connected(self) -> smtplib.SMTP:
        try:
            return self._sign_in(self._call())
        except ssl.SSLCertVerificationError:
            raise MailTrouble(sentence("refused.mail.certificate")) from None
        except smtplib.SMTPNotSupportedError:
            raise MailTrouble(sentence("refused.mail.not_offered")) from None
        except ssl.SSLError:
            raise MailTrouble(sentence("refused.mail.not_encrypted")) from None
        except smtplib.SMTPAuthenticationError:
            raise MailTrouble(sentence("refused.mail.user")) from None
        except (OSError, smtplib.SMTPException):
            raise MailTrouble(sentence("refused.mail.unreachable")) from None

    def _call(self) -> smtplib.SMTP:
        s = self._settings
        port = s.smtp_port or PORTS[s.smtp_security]
        if s.smtp_security is Security.TLS:
            return smtplib.SMTP_SSL(s.smtp_host, port, timeout=PATIENCE, context=self._context)
        line = smtplib.SMTP(s.smtp_host, port, timeout=PATIENCE)
        if s.smtp_security is Security.STARTTLS:
            try:
                line.starttls(context=self._context)
            except BaseException:
                line.close()
                raise
        return line

    def _sign_in(self, line: smtplib.SMTP) -> smtplib.SMTP:
        try:
            line.ehlo_or_helo_if_needed()
            if self._settings.smtp_user:
                line.login(self._settings.smtp_user, smtp_password(self._settings))
        except BaseException:
            line.close()
            raise
        return line

    def _hand_over(self, line: smtplib.SMTP, mail: Mail) -> Outcome:
        try:
            made = message(mail, self._sender, now=self._clock())
        except Unaddressable:
            return Outcome.NO_SUCH_ADDRESS
        to = made["To"].addresses[0].addr_spec
        wide = not to.isascii()
        if wide and not line.has_extn("smtputf8"):
            return Outcome.NO_SUCH_ADDRESS
        try:
            begun = self._address(line, to, ["SMTPUTF8", "BODY=8BITMIME"] if wide else [])
        except (OSError, smtplib.SMTPException):
            self._drop()
            return Outcome.LATER
        if begun is not None:
            return begun
        return self._content(line, made.as_bytes())

    def _address(self, line: smtplib.SMTP, to: str, options: list[str]) -> Outcome | None:
        """Say who it is from and to; None when the server takes it so far.

        Errors: MailTrouble when it will have no mail from us at all.
        """
        from_us = Answer(*line.mail(self._sender.address, options))
        if not from_us.good:
            self._drop()
            if from_us.for_now:
                return Outcome.LATER
            raise MailTrouble(sentence("refused.mail.sender"))
        answer = Answer(*line.rcpt(to))
        if answer.good:
            return None
        if answer.for_now:
            return Outcome.LATER
        return Outcome.REFUSED if RULES.match(answer.words) else Outcome.NO_SUCH_ADDRESS

    def _content(self, line: smtplib.SMTP, content: bytes) -> Outcome:
        """Send the message; when the line is cut here, nobody can know whether it arrived."""
        try:
            answer = Answer(*line.data(content))
        except smtplib.SMTPDataError as refusal:
            answer = Answer(refusal.smtp_code, b"")
        except (OSError, smtplib.SMTPException):
            self._drop()
            return Outcome.DOUBTFUL
        if answer.good:
            return Outcome.TAKEN
        return Outcome.LATER if answer.for_now else Outcome.REFUSED

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()
