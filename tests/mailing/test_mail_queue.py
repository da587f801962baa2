"""Promises of the queue: everybody gets each mail once, whatever is cut off, refused or away."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from analytics.jobs.schedule import close_now, make_rounds
from survey.actions.bounces import clear_bounces, forget_bounces, note_bounces
from survey.actions.waves import cancel_wave
from survey.audit import AuditVerb
from survey.errors import BadInput, MailTrouble, NotAllowed
from survey.mail import Outbox, Outcome
from survey.mail.deliveries import TRIES_AFTER, Standing
from survey.mail.letter import sender
from survey.mail.smtp import Smtp
from survey.mailing.delivering import deliver
from survey.mailing.inviting import send_invitations
from survey.mailing.mail_worker import MailWorker
from survey.mailing.sign_in import mail_sign_in
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from tests.mailing.test_mail_server import Mailbox, serving
from tests.make import ACTOR, NOON, Clock, answer, keep_people, person, populate, start
from tests.make_mails import (
    MANY,
    Dying,
    Taking,
    invited,
    recipients,
    send_all,
    server_at,
    team,
    written,
)
from tests.processes import killed

pytestmark = pytest.mark.slow

HR = Viewer("ant-1", "Ant", "ant", None, frozenset({Role.HR}))
MEMBER = Viewer("ant-2", "Ant", "ant", None, frozenset())
FOUR = [f"ant-{n}@boat.example" for n in range(1, 5)]


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Iterator[Store]:
    """A store whose mails go to a mail server, on both engines; tests stand in for the server."""
    with closing(Store(server_at(settings), clock=clock)) as store:
        yield store


@pytest.fixture
def here(duckdb_settings: Settings, clock: Clock) -> Iterator[Store]:
    """The same on DuckDB."""
    with closing(Store(server_at(duckdb_settings), clock=clock)) as store:
        yield store


def test_everybody_with_an_address_gets_one_invitation(store: Store) -> None:
    """However often it is asked for; with their own link and no copy for anybody else."""
    populate(store, team(4))
    keep_people(store, [replace(person("ant-9", "ant"), email="")])
    tokens = start(store)
    way = Taking()
    for _ in range(2):
        assert send_invitations(store, store.wave("w1"), actor=ACTOR) == 4
        send_all(store, way)

    assert way.to() == FOUR
    for mail in way.mails:
        assert [who for who, token in tokens.items() if token in mail.body] == [mail.to[:5]]
    assert store.mails(store.wave("w1")) == {Standing.SENT: 4}


def test_no_more_go_out_at_once_than_was_said(here: Store) -> None:
    """The rest waits for the next turn."""
    invited(here, 10)
    way = Taking()

    assert [deliver(here, way, most=4) for _ in range(4)] == [4, 4, 2, 0]


def test_whoever_says_stop_is_obeyed_after_the_mail_under_way(here: Store) -> None:
    """Nothing is left half done."""
    invited(here, 10)
    way, going = Taking(), iter([True, True, False])

    assert deliver(here, way, most=MANY, pace=lambda: next(going)) == 3
    assert here.mails(here.wave("w1")) == {Standing.SENT: 3, Standing.WAITING: 7}


def test_only_one_sends_at_a_time(here: Store) -> None:
    """A second thread leaves it to the first."""
    invited(here)
    with here.mailing():
        assert deliver(here, Taking()) == 0


# What goes wrong


def test_what_is_refused_for_now_is_tried_less_and_less_often_and_given_up(
    here: Store, clock: Clock
) -> None:
    """After 1, 5 and 30 minutes and two hours; how many were given up can be seen."""
    invited(here, 5)
    way = Taking({FOUR[0]: [Outcome.LATER] * 9})
    assert send_all(here, way) == 5
    tried = []
    for wait in TRIES_AFTER:
        clock.moment += wait - timedelta(seconds=1)
        tried.append(send_all(here, way))
        clock.moment += timedelta(seconds=1)
        tried.append(send_all(here, way))

    assert tried == [0, 1] * 4
    assert here.mails(here.wave("w1")) == {Standing.SENT: 4, Standing.FAILED: 1}
    assert here.bounces() == {}


def test_a_mail_server_that_is_away_costs_no_mail_a_try(store: Store) -> None:
    """All of them wait as they did."""
    invited(store, 5)
    way = Taking(away=True)
    for _ in range(20):
        with pytest.raises(MailTrouble):
            deliver(store, way)
    way.away = False

    assert send_all(store, way) == 5
    assert len(way.mails) == 5


def test_an_address_the_server_does_not_know_is_noted_and_gets_no_more_mails(store: Store) -> None:
    """Until it is corrected; who it is stands on the record, their address does not."""
    invited(store, 5)
    send_all(store, Taking({FOUR[1]: [Outcome.NO_SUCH_ADDRESS]}))
    assert store.bounces() == {"ant-2": store.now()}
    line = store.audit()[0]
    assert (line.verb, line.subject, line.detail) == ("note failing address", "ant-2", "")

    with store.change(AuditVerb.NOTE_WORKING_ADDRESS, actor=ACTOR, subject="ant-2") as session:
        clear_bounces(session, {"ant-2"})
    assert "ant-2" in store.reachable()


def test_what_is_refused_for_what_it_says_is_no_fault_of_the_address(here: Store) -> None:
    """It is given up at once."""
    invited(here, 5)
    send_all(here, Taking({FOUR[1]: [Outcome.REFUSED]}))

    assert here.bounces() == {}
    assert here.mails(here.wave("w1"))[Standing.FAILED] == 1


def test_what_may_have_gone_out_is_sent_once_more_when_it_is_an_invitation(here: Store) -> None:
    """With the same number, so that it is known again; never a third time (record 0012)."""
    invited(here, 5)
    way = Taking({FOUR[0]: [Outcome.DOUBTFUL] * 2})

    assert send_all(here, way) == 6
    assert here.mails(here.wave("w1")) == {Standing.SENT: 5}


def test_a_fault_in_one_queue_holds_up_no_other_and_is_logged_without_values(
    here: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A missing key names the wave; people who sign in get their mails."""
    invited(here, 5)
    here.keys.destroy(1)
    mail_sign_in(here, person="ant-1")
    way = Taking()
    send_all(here, way)

    assert way.to() == FOUR[:1]
    assert "The key file" in caplog.text
    assert "boat.example" not in caplog.text


