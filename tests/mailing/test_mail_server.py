"""Promises of the mail server: only over a line that proves itself, and every answer understood."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from survey.errors import MailTrouble
from survey.mail import Mail, Outcome
from survey.mail.smtp import Smtp
from survey.settings import Settings
from tests.journeys.server import free_port
from tests.make import NOON
from tests.make_mails import server_at

AUTHORITY = trustme.CA()
MAIL = Mail("ant-1@boat.example", "Ant", "Hello", "Hello\n", "<p>Hello</p>", "wave-1", "w1 ant-1")
Answers = dict[str, str]


class Mailbox:
    """What a server was given; it answers as it is told, by command."""

    def __init__(self, answers: Answers | None = None) -> None:
        self.answers = answers or {}
        self.mails: list[bytes] = []

    async def handle_MAIL(self, *given: Any) -> str:  # noqa: N802
        """From whom."""
        given[2].mail_from = given[3]
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802
        """To whom."""
        given[2].rcpt_tos.append(given[3])
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802
        """The message."""
        server, _, envelope = given
        answer = self.answers.get("DATA", "250 OK")
        if answer == "cut":
            server.transport.abort()
        elif answer.startswith("2"):
            self.mails.append(envelope.content)
        return answer


def certificate(host: str, authority: trustme.CA = AUTHORITY) -> ssl.SSLContext:
    """A server's proof that it is this host."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


def trusting(authority: trustme.CA = AUTHORITY) -> ssl.SSLContext:
    """What a client takes for proof."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@contextmanager
def serving(box: Mailbox, **options: Any) -> Iterator[int]:
    """A mail server on this machine; its port."""
    controller = Controller(box, hostname="localhost", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def carry(port: int, mail: Mail = MAIL, **options: object) -> Outcome:
    """Hand one mail over; what became of it."""
    way = Smtp(server_at(Settings(), port, **options), context=trusting(), clock=lambda: NOON)
    try:
        return way.carry([mail])[0]
    finally:
        way.close()


LINES: list[tuple[str, Callable[[ssl.SSLContext], dict[str, Any]]]] = [
    ("starttls", lambda proof: {"tls_context": proof, "require_starttls": True}),
    ("tls", lambda proof: {"ssl_context": proof}),
]


@pytest.mark.parametrize(("security", "options"), LINES, ids=["starttls", "tls"])
def test_a_server_that_proves_who_it_is_gets_the_mail(
    security: str, options: Callable[[ssl.SSLContext], dict[str, Any]]
) -> None:
    box = Mailbox()
    with serving(box, **options(certificate("localhost"))) as port:
        assert carry(port, smtp_security=security) is Outcome.TAKEN

    assert b"\r\nTo: Ant <ant-1@boat.example>\r\n" in box.mails[0]
    assert b"text/html" in box.mails[0]


@pytest.mark.parametrize(("security", "options"), LINES, ids=["starttls", "tls"])
@pytest.mark.parametrize(
    "proof",
    [certificate("elsewhere.example"), certificate("localhost", trustme.CA())],
    ids=["another host", "nobody vouches"],
)
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    security: str, options: Callable[[ssl.SSLContext], dict[str, Any]], proof: ssl.SSLContext
) -> None:
    """Another host's certificate, or one that nobody we trust has signed."""
    box = Mailbox()
    with (
        serving(box, **options(proof)) as port,
        pytest.raises(MailTrouble, match="could not prove who it is"),
    ):
        carry(port, smtp_security=security)

    assert box.mails == []


def test_without_starttls_nothing_is_sent() -> None:
    """Never in plain words because the server does not know better."""
    box = Mailbox()
    with serving(box) as port, pytest.raises(MailTrouble, match="does not offer what is set"):
        carry(port, smtp_security="starttls")

    assert box.mails == []


def test_nobody_there_is_said_in_a_sentence() -> None:
    """Which names no address."""
    with serving(Mailbox()) as port:
        pass
    with pytest.raises(MailTrouble, match="cannot be reached just now"):
        carry(port)


@pytest.mark.parametrize("password", ["right", "wrong"])
def test_we_sign_in_where_a_user_is_set(password: str) -> None:
    """Only over the encrypted line; a wrong password is said without repeating it."""

    def authenticate(*given: Any) -> AuthResult:
        login: LoginPassword = given[-1]
        return AuthResult(success=login == LoginPassword(b"us", b"right"), handled=False)

    box, proof = Mailbox(), certificate("localhost")
    options = {"tls_context": proof, "authenticator": authenticate, "auth_required": True}
    ours: dict[str, Any] = {"smtp_security": "starttls", "smtp_user": "us"}
    ours["smtp_password"] = password
    with serving(box, **options) as port:
        if password == "right":
            assert carry(port, **ours) is Outcome.TAKEN
        else:
            with pytest.raises(MailTrouble, match="user or the password") as refused:
                carry(port, **ours)
            assert password not in str(refused.value)

    assert len(box.mails) == (password == "right")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({}, Outcome.TAKEN),
        ({"MAIL": "451 Later"}, Outcome.LATER),
        ({"RCPT": "450 4.2.1 Busy"}, Outcome.LATER),
        ({"RCPT": "421 Bye"}, Outcome.LATER),
        ({"RCPT": "550 5.1.1 Nobody"}, Outcome.NO_SUCH_ADDRESS),
        ({"RCPT": "553 What?"}, Outcome.NO_SUCH_ADDRESS),
        ({"RCPT": "550 5.7.1 Not from you"}, Outcome.REFUSED),
        ({"DATA": "452 Full"}, Outcome.LATER),
        ({"DATA": "554 No thanks"}, Outcome.REFUSED),
        ({"DATA": "cut"}, Outcome.DOUBTFUL),
    ],
)
def test_what_a_server_answers_is_understood(answers: Answers, outcome: Outcome) -> None:
    """Later is later, never is never, and a line cut after the message is a doubt."""
    box = Mailbox(answers)
    with serving(box) as port:
        assert carry(port) is outcome

    assert len(box.mails) == (outcome is Outcome.TAKEN)


def test_a_server_that_takes_nothing_from_us_is_trouble_of_ours() -> None:
    """No mail loses a try for it."""
    with (
        serving(Mailbox({"MAIL": "553 Not you"})) as port,
        pytest.raises(MailTrouble, match="takes no mails from our address"),
    ):
        carry(port)


def test_a_line_that_was_cut_is_made_anew() -> None:
    """The next mail goes out."""
    box = Mailbox({"DATA": "cut"})
    with serving(box) as port:
        way = Smtp(server_at(Settings(), port), clock=lambda: NOON)
        assert way.carry([MAIL]) == [Outcome.DOUBTFUL]
        box.answers = {}
        assert way.carry([MAIL]) == way.carry([MAIL]) == [Outcome.TAKEN]
        way.close()

    assert len(box.mails) == 2
