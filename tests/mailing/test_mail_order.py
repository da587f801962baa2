"""Promises of which mail goes first, how often somebody may ask for one, and where answers go."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email.headerregistry import Address

import pytest

from survey.actions.deliveries import queue_invitations, queue_results
from survey.errors import Trouble
from survey.mail.letter import Mail, message, sender
from survey.mailing.delivering import deliver
from survey.mailing.sign_in import MOST_AN_HOUR, MOST_OF_ONE, SignInDesk, mail_sign_in
from survey.settings import Settings, check_mail_settings
from survey.store import Store
from tests.make import ACTOR, Clock, close, populate, start
from tests.make_mails import MANY, Taking, send_all, server_at, team

MAIL = Mail("a@boat.example", "A", "Subject", "Words.\n", "<p>Words.</p>", "folder", "delivery")


@pytest.fixture
def here(duckdb_settings: Settings, clock: Clock) -> Iterator[Store]:
    """A store whose mails go to a mail server, two a minute."""
    with closing(Store(server_at(duckdb_settings, smtp_rate=2), clock=clock)) as store:
        yield store


def kinds(way: Taking) -> list[str]:
    """What the mails that went out are about, in order."""
    about = {"/enter/": "sign in", "/i/": "invitation", "/read/": "results"}
    return [name for mail in way.mails for part, name in about.items() if part in mail.body]


def test_nobody_waits_for_mails_that_have_time(
    here: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A minute of sign-ins, then invitations, then other sign-ins, and results last."""
    monkeypatch.setattr("survey.mailing.queues.FRESH", timedelta(days=30))
    populate(here, team(6))
    start(here, "w0")
    close(here, "w0")
    queue_results(here, here.wave("w0"), actor=ACTOR)
    clock.move(days=11)
    start(here, "w1")
    queue_invitations(here, here.wave("w1"))
    for number in range(1, 5):
        mail_sign_in(here, person=f"ant-{number}")
    way = Taking()

    deliver(here, way, most=MANY)

    last = ["sign in"] * 2 + ["results"] * 6
    assert kinds(way) == ["sign in"] * 2 + ["invitation"] * 6 + last


def test_three_sign_in_mails_an_hour_for_one_person(here: Store, clock: Clock) -> None:
    """The links of the first ones still work; an hour later there are more."""
    populate(here, team(2))
    way = Taking()
    for _ in range(9):
        mail_sign_in(here, person="ant-1")
        send_all(here, way)
    mail_sign_in(here, person="ant-2")
    send_all(here, way)

    assert [mail.to[:5] for mail in way.mails] == ["ant-1"] * MOST_AN_HOUR + ["ant-2"]
    clock.moment += timedelta(minutes=61)
    mail_sign_in(here, person="ant-1")
    assert send_all(here, way) == 1


def test_an_office_of_known_people_is_never_locked_out(
    here: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others' typos from the same network are seen to first, and keep nobody out."""
    populate(here, team(3))
    desk = SignInDesk()
    for number in range(MOST_OF_ONE // 2):
        desk.ask(here, f"typo-{number}@boat.example", network="office")
    asked = [desk.ask(here, f"ant-{n}@boat.example", network="office") for n in (1, 2, 3)]
    for one in asked:
        assert one is not None
        one.result()

    assert send_all(here, Taking()) == 3


def test_one_network_fills_only_its_part_of_the_queue(
    here: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks from elsewhere is still taken."""
    monkeypatch.setattr("survey.mailing.sign_in.MOST_OF_ONE", 0)
    desk = SignInDesk()
    assert desk.ask(here, "x@boat.example", network="one") is None
    monkeypatch.undo()

    assert desk.ask(here, "x@boat.example", network="other") is not None


def test_a_mail_reads_only_those_it_goes_to(here: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not everybody there is, for each mail anew."""
    populate(here, team(5))
    start(here)
    queue_invitations(here, here.wave("w1"))
    mail_sign_in(here, person="ant-1")

    def everybody(_: Store) -> None:
        raise AssertionError("all people were read")

    monkeypatch.setattr(Store, "people", everybody)
    way = Taking()

    assert deliver(here, way, most=MANY) == 6
    assert len(way.mails) == 6


def test_answers_to_a_mail_go_where_it_was_set(here: Store) -> None:
    """Without a setting they go to the sender, as mail programs do."""
    set_to = server_at(here.settings, smtp_reply_to="HR <hr@boat.example>")
    asked = message(MAIL, sender(set_to), now=here.now())
    plain = message(MAIL, sender(here.settings), now=here.now())

    assert asked["Reply-To"].addresses == (Address(addr_spec="hr@boat.example"),)
    assert plain["Reply-To"] is None


@pytest.mark.parametrize("wrong", ["nobody", "a@x.example, b@x.example", "a@x.example\nBcc: c@x"])
def test_an_address_for_answers_that_is_none_is_refused_at_the_start(
    here: Store, wrong: str
) -> None:
    """In words that name the setting."""
    with pytest.raises(Trouble, match="SMTP_REPLY_TO"):
        check_mail_settings(server_at(here.settings, smtp_reply_to=wrong))