# Restarts


PEOPLE = 450


def die_at_the_outbox(store: Store) -> None:
    """Write invitations until the process ends in the middle of a batch."""
    way = Outbox(store.settings.outbox, sender(store.settings), store.now)
    send_all(store, Dying(way, after=PEOPLE // 2 + 7))


def die_at_the_server(store: Store) -> None:
    """Send invitations until the process ends after one was taken and before that is noted."""
    send_all(store, Dying(Smtp(store.settings, clock=store.now), after=7))


@pytest.mark.parametrize("people", [PEOPLE, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_power_cut_in_the_middle_leaves_one_mail_each_in_the_outbox(
    duckdb_settings: Settings, clock: Clock, people: int
) -> None:
    """The name of a file comes from its delivery, so what is written again is the same file."""
    with closing(Store(server_at(duckdb_settings), clock=clock)) as store:
        tokens = invited(store, people)
    killed(duckdb_settings, NOON, die_at_the_outbox, at="tests.make_mails.die", after=False)
    folder = duckdb_settings.outbox
    before = len(written(folder))

    with closing(Store(duckdb_settings, clock=clock)) as store:
        way = Outbox(folder, sender(store.settings), store.now)
        send_all(store, way)
        mails = written(folder)

    assert before == PEOPLE // 2 + 7
    assert recipients(mails) == sorted(f"{who}@boat.example" for who in tokens)
    bodies = [mail.get_body(("plain",)).get_content() for mail in mails]  # type: ignore[union-attr]
    assert all(sum(token in body for body in bodies) == 1 for token in list(tokens.values())[:20])


def test_a_power_cut_at_the_mail_server_repeats_one_invitation_at_most(
    duckdb_settings: Settings, clock: Clock
) -> None:
    """The one that was taken and not noted: it comes again under the same number, no other does."""
    box = Mailbox()
    with serving(box) as port:
        settings = server_at(duckdb_settings, port)
        with closing(Store(settings, clock=clock)) as store:
            tokens = invited(store, 20)
        killed(settings, NOON, die_at_the_server, at="tests.make_mails.die", after=False)
        with closing(Store(settings, clock=clock)) as store:
            way = Smtp(store.settings, clock=store.now)
            assert send_all(store, way) == 14
            way.close()

    numbers = Counter(number_of(mail) for mail in box.mails)
    assert len(numbers) == len(tokens) == 20
    assert sorted(numbers.values()) == [1] * 19 + [2]


def number_of(mail: bytes) -> bytes:
    """The Message-ID of a mail."""
    return next(line for line in mail.splitlines() if line.startswith(b"Message-ID:"))


def test_a_mail_cut_off_before_it_was_handed_over_is_not_lost(
    duckdb_settings: Settings, clock: Clock
) -> None:
    """What was under way is decided at the next turn."""
    settings = server_at(duckdb_settings)
    with closing(Store(settings, clock=clock)) as store:
        invited(store, 5)
    killed(settings, NOON, die_at_the_server, at="survey.mail.smtp.Smtp.carry", after=False)

    with closing(Store(settings, clock=clock)) as store:
        way = Taking()
        send_all(store, way)

        assert len(way.mails) == 5


# Closing


@pytest.mark.parametrize("how", ["closed", "cancelled"])
def test_what_waits_when_a_wave_ends_is_forgotten(store: Store, how: str) -> None:
    """No invitation goes out afterwards; a cancelled wave sends nothing at all."""
    tokens = invited(store, 10)
    deliver(store, Taking(), most=3)
    for who in list(tokens)[:6]:
        answer(store, tokens[who], {"B1": 3, "B2": 3})
    if how == "closed":
        close_now(store, key="w1", actor=ACTOR)
    else:
        cancel_wave(store, key="w1", actor=ACTOR, reason="Wrong week.")
    way = Taking()
    make_rounds(store)
    send_all(store, way)

    assert {mail.folder for mail in way.mails} == ({"results-1"} if how == "closed" else set())
    with store.reading() as connection:
        query = text("SELECT count(*) FROM delivery WHERE occasion <> 'results'")
        assert connection.execute(query).scalar() == 0


# Signing in


def test_a_sign_in_link_is_made_when_its_mail_is(store: Store) -> None:
    """Asked for twice it is one mail, and nothing of it is left in the queue."""
    populate(store, team(5))
    for _ in range(2):
        mail_sign_in(store, person="ant-1")
    way = Taking()

    assert send_all(store, way) == 1
    assert "/enter/" in way.mails[0].body
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM delivery")).scalar() == 0
    mail_sign_in(store, person="ant-1")
    assert send_all(store, way) == 1
    assert len({mail.number for mail in way.mails}) == 2


# Bounces by hand


def test_hr_notes_addresses_that_do_not_work_and_forgets_them(here: Store) -> None:
    """Whom nobody knows is named, and then nothing is noted; nobody else may."""
    populate(here, team(5))
    with pytest.raises(BadInput) as refused:
        note_bounces(here, {"ant-1", "zed", "yak"}, viewer=HR)
    assert [str(p) for p in refused.value.problems] == [
        "there is nobody with the id “yak”",
        "there is nobody with the id “zed”",
    ]
    assert here.bounces() == {}
    for refused_to in (note_bounces, forget_bounces):
        with pytest.raises(NotAllowed):
            refused_to(here, {"ant-1"}, viewer=MEMBER)

    assert note_bounces(here, {"ant-1", "ant-2"}, viewer=HR) == 2
    assert note_bounces(here, {"ant-2", "ant-3"}, viewer=HR) == 1
    forget_bounces(here, {"ant-1", "ant-3", "ant-5"}, viewer=HR)

    assert here.bounces().keys() == {"ant-2"}
    start(here)
    assert send_invitations(here, here.wave("w1"), actor=ACTOR) == 4


# The thread


def test_the_postman_sends_without_being_asked_and_ends_when_told(
    duckdb_settings: Settings, clock: Clock
) -> None:
    """At the rate that was set."""
    box = Mailbox()
    with serving(box) as port:
        settings = server_at(duckdb_settings, port, smtp_rate=60_000)
        with closing(Store(settings, clock=clock)) as store:
            invited(store, 5)
            postman = MailWorker(store)
            while store.mails(store.wave("w1")).get(Standing.SENT, 0) < 5:
                os.sched_yield()
            postman.close()

            assert not postman._thread.is_alive()
    assert len(box.mails) == 5


def test_while_the_mail_server_is_away_the_postman_asks_less_and_less_often(
    here: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """And says in the log why, in a sentence without an address."""
    invited(here, 5)
    postman = MailWorker(here)
    postman.close()
    postman._in_vain = 0

    assert [postman._once() for _ in range(6)] == [60, 300, 1800, 7200, 7200, 7200]
    assert "The mail server cannot be reached just now" in caplog.text
    assert "ant-" not in caplog.text
